-- What a graduate is found by besides college and class: name, student number, pinyin and initials, as one text that
-- begins every word after a space. Empty: still to be made; changing the name or number empties it.
ALTER TABLE graduate ADD COLUMN search_text text NOT NULL DEFAULT '';
CREATE INDEX graduate_without_search ON graduate (id) WHERE search_text = '';
CREATE FUNCTION forget_search_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.name, NEW.student_number) IS DISTINCT FROM (OLD.name, OLD.student_number)
    AND NEW.search_text = OLD.search_text THEN NEW.search_text = '';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER graduate_search_text BEFORE UPDATE OF name, student_number ON graduate
  FOR EACH ROW EXECUTE FUNCTION forget_search_text();

-- When the school answered what a student said is wrong.
ALTER TABLE correction ADD COLUMN settled_at timestamptz;
CREATE INDEX correction_by_graduate ON correction (graduate_id);

-- One whole value of one person, shown to one member of staff for a reason.
CREATE TABLE uncovering (
  id text PRIMARY KEY,
  graduate_id text NOT NULL REFERENCES graduate ON DELETE CASCADE,
  school_id text NOT NULL REFERENCES school,
  staff_id text NOT NULL REFERENCES staff,
  field text NOT NULL CHECK (field IN ('name', 'studentNumber', 'number', 'phone', 'mail')),
  reason text NOT NULL CHECK (reason IN ('identity-call', 'roster-correction', 'refund-check', 'other')),
  note_sealed text,
  at timestamptz NOT NULL,
  CHECK (reason <> 'other' OR note_sealed IS NOT NULL)
);
CREATE INDEX uncovering_by_graduate ON uncovering (graduate_id, at);

-- A list of graduates that leaves the console as a sheet, once a second person has approved it.
CREATE TABLE graduate_export (
  id text PRIMARY KEY,
  campaign_id text NOT NULL REFERENCES campaign,
  school_id text NOT NULL REFERENCES school,
  graduate_ids text[] NOT NULL,
  purpose text NOT NULL,
  asked_by text NOT NULL REFERENCES staff,
  asked_at timestamptz NOT NULL
);
CREATE INDEX graduate_export_by_campaign ON graduate_export (campaign_id, asked_at);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['uncovering', 'graduate_export'] LOOP
    EXECUTE format('CREATE POLICY visible ON %I USING (actor_sees_all() OR is_actors_school(school_id))', name);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, DELETE ON uncovering, graduate_export TO @app@;
-- When keys rotate.
GRANT UPDATE (note_sealed) ON uncovering TO @app@;
