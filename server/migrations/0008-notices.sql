-- The outbox: everything that is due to a person, written in the transaction that makes it due.
DROP POLICY visible ON notice;
DROP POLICY written ON notice;
ALTER TABLE notice RENAME COLUMN letter_sealed TO content_sealed;
-- Whoever is told. Empty where nobody is, or nobody may be known to be.
ALTER TABLE notice ADD COLUMN identity_id text REFERENCES identity;
ALTER TABLE notice ADD COLUMN campaign_id text;
-- What must be told once, however often it is asked for.
ALTER TABLE notice ADD COLUMN dedupe_key text UNIQUE;
ALTER TABLE notice ADD COLUMN state text NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'sent', 'failed', 'dropped'));
UPDATE notice SET state = 'sent' WHERE sent_at IS NOT NULL;
-- Why it failed or was dropped.
ALTER TABLE notice ADD COLUMN reason text;
-- Nobody carries it before this instant; who carries it moves the instant on first, so that no other does.
ALTER TABLE notice ADD COLUMN next_try_at timestamptz;
UPDATE notice SET next_try_at = made_at WHERE state = 'due';
-- Tries before this instant count no more: a member of staff had it tried again.
ALTER TABLE notice ADD COLUMN tried_since timestamptz;
UPDATE notice SET tried_since = made_at;
ALTER TABLE notice ALTER COLUMN tried_since SET NOT NULL;
-- Afterwards the message would make no sense any more.
ALTER TABLE notice ADD COLUMN ends_at timestamptz;
UPDATE notice SET ends_at = made_at + interval '10 minutes';
ALTER TABLE notice ALTER COLUMN ends_at SET NOT NULL;
ALTER TABLE notice ADD CHECK ((state = 'sent') = (sent_at IS NOT NULL));
ALTER TABLE notice ADD CHECK ((state = 'due') = (next_try_at IS NOT NULL));
ALTER TABLE notice ADD CHECK (state IN ('due', 'failed') OR content_sealed IS NULL);
CREATE INDEX notice_due ON notice (next_try_at) WHERE state = 'due';
CREATE INDEX notice_by_identity ON notice (identity_id, made_at);
CREATE INDEX notice_by_making ON notice (made_at, id);

-- One try to carry a notice. Without an outcome it is under way, or its process ended meanwhile.
CREATE TABLE notice_attempt (
  notice_id text NOT NULL REFERENCES notice ON DELETE CASCADE,
  position integer NOT NULL,
  channel text NOT NULL CHECK (channel IN ('wechat', 'sms', 'mail')),
  -- 138******78: enough to recognise, too little to use.
  recipient_masked text NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  outcome text CHECK (outcome IN ('accepted', 'refused', 'away', 'unknown')),
  reason text,
  provider_message text,
  PRIMARY KEY (notice_id, position),
  CHECK ((outcome IS NULL) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX one_carrier_per_notice ON notice_attempt (notice_id) WHERE outcome IS NULL;

-- What a student last answered when WeChat asked about a template.
CREATE TABLE notice_answer (
  identity_id text NOT NULL REFERENCES identity,
  template_id text NOT NULL,
  answer text NOT NULL CHECK (answer IN ('accept', 'reject', 'ban', 'filter')),
  language text NOT NULL CHECK (language IN ('zh', 'en')),
  answered_at timestamptz NOT NULL,
  PRIMARY KEY (identity_id, template_id)
);

-- Notices are read by the program and the centre. Whatever a person's or a school's step makes due can be added by it.
CREATE POLICY visible ON notice USING (actor_sees_all());
CREATE POLICY written ON notice FOR INSERT WITH CHECK (actor_kind() IN ('student', 'school'));
CREATE POLICY visible ON notice_attempt USING (actor_sees_all());
CREATE POLICY visible ON notice_answer USING (actor_kind() = 'system' OR is_actors_identity(identity_id));
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['notice_attempt', 'notice_answer'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON notice_attempt, notice_answer TO @app@;
