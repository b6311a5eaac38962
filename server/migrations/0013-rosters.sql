-- Who is no longer on the school's roster is marked and stays, with orders and photos; the mark is out of the way of
-- whoever comes to have the same number.
ALTER TABLE graduate DROP CONSTRAINT graduate_standing_check;
ALTER TABLE graduate ADD CONSTRAINT graduate_standing_check
  CHECK (standing IN ('confirmed', 'unconfirmed', 'refused', 'withdrawn'));
DROP INDEX graduate_campaign_id_student_number_key;
DROP INDEX graduate_campaign_id_identity_id_key;
CREATE UNIQUE INDEX graduate_campaign_id_student_number_key ON graduate (campaign_id, student_number)
  WHERE standing NOT IN ('refused', 'withdrawn');
CREATE UNIQUE INDEX graduate_campaign_id_identity_id_key ON graduate (campaign_id, identity_id)
  WHERE standing NOT IN ('refused', 'withdrawn');

-- A sheet that a school submits. Its bytes lie encrypted among the files, under a key of its own that is sealed here.
CREATE TABLE roster (
  id text PRIMARY KEY,
  campaign_id text NOT NULL REFERENCES campaign,
  school_id text NOT NULL REFERENCES school,
  file_name text NOT NULL,
  file_bytes integer NOT NULL,
  file_key text UNIQUE,
  key_sealed text,
  state text NOT NULL CHECK (state IN
    ('matching', 'trying', 'tried', 'refused', 'accepting', 'accepted', 'outdated', 'dropped')),
  trial integer NOT NULL DEFAULT 1,
  whole boolean NOT NULL,
  sheet_name text NOT NULL,
  heading_row integer NOT NULL,
  columns jsonb NOT NULL,
  row_count integer NOT NULL,
  rows_done integer NOT NULL DEFAULT 0,
  took_ms integer,
  problem text,
  counts jsonb NOT NULL DEFAULT '{}',
  made_by text NOT NULL,
  made_at timestamptz NOT NULL,
  accepted_at timestamptz,
  CHECK ((state = 'accepted') = (accepted_at IS NOT NULL)),
  CHECK ((file_key IS NULL) = (state IN ('refused', 'accepted', 'dropped')))
);
CREATE UNIQUE INDEX one_open_roster_per_campaign ON roster (campaign_id)
  WHERE state NOT IN ('refused', 'accepted', 'dropped');
CREATE INDEX roster_by_campaign ON roster (campaign_id, made_at);

-- What the dry run has to say about cells; what is personal is covered.
CREATE TABLE roster_problem (
  roster_id text NOT NULL REFERENCES roster ON DELETE CASCADE,
  school_id text NOT NULL REFERENCES school,
  position integer NOT NULL,
  severity text NOT NULL CHECK (severity IN ('block', 'warn')),
  row integer NOT NULL,
  column_index integer,
  field text,
  code text NOT NULL,
  value text NOT NULL,
  detail text NOT NULL,
  around jsonb NOT NULL,
  PRIMARY KEY (roster_id, position)
);

-- What accepting does to one graduate, from the dry run until it is accepted or given up.
CREATE TABLE roster_change (
  id text PRIMARY KEY,
  roster_id text NOT NULL REFERENCES roster ON DELETE CASCADE,
  school_id text NOT NULL REFERENCES school,
  kind text NOT NULL CHECK (kind IN ('added', 'changed', 'withdrawn')),
  row integer NOT NULL,
  graduate_id text,
  -- As the graduate was when it was compared: another state means that the dry run is out of date.
  seen_at timestamptz,
  student_number text NOT NULL,
  name text NOT NULL,
  college text NOT NULL,
  class_name text NOT NULL,
  begun boolean NOT NULL,
  fields jsonb NOT NULL,
  line_sealed text,
  CHECK ((kind = 'added') = (graduate_id IS NULL)),
  CHECK ((kind = 'withdrawn') = (line_sealed IS NULL))
);
CREATE INDEX roster_change_by_kind ON roster_change (roster_id, kind, row, id);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['roster', 'roster_problem', 'roster_change'] LOOP
    EXECUTE format('CREATE POLICY visible ON %I USING (actor_sees_all() OR is_actors_school(school_id))', name);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO @app@', name);
  END LOOP;
END $$;
