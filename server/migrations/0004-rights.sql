-- Whose agreement it is, once there is an account, and until when it stood.
ALTER TABLE consent ADD COLUMN identity_id text REFERENCES identity;
ALTER TABLE consent ADD COLUMN withdrawn_at timestamptz;
UPDATE consent SET identity_id = account.identity_id FROM account WHERE account.consent_id = consent.id;
CREATE INDEX consent_by_identity ON consent (identity_id, purpose, given_at);
-- What was agreed to stays as it was; only its end is added, and retention removes it.
DROP POLICY visible ON consent;
DROP POLICY given ON consent;
CREATE POLICY visible ON consent USING (actor_sees_all() OR is_actors_identity(identity_id));
CREATE POLICY given ON consent FOR INSERT WITH CHECK (actor_kind() = 'anonymous' AND identity_id IS NULL);
-- The account may end before the proof that its owner agreed.
ALTER TABLE account DROP CONSTRAINT account_consent_id_fkey;

-- A copy of everything kept about one person, encrypted with a key of its own, for the session that asked for it.
CREATE TABLE data_export (
  id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  identity_id text NOT NULL REFERENCES identity,
  session_id text NOT NULL,
  state text NOT NULL CHECK (state IN ('preparing', 'ready', 'failed')),
  file_key text NOT NULL UNIQUE,
  key_sealed text NOT NULL,
  bytes bigint,
  asked_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);

-- What was asked to be deleted and what had to stay. It names no person once the account is gone.
CREATE TABLE erasure (
  id text PRIMARY KEY,
  account_id text NOT NULL,
  asked_at timestamptz NOT NULL,
  closed boolean NOT NULL,
  kept text[] NOT NULL
);

-- The untouched original and the print master go earlier than the finished photo.
ALTER TABLE photo ADD COLUMN original_removed_at timestamptz;

ALTER TABLE data_export ENABLE ROW LEVEL SECURITY;
ALTER TABLE data_export FORCE ROW LEVEL SECURITY;
CREATE POLICY visible ON data_export USING (actor_kind() = 'system' OR is_actors_account(account_id));
ALTER TABLE erasure ENABLE ROW LEVEL SECURITY;
ALTER TABLE erasure FORCE ROW LEVEL SECURITY;
CREATE POLICY visible ON erasure USING (actor_sees_all() OR is_actors_account(account_id));
GRANT SELECT, INSERT, UPDATE, DELETE ON data_export, erasure TO @app@;
