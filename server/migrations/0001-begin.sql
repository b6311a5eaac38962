-- Who is asking, told by the transaction helper. With nothing told, every policy below shows no row.
CREATE FUNCTION actor_kind() RETURNS text LANGUAGE sql STABLE
  AS $$ SELECT coalesce(current_setting('tucai.actor', true), '') $$;
CREATE FUNCTION actor_sees_all() RETURNS boolean LANGUAGE sql STABLE
  AS $$ SELECT actor_kind() IN ('system', 'centre') $$;
CREATE FUNCTION is_actors_identity(id text) RETURNS boolean LANGUAGE sql STABLE
  AS $$ SELECT actor_kind() = 'student' AND id = current_setting('tucai.identity', true) $$;
CREATE FUNCTION is_actors_account(id text) RETURNS boolean LANGUAGE sql STABLE
  AS $$ SELECT actor_kind() = 'student' AND id = current_setting('tucai.account', true) $$;
CREATE FUNCTION is_actors_school(id text) RETURNS boolean LANGUAGE sql STABLE
  AS $$ SELECT actor_kind() = 'school' AND id = current_setting('tucai.school', true) $$;

CREATE TABLE school (
  id text PRIMARY KEY,
  name text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE campaign (
  id text PRIMARY KEY,
  school_id text NOT NULL REFERENCES school,
  title text NOT NULL,
  opens_at timestamptz NOT NULL,
  closes_at timestamptz NOT NULL CHECK (closes_at > opens_at),
  file_allowed boolean NOT NULL,
  standard text NOT NULL,
  collection_fee_fen integer NOT NULL CHECK (collection_fee_fen >= 0),
  paper_fee_fen integer NOT NULL CHECK (paper_fee_fen >= 0),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The only place where numbers of identity documents are kept, sealed. Everything else holds identity_id.
CREATE TABLE identity (
  id text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('idcard', 'passport')),
  number_sealed text NOT NULL,
  number_index text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE graduate (
  id text PRIMARY KEY,
  school_id text NOT NULL REFERENCES school,
  campaign_id text NOT NULL REFERENCES campaign,
  identity_id text NOT NULL REFERENCES identity,
  name text NOT NULL,
  gender text NOT NULL,
  college text NOT NULL,
  major text NOT NULL,
  class_name text NOT NULL,
  student_number text NOT NULL,
  level text NOT NULL,
  study_years text NOT NULL,
  graduation_year integer NOT NULL,
  extra jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (campaign_id, student_number),
  UNIQUE (campaign_id, identity_id)
);
CREATE INDEX graduate_by_identity ON graduate (identity_id);

CREATE TABLE consent (
  id text PRIMARY KEY,
  purpose text NOT NULL,
  version text NOT NULL,
  channel text NOT NULL,
  given_at timestamptz NOT NULL
);

CREATE TABLE account (
  id text PRIMARY KEY,
  identity_id text NOT NULL UNIQUE REFERENCES identity,
  consent_id text NOT NULL REFERENCES consent,
  name text NOT NULL,
  gender text NOT NULL,
  phone_sealed text NOT NULL,
  phone_index text NOT NULL,
  mail_sealed text NOT NULL,
  mail_index text NOT NULL,
  password_hash text,
  created_at timestamptz NOT NULL
);

CREATE TABLE device (
  id text PRIMARY KEY,
  token_hash text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL
);

CREATE TABLE trusted_device (
  device_id text NOT NULL REFERENCES device,
  account_id text NOT NULL REFERENCES account,
  trusted_at timestamptz NOT NULL,
  PRIMARY KEY (device_id, account_id)
);

CREATE TABLE session (
  id text PRIMARY KEY,
  token_hash text NOT NULL UNIQUE,
  account_id text NOT NULL REFERENCES account,
  identity_id text NOT NULL REFERENCES identity,
  started_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL
);
CREATE INDEX session_by_account ON session (account_id);

-- account_id is empty for a number nobody registered: its sign-in must look the same.
CREATE TABLE one_time_code (
  id text PRIMARY KEY,
  account_id text REFERENCES account,
  code_hash text NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

-- Mail that is due, written in the transaction that makes it due; its sealed words are dropped once it is sent.
CREATE TABLE notice (
  id text PRIMARY KEY,
  kind text NOT NULL,
  letter_sealed text,
  made_at timestamptz NOT NULL,
  sent_at timestamptz
);

CREATE TABLE address (
  id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES account,
  address_sealed text NOT NULL,
  address_index text NOT NULL,
  used_at timestamptz NOT NULL,
  UNIQUE (account_id, address_index)
);

CREATE TABLE photo (
  id text PRIMARY KEY,
  graduate_id text NOT NULL REFERENCES graduate,
  identity_id text NOT NULL REFERENCES identity,
  school_id text NOT NULL REFERENCES school,
  source text NOT NULL CHECK (source IN ('camera', 'file')),
  standard text NOT NULL,
  state text NOT NULL CHECK (state IN ('developing', 'finished', 'refused', 'failed')),
  taken_at timestamptz NOT NULL,
  developed_at timestamptz,
  original_key text NOT NULL UNIQUE,
  original_sha256 text NOT NULL,
  original_bytes integer NOT NULL,
  finished_key text UNIQUE,
  finished_sha256 text,
  master_key text UNIQUE,
  master_sha256 text,
  findings jsonb NOT NULL DEFAULT '[]',
  geometry jsonb,
  record jsonb,
  CHECK (state <> 'finished' OR (finished_key IS NOT NULL AND finished_sha256 IS NOT NULL))
);
CREATE INDEX photo_by_graduate ON photo (graduate_id, taken_at);

CREATE TABLE collection (
  graduate_id text PRIMARY KEY REFERENCES graduate,
  identity_id text NOT NULL REFERENCES identity,
  school_id text NOT NULL REFERENCES school,
  information_confirmed_at timestamptz,
  photo_id text REFERENCES photo,
  photo_confirmed_at timestamptz,
  paper boolean,
  address_sealed text,
  correction_sent_at timestamptz,
  CHECK (photo_confirmed_at IS NULL OR photo_id IS NOT NULL)
);

CREATE TABLE correction (
  id text PRIMARY KEY,
  graduate_id text NOT NULL REFERENCES graduate,
  identity_id text NOT NULL REFERENCES identity,
  school_id text NOT NULL REFERENCES school,
  text_sealed text NOT NULL,
  sent_at timestamptz NOT NULL
);

CREATE TABLE "order" (
  id text PRIMARY KEY,
  number text NOT NULL UNIQUE,
  graduate_id text NOT NULL REFERENCES graduate,
  identity_id text NOT NULL REFERENCES identity,
  school_id text NOT NULL REFERENCES school,
  state text NOT NULL CHECK (state IN ('unpaid', 'paid', 'cancelled')),
  -- Empty while the student takes the photo anew: such an order cannot be paid.
  photo_id text REFERENCES photo,
  paper boolean NOT NULL,
  address_sealed text,
  total_fen integer NOT NULL CHECK (total_fen >= 0),
  placed_at timestamptz NOT NULL,
  paid_at timestamptz,
  cancelled_at timestamptz,
  CHECK ((state = 'paid') = (paid_at IS NOT NULL)),
  CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL)),
  CHECK (paper = (address_sealed IS NOT NULL))
);
CREATE UNIQUE INDEX one_order_per_graduate ON "order" (graduate_id) WHERE state IN ('unpaid', 'paid');
CREATE INDEX order_by_identity ON "order" (identity_id, placed_at);

CREATE TABLE order_line (
  order_id text NOT NULL REFERENCES "order",
  position integer NOT NULL,
  identity_id text NOT NULL REFERENCES identity,
  school_id text NOT NULL REFERENCES school,
  kind text NOT NULL CHECK (kind IN ('collection', 'paper')),
  zh text NOT NULL,
  en text NOT NULL,
  amount_fen integer NOT NULL CHECK (amount_fen >= 0),
  PRIMARY KEY (order_id, position)
);

CREATE TABLE payment (
  id text PRIMARY KEY,
  order_id text NOT NULL REFERENCES "order",
  identity_id text NOT NULL REFERENCES identity,
  school_id text NOT NULL REFERENCES school,
  provider text NOT NULL,
  trade_number text NOT NULL UNIQUE,
  provider_transaction text UNIQUE,
  amount_fen integer NOT NULL CHECK (amount_fen > 0),
  state text NOT NULL CHECK (state IN ('open', 'paid', 'closed')),
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  CHECK ((state = 'paid') = (provider_transaction IS NOT NULL))
);
CREATE UNIQUE INDEX one_open_payment_per_order ON payment (order_id) WHERE state = 'open';
CREATE UNIQUE INDEX one_paid_payment_per_order ON payment (order_id) WHERE state = 'paid';

CREATE TABLE staff (
  id text PRIMARY KEY,
  login text NOT NULL UNIQUE,
  role text NOT NULL CHECK (role IN ('administrator', 'school')),
  school_id text REFERENCES school,
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  CHECK ((role = 'school') = (school_id IS NOT NULL))
);

CREATE TABLE staff_session (
  id text PRIMARY KEY,
  token_hash text NOT NULL UNIQUE,
  staff_id text NOT NULL REFERENCES staff,
  started_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL
);

CREATE TABLE audit (
  id text PRIMARY KEY,
  at timestamptz NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  action text NOT NULL,
  subject_ids text[] NOT NULL
);

-- Counters of tries; the keys are blind indexes, so nobody can be read from them.
CREATE TABLE throttle (
  key text PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);

-- Rows with a school and a person: the person, the school's operators, the centre and the program itself.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['graduate', 'photo', 'collection', 'correction', 'order', 'order_line', 'payment'] LOOP
    EXECUTE format('CREATE POLICY visible ON %I USING (actor_sees_all() OR is_actors_identity(identity_id) OR is_actors_school(school_id))', name);
  END LOOP;
  -- Rows that only the program itself handles.
  FOREACH name IN ARRAY ARRAY['device', 'trusted_device', 'one_time_code', 'notice', 'staff_session'] LOOP
    EXECUTE format('CREATE POLICY visible ON %I USING (actor_kind() = ''system'')', name);
  END LOOP;
END $$;

CREATE POLICY visible ON identity USING (
  actor_sees_all() OR is_actors_identity(id)
  OR (actor_kind() = 'school' AND EXISTS (SELECT 1 FROM graduate WHERE graduate.identity_id = identity.id))
);
CREATE POLICY visible ON account USING (
  actor_sees_all() OR is_actors_account(id)
  OR (actor_kind() = 'school' AND EXISTS (SELECT 1 FROM graduate WHERE graduate.identity_id = account.identity_id))
);
CREATE POLICY visible ON session USING (actor_kind() = 'system' OR is_actors_account(account_id));
CREATE POLICY visible ON address USING (actor_sees_all() OR is_actors_account(account_id));
CREATE POLICY visible ON consent FOR SELECT USING (actor_sees_all());
CREATE POLICY given ON consent FOR INSERT WITH CHECK (actor_kind() IN ('system', 'anonymous'));
CREATE POLICY visible ON staff USING (actor_sees_all());
CREATE POLICY visible ON audit FOR SELECT USING (actor_sees_all());
CREATE POLICY written ON audit FOR INSERT WITH CHECK (actor_kind() IN ('system', 'centre', 'school', 'student'));
CREATE POLICY visible ON school USING (
  actor_sees_all() OR is_actors_school(id)
  OR (actor_kind() = 'student' AND EXISTS (SELECT 1 FROM graduate WHERE graduate.school_id = school.id))
);
CREATE POLICY visible ON campaign USING (
  actor_sees_all() OR is_actors_school(school_id)
  OR (actor_kind() = 'student' AND EXISTS (SELECT 1 FROM graduate WHERE graduate.campaign_id = campaign.id))
);

DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('schema_version', 'throttle') LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  END LOOP;
END $$;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO @app@;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO @app@;
-- What was read or done stays on record, whoever asks.
REVOKE UPDATE, DELETE ON audit FROM @app@;
REVOKE INSERT, UPDATE, DELETE ON schema_version FROM @app@;
