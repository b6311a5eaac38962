-- The centre's roles beside administrators; an operator has a school, the others have none.
ALTER TABLE staff DROP CONSTRAINT staff_role_check;
ALTER TABLE staff ADD CONSTRAINT staff_role_check CHECK (
  role IN ('administrator', 'school', 'reviewer', 'finance', 'print', 'auditor')
);

-- The second factor, and logins that are locked. A code opens nothing again: the latest step used is kept.
ALTER TABLE staff ADD COLUMN totp_secret_sealed text;
ALTER TABLE staff ADD COLUMN totp_step bigint;
ALTER TABLE staff ADD COLUMN locked_at timestamptz;
ALTER TABLE staff_session ADD COLUMN label text NOT NULL DEFAULT '';
CREATE INDEX staff_session_by_staff ON staff_session (staff_id);

-- Between password and code. With a secret in it the login enrols: the secret is kept once a code proves it.
CREATE TABLE staff_ticket (
  token_hash text PRIMARY KEY,
  staff_id text NOT NULL REFERENCES staff,
  totp_secret_sealed text,
  tries integer NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL
);

-- Each opens the second step once, in place of a code.
CREATE TABLE staff_recovery_code (
  staff_id text NOT NULL REFERENCES staff,
  code_hash text NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (staff_id, code_hash)
);

ALTER TABLE campaign ADD COLUMN replace_within_days integer NOT NULL DEFAULT 2 CHECK (replace_within_days BETWEEN 1 AND 60);

-- One submission of one finished photo. The hashes are those of the submitted bytes and outlive the photo's files.
CREATE TABLE review (
  id text PRIMARY KEY,
  graduate_id text NOT NULL REFERENCES graduate,
  identity_id text NOT NULL REFERENCES identity,
  school_id text NOT NULL REFERENCES school,
  campaign_id text NOT NULL REFERENCES campaign,
  photo_id text REFERENCES photo ON DELETE SET NULL,
  original_sha256 text NOT NULL,
  finished_sha256 text NOT NULL,
  master_sha256 text,
  state text NOT NULL CHECK (state IN ('waiting', 'approved', 'rejected', 'withdrawn')),
  submitted_at timestamptz NOT NULL,
  -- The reviewer who has it on the desk, so that nobody else takes it up meanwhile.
  claimed_by text REFERENCES staff,
  claimed_until timestamptz,
  decided_at timestamptz,
  decided_by text REFERENCES staff,
  reasons text[] NOT NULL DEFAULT '{}',
  note text,
  for_good boolean NOT NULL DEFAULT false,
  due_at timestamptz,
  withdrawn_at timestamptz,
  withdrawn_by text CHECK (withdrawn_by IN ('student', 'centre')),
  withdrawal_reason text,
  CHECK ((claimed_by IS NULL) = (claimed_until IS NULL)),
  CHECK (state NOT IN ('approved', 'rejected') OR decided_at IS NOT NULL),
  CHECK ((state = 'rejected') = (cardinality(reasons) > 0)),
  CHECK (state <> 'rejected' OR for_good = (due_at IS NULL)),
  CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL AND withdrawn_by IS NOT NULL))
);
CREATE UNIQUE INDEX one_review_per_graduate ON review (graduate_id) WHERE state IN ('waiting', 'approved');
CREATE INDEX review_by_graduate ON review (graduate_id, submitted_at);
CREATE INDEX review_by_photo ON review (photo_id);
CREATE INDEX review_waiting ON review (submitted_at, id) WHERE state = 'waiting';
CREATE INDEX review_waiting_in_campaign ON review (campaign_id, submitted_at, id) WHERE state = 'waiting';
CREATE INDEX review_by_campaign ON review (campaign_id, state, submitted_at);
CREATE INDEX review_on_desk ON review (claimed_by) WHERE state = 'waiting' AND claimed_by IS NOT NULL;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['staff_ticket', 'staff_recovery_code', 'review'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['staff_ticket', 'staff_recovery_code'] LOOP
    EXECUTE format('CREATE POLICY visible ON %I USING (actor_kind() = ''system'')', name);
  END LOOP;
END $$;
CREATE POLICY visible ON review USING (
  actor_sees_all() OR is_actors_identity(identity_id) OR is_actors_school(school_id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON staff_ticket, staff_recovery_code, review TO @app@;
