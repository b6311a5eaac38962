-- How a campaign knows who somebody is: by the school's roster, by the CHSI collection code, or by both.
ALTER TABLE campaign ADD COLUMN identity_mode text NOT NULL DEFAULT 'roster'
  CHECK (identity_mode IN ('roster', 'code', 'hybrid'));

-- What a student stated counts once the school confirmed it; what it refused is out of the way of its roster.
ALTER TABLE graduate ADD COLUMN standing text NOT NULL DEFAULT 'confirmed'
  CHECK (standing IN ('confirmed', 'unconfirmed', 'refused'));
ALTER TABLE graduate DROP CONSTRAINT graduate_campaign_id_student_number_key;
ALTER TABLE graduate DROP CONSTRAINT graduate_campaign_id_identity_id_key;
CREATE UNIQUE INDEX graduate_campaign_id_student_number_key ON graduate (campaign_id, student_number)
  WHERE standing <> 'refused';
CREATE UNIQUE INDEX graduate_campaign_id_identity_id_key ON graduate (campaign_id, identity_id)
  WHERE standing <> 'refused';

-- What a collection code says stays closed to us: it is kept sealed for whoever may read it. One code, one enrolment.
CREATE TABLE collection_code (
  graduate_id text PRIMARY KEY REFERENCES graduate,
  identity_id text NOT NULL REFERENCES identity,
  school_id text NOT NULL REFERENCES school,
  payload_sealed text NOT NULL,
  payload_index text NOT NULL UNIQUE,
  accepted_at timestamptz NOT NULL
);
ALTER TABLE collection_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE collection_code FORCE ROW LEVEL SECURITY;
CREATE POLICY visible ON collection_code
  USING (actor_sees_all() OR is_actors_identity(identity_id) OR is_actors_school(school_id));
GRANT SELECT, INSERT, UPDATE, DELETE ON collection_code TO @app@;
