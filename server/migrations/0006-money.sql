-- What a campaign charges and how. collection_fee_fen is the electronic photo, paper_fee_fen one set of prints.
ALTER TABLE campaign
  ADD COLUMN print_sets_most integer NOT NULL DEFAULT 1 CHECK (print_sets_most BETWEEN 1 AND 20),
  -- Empty: prints are not sent by mail, or can't be fetched at the school's station. Both empty: there are no prints.
  ADD COLUMN mailing_fee_fen integer DEFAULT 0 CHECK (mailing_fee_fen >= 0),
  ADD COLUMN station_fee_fen integer CHECK (station_fee_fen >= 0),
  ADD COLUMN station text NOT NULL DEFAULT '',
  -- Empty: however often a photo is rejected, taking it anew is free.
  ADD COLUMN free_retakes integer CHECK (free_retakes >= 0),
  ADD COLUMN retake_fee_fen integer NOT NULL DEFAULT 0 CHECK (retake_fee_fen >= 0),
  -- [{"from": instant, "until": instant}]: orders placed then have no fee for the collection.
  ADD COLUMN free_windows jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN payer text NOT NULL DEFAULT 'student' CHECK (payer IN ('student', 'school', 'school-collection')),
  ADD COLUMN pay_when text NOT NULL DEFAULT 'after-photo' CHECK (pay_when IN ('after-photo', 'before-photo')),
  ADD COLUMN refund_rule text NOT NULL DEFAULT 'until-production'
    CHECK (refund_rule IN ('until-review', 'until-production', 'never')),
  ADD COLUMN order_life_minutes integer NOT NULL DEFAULT 1440 CHECK (order_life_minutes BETWEEN 5 AND 43200),
  ADD COLUMN cancelled_at timestamptz,
  ADD CHECK (station_fee_fen IS NULL OR station <> '');

ALTER TABLE collection
  ADD COLUMN print_sets integer NOT NULL DEFAULT 0 CHECK (print_sets >= 0),
  ADD COLUMN delivery text NOT NULL DEFAULT 'none' CHECK (delivery IN ('none', 'mail', 'station'));
UPDATE collection SET print_sets = 1, delivery = 'mail' WHERE paper;

ALTER TABLE "order"
  ADD COLUMN kind text NOT NULL DEFAULT 'collection' CHECK (kind IN ('collection', 'retake')),
  ADD COLUMN print_sets integer NOT NULL DEFAULT 0 CHECK (print_sets >= 0),
  ADD COLUMN delivery text NOT NULL DEFAULT 'none' CHECK (delivery IN ('none', 'mail', 'station')),
  -- Of the lines, what the school pays; total_fen is what the student pays.
  ADD COLUMN school_fen integer NOT NULL DEFAULT 0 CHECK (school_fen >= 0),
  ADD COLUMN expires_at timestamptz,
  ADD COLUMN cancelled_reason text CHECK (cancelled_reason IN ('student', 'changed', 'expired', 'campaign', 'withdrawn'));
UPDATE "order" SET print_sets = 1, delivery = 'mail' WHERE paper;
UPDATE "order" SET expires_at = placed_at + interval '1 day' WHERE state = 'unpaid';
UPDATE "order" SET cancelled_reason = 'student' WHERE state = 'cancelled';
ALTER TABLE "order" DROP CONSTRAINT order_state_check;
ALTER TABLE "order" ADD CONSTRAINT order_state_check
  CHECK (state IN ('unpaid', 'paid', 'producing', 'shipped', 'done', 'cancelled', 'refunded'));
DO $$
DECLARE name text;
BEGIN
  -- The unnamed rules of the first version: paid, cancelled, paper. What replaces them has names.
  FOR name IN SELECT conname FROM pg_constraint WHERE conrelid = '"order"'::regclass AND contype = 'c'
    AND pg_get_constraintdef(oid) ~ '(paid_at|cancelled_at|address_sealed)' LOOP
    EXECUTE format('ALTER TABLE "order" DROP CONSTRAINT %I', name);
  END LOOP;
END $$;
ALTER TABLE "order"
  ADD CONSTRAINT order_paid_at CHECK ((state NOT IN ('unpaid', 'cancelled')) = (paid_at IS NOT NULL)),
  ADD CONSTRAINT order_cancelled_at CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL)),
  ADD CONSTRAINT order_prints CHECK (paper = (print_sets > 0) AND paper = (delivery <> 'none')),
  ADD CONSTRAINT order_address CHECK ((delivery = 'mail') = (address_sealed IS NOT NULL)),
  ADD CONSTRAINT order_expires CHECK (state <> 'unpaid' OR expires_at IS NOT NULL);
DROP INDEX one_order_per_graduate;
CREATE UNIQUE INDEX one_order_per_graduate ON "order" (graduate_id)
  WHERE kind = 'collection' AND state NOT IN ('cancelled', 'refunded');
CREATE UNIQUE INDEX one_unpaid_retake_per_graduate ON "order" (graduate_id) WHERE kind = 'retake' AND state = 'unpaid';
CREATE INDEX order_to_expire ON "order" (expires_at) WHERE state = 'unpaid';

ALTER TABLE order_line DROP CONSTRAINT order_line_kind_check;
ALTER TABLE order_line ADD CONSTRAINT order_line_kind_check
  CHECK (kind IN ('collection', 'paper', 'mailing', 'station', 'retake'));
ALTER TABLE order_line ADD COLUMN quantity integer NOT NULL DEFAULT 1 CHECK (quantity > 0);

-- Where an order has been and when, for whoever asks later.
CREATE TABLE order_move (
  order_id text NOT NULL REFERENCES "order" ON DELETE CASCADE,
  position integer NOT NULL,
  identity_id text NOT NULL REFERENCES identity,
  school_id text NOT NULL REFERENCES school,
  state text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (order_id, position)
);
INSERT INTO order_move (order_id, position, identity_id, school_id, state, at)
  SELECT id, 0, identity_id, school_id, 'unpaid', placed_at FROM "order"
  UNION ALL
  SELECT id, 1, identity_id, school_id, state, coalesce(paid_at, cancelled_at) FROM "order" WHERE state <> 'unpaid';

-- closing: we take no more money, the provider may not know yet. late: money came that the order no longer wanted.
ALTER TABLE payment
  ADD COLUMN way text NOT NULL DEFAULT 'simulated' CHECK (way IN ('weapp', 'wechat-page', 'h5', 'simulated')),
  ADD COLUMN merchant text NOT NULL DEFAULT 'simulated',
  ADD COLUMN payer_sealed text,
  ADD COLUMN expires_at timestamptz,
  -- When the provider was asked last, by the sweep.
  ADD COLUMN asked_at timestamptz,
  -- The day whose bill of the provider had it.
  ADD COLUMN billed_on date,
  -- Of what was paid, promised back and given back. More than was paid can be neither.
  ADD COLUMN refund_reserved_fen integer NOT NULL DEFAULT 0,
  ADD COLUMN refunded_fen integer NOT NULL DEFAULT 0,
  ADD CONSTRAINT payment_refunds CHECK (0 <= refunded_fen AND refunded_fen <= refund_reserved_fen
    AND refund_reserved_fen <= amount_fen);
UPDATE payment SET expires_at = started_at + interval '30 minutes';
ALTER TABLE payment ALTER COLUMN expires_at SET NOT NULL;
ALTER TABLE payment DROP CONSTRAINT payment_state_check;
ALTER TABLE payment ADD CONSTRAINT payment_state_check CHECK (state IN ('open', 'closing', 'closed', 'paid', 'late'));
DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT conname FROM pg_constraint WHERE conrelid = 'payment'::regclass AND contype = 'c'
    AND pg_get_constraintdef(oid) ~ 'provider_transaction' LOOP
    EXECUTE format('ALTER TABLE payment DROP CONSTRAINT %I', name);
  END LOOP;
END $$;
ALTER TABLE payment ADD CONSTRAINT payment_transaction
  CHECK ((state IN ('paid', 'late')) = (provider_transaction IS NOT NULL));
DROP INDEX one_open_payment_per_order;
CREATE UNIQUE INDEX one_open_payment_per_order ON payment (order_id) WHERE state IN ('open', 'closing');
CREATE INDEX payment_to_ask ON payment (started_at) WHERE state IN ('open', 'closing');

-- Money that goes back. The number is ours and the same on every try.
CREATE TABLE refund (
  id text PRIMARY KEY,
  number text NOT NULL UNIQUE,
  payment_id text NOT NULL REFERENCES payment,
  order_id text NOT NULL REFERENCES "order",
  identity_id text NOT NULL REFERENCES identity,
  school_id text NOT NULL REFERENCES school,
  kind text NOT NULL CHECK (kind IN ('student', 'staff', 'rejected', 'campaign', 'late')),
  reason text NOT NULL,
  amount_fen integer NOT NULL CHECK (amount_fen > 0),
  state text NOT NULL CHECK (state IN ('asked', 'approved', 'sent', 'done', 'failed', 'refused')),
  -- What was asked for under the same key of the same payment is the same refund.
  request_key text NOT NULL,
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL,
  decided_by text,
  decided_at timestamptz,
  sent_at timestamptz,
  ended_at timestamptz,
  provider_refund text UNIQUE,
  -- What the provider said when it did not go through.
  trouble text,
  -- The provider has closed the number without giving anything back: the next try needs another.
  is_number_closed boolean NOT NULL DEFAULT false,
  billed_on date,
  UNIQUE (payment_id, request_key),
  CHECK (state <> 'refused' OR decided_by IS NOT NULL)
);
CREATE INDEX refund_by_order ON refund (order_id);
CREATE INDEX refund_to_send ON refund (asked_at) WHERE state IN ('approved', 'sent');

-- Something about money that a person has to look at.
CREATE TABLE payment_alarm (
  id text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('amount', 'currency', 'merchant', 'payer', 'transaction', 'unknown-number', 'refund')),
  trade_number text NOT NULL,
  provider_transaction text,
  -- What the provider said and what we expected, without anything personal.
  detail jsonb NOT NULL,
  raised_at timestamptz NOT NULL,
  settled_at timestamptz,
  settled_by text,
  note text,
  UNIQUE NULLS NOT DISTINCT (kind, trade_number, provider_transaction)
);

-- Our payments and refunds of a day beside the provider's bill.
CREATE TABLE reconciliation (
  id text PRIMARY KEY,
  provider text NOT NULL,
  day date NOT NULL,
  payment_count integer NOT NULL,
  paid_fen bigint NOT NULL,
  refund_count integer NOT NULL,
  refunded_fen bigint NOT NULL,
  made_at timestamptz NOT NULL,
  UNIQUE (provider, day)
);
CREATE TABLE reconciliation_difference (
  id text PRIMARY KEY,
  reconciliation_id text NOT NULL REFERENCES reconciliation ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('only-theirs', 'only-ours', 'amount')),
  what text NOT NULL CHECK (what IN ('payment', 'refund')),
  trade_number text NOT NULL,
  refund_number text,
  ours_fen integer,
  theirs_fen integer,
  settled_at timestamptz,
  settled_by text,
  note text
);

-- What was answered to a request that may come again under the same key.
CREATE TABLE answered_request (
  -- Of the actor and the key that was sent.
  id text PRIMARY KEY,
  actor_id text NOT NULL,
  route text NOT NULL,
  request_hash text NOT NULL,
  -- Empty while the first one is still being handled.
  answer_sealed text,
  started_at timestamptz NOT NULL
);
CREATE INDEX answered_request_by_age ON answered_request (started_at);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['order_move', 'refund'] LOOP
    EXECUTE format('CREATE POLICY visible ON %I USING (actor_sees_all() OR is_actors_identity(identity_id) OR is_actors_school(school_id))', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['payment_alarm', 'reconciliation', 'reconciliation_difference'] LOOP
    EXECUTE format('CREATE POLICY visible ON %I USING (actor_sees_all())', name);
  END LOOP;
  CREATE POLICY visible ON answered_request USING (actor_kind() = 'system');
  FOREACH name IN ARRAY ARRAY['order_move', 'refund', 'payment_alarm', 'reconciliation', 'reconciliation_difference',
    'answered_request'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON order_move, refund, payment_alarm, reconciliation, reconciliation_difference,
  answered_request TO @app@;
