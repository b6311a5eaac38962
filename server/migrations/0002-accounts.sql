-- Every document that a student may have.
ALTER TABLE identity DROP CONSTRAINT identity_kind_check;
ALTER TABLE identity ADD CONSTRAINT identity_kind_check CHECK (
  kind IN ('idcard', 'residence-permit', 'home-return-permit', 'taiwan-permit', 'permanent-residence', 'passport')
);

-- What the student recognises a device by, and which device a session runs on.
ALTER TABLE device ADD COLUMN label text NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN device_id text REFERENCES device;

-- A code opens only what it was asked for; how often it was sent is limited. The owner's number is found by its index.
ALTER TABLE one_time_code ADD COLUMN purpose text NOT NULL DEFAULT 'sign-in' CHECK (purpose IN ('sign-in', 'password'));
ALTER TABLE one_time_code ADD COLUMN number_index text NOT NULL DEFAULT '';
ALTER TABLE one_time_code ADD COLUMN sent_count integer NOT NULL DEFAULT 1;

-- A WeChat identity signs in to one account. The openid is sealed: paying by WeChat needs it.
CREATE TABLE wechat_identity (
  id text PRIMARY KEY,
  account_id text NOT NULL UNIQUE REFERENCES account,
  open_id_sealed text NOT NULL,
  open_id_index text NOT NULL UNIQUE,
  bound_at timestamptz NOT NULL
);

-- Proof for half an hour that WeChat vouched for an identity.
CREATE TABLE wechat_ticket (
  token_hash text PRIMARY KEY,
  open_id_sealed text NOT NULL,
  open_id_index text NOT NULL,
  expires_at timestamptz NOT NULL
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['wechat_identity', 'wechat_ticket'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY visible ON %I USING (actor_kind() = ''system'')', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON wechat_identity, wechat_ticket TO @app@;
