-- What was handed to the finance system at once.
CREATE TABLE invoice_export (
  id text PRIMARY KEY,
  campaign_id text REFERENCES campaign,
  made_by text NOT NULL,
  made_at timestamptz NOT NULL
);

CREATE TABLE invoice (
  id text PRIMARY KEY,
  -- Ours, which the finance system gives back beside the invoice's own.
  number text NOT NULL UNIQUE,
  order_id text NOT NULL REFERENCES "order",
  identity_id text NOT NULL REFERENCES identity,
  school_id text NOT NULL REFERENCES school,
  state text NOT NULL
    CHECK (state IN ('asked', 'exporting', 'exported', 'issued', 'refused', 'cancelled', 'reversed')),
  amount_fen integer NOT NULL CHECK (amount_fen > 0),
  -- Title, tax number, mail and what else is to stand on it. Empty once a request that came to nothing is forgotten.
  request_sealed text,
  asked_at timestamptz NOT NULL,
  export_id text REFERENCES invoice_export,
  exported_at timestamptz,
  invoice_number text UNIQUE,
  issued_at timestamptz,
  file_key text,
  file_sha256 text,
  refusal_reason text,
  reversal_number text UNIQUE,
  ended_at timestamptz,
  CHECK (state NOT IN ('exporting', 'exported', 'issued', 'reversed') OR export_id IS NOT NULL),
  CHECK ((state IN ('issued', 'reversed')) = (invoice_number IS NOT NULL AND issued_at IS NOT NULL)),
  CHECK (file_key IS NULL OR (invoice_number IS NOT NULL AND file_sha256 IS NOT NULL)),
  CHECK ((state = 'refused') = (refusal_reason IS NOT NULL)),
  CHECK ((state = 'reversed') = (reversal_number IS NOT NULL)),
  CHECK ((state IN ('refused', 'cancelled', 'reversed')) = (ended_at IS NOT NULL)),
  CHECK (state IN ('refused', 'cancelled') OR request_sealed IS NOT NULL)
);
CREATE UNIQUE INDEX one_live_invoice_per_order ON invoice (order_id)
  WHERE state IN ('asked', 'exporting', 'exported', 'issued');
CREATE INDEX invoice_by_state ON invoice (state, asked_at);
CREATE INDEX invoice_by_export ON invoice (export_id);
CREATE INDEX invoice_by_identity ON invoice (identity_id);

CREATE POLICY visible ON invoice
  USING (actor_sees_all() OR is_actors_identity(identity_id) OR is_actors_school(school_id));
CREATE POLICY visible ON invoice_export USING (actor_sees_all());
ALTER TABLE invoice ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoice FORCE ROW LEVEL SECURITY;
ALTER TABLE invoice_export ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoice_export FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON invoice TO @app@;
GRANT SELECT, INSERT ON invoice_export TO @app@;
