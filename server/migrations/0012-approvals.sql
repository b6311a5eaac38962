-- What one person asks for and another has to approve before it leaves the house. `subject` names the one thing it is
-- about, so that an approval opens nothing else.
CREATE TABLE approval (
  id text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('graduates-export', 'delivery-download')),
  subject text NOT NULL,
  title text NOT NULL,
  person_count integer NOT NULL CHECK (person_count >= 0),
  reason text NOT NULL,
  school_id text REFERENCES school,
  state text NOT NULL CHECK (state IN ('asked', 'approved', 'refused', 'withdrawn')),
  asked_by text NOT NULL REFERENCES staff,
  asked_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  decided_by text REFERENCES staff,
  decided_at timestamptz,
  CHECK (decided_by <> asked_by),
  CHECK ((state IN ('approved', 'refused')) = (decided_by IS NOT NULL)),
  CHECK ((state = 'asked') = (decided_at IS NULL))
);
CREATE INDEX approval_by_state ON approval (state, asked_at);
CREATE INDEX approval_by_subject ON approval (kind, subject, asked_by);
CREATE POLICY visible ON approval USING (actor_sees_all() OR is_actors_school(school_id));

-- Filters that somebody kept under a name, for the lists of the console. They hold no names or numbers of people.
CREATE TABLE saved_filter (
  id text PRIMARY KEY,
  staff_id text NOT NULL REFERENCES staff,
  list text NOT NULL,
  name text NOT NULL,
  filter jsonb NOT NULL,
  made_at timestamptz NOT NULL,
  UNIQUE (staff_id, list, name)
);
CREATE POLICY visible ON saved_filter USING (actor_kind() = 'system');

-- A link that lets an invited person choose a password, once; the link itself is stored nowhere.
CREATE TABLE staff_invitation (
  staff_id text PRIMARY KEY REFERENCES staff,
  token_hash text NOT NULL UNIQUE,
  invited_by text NOT NULL REFERENCES staff,
  invited_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE POLICY visible ON staff_invitation USING (actor_kind() = 'system');

ALTER TABLE staff ADD COLUMN signed_in_at timestamptz;

-- Why something personal was read, as the word of a list, and an index for every way the record is looked through.
ALTER TABLE audit ADD COLUMN reason text NOT NULL DEFAULT '';
CREATE INDEX audit_by_time ON audit (at DESC, id DESC);
CREATE INDEX audit_by_actor ON audit (actor_id, at DESC);
CREATE INDEX audit_by_action ON audit (action, at DESC);
CREATE INDEX audit_by_subject ON audit USING gin (subject_ids);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['approval', 'saved_filter', 'staff_invitation'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON approval TO @app@;
GRANT SELECT, INSERT, UPDATE, DELETE ON saved_filter, staff_invitation TO @app@;
