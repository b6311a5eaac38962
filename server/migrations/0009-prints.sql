-- How the prints of a campaign lie on paper. Changing it changes no batch that was made before.
ALTER TABLE campaign ADD COLUMN print_layout jsonb NOT NULL DEFAULT '{
  "paper": "6in", "mode": "per-student", "prints": [{"size": "33x48", "count": 8}],
  "captionAt": "edge", "lines": ["{className} {name} {studentNumber}"], "barcode": true, "gapMm": 2, "marginMm": 2}';

-- One job of the print room: the orders it takes, and the file with their sheets.
CREATE TABLE print_batch (
  id text PRIMARY KEY,
  number text NOT NULL UNIQUE,
  campaign_id text NOT NULL REFERENCES campaign,
  school_id text NOT NULL REFERENCES school,
  kind text NOT NULL CHECK (kind IN ('first', 'reprint')),
  state text NOT NULL CHECK (state IN ('preparing', 'ready', 'printed', 'cancelled', 'failed')),
  layout jsonb NOT NULL,
  college text,
  delivery text CHECK (delivery IN ('mail', 'station')),
  reason text,
  made_by text NOT NULL,
  made_at timestamptz NOT NULL,
  ready_at timestamptz,
  printed_at timestamptz,
  cancelled_at timestamptz,
  file_key text UNIQUE,
  cover_pages integer NOT NULL DEFAULT 0,
  sheets integer NOT NULL DEFAULT 0,
  CHECK ((kind = 'reprint') = (reason IS NOT NULL)),
  CHECK ((state = 'printed') = (printed_at IS NOT NULL)),
  CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL))
);
CREATE INDEX print_batch_by_campaign ON print_batch (campaign_id, made_at);

-- One order in a batch. Which photo was printed is forgotten with the photo.
CREATE TABLE print_item (
  batch_id text NOT NULL REFERENCES print_batch,
  order_id text NOT NULL REFERENCES "order",
  identity_id text NOT NULL REFERENCES identity,
  school_id text NOT NULL REFERENCES school,
  photo_id text REFERENCES photo ON DELETE SET NULL,
  kind text NOT NULL CHECK (kind IN ('first', 'reprint')),
  sequence integer NOT NULL,
  sets integer NOT NULL CHECK (sets > 0),
  state text NOT NULL CHECK (state IN ('waiting', 'ready', 'printed', 'stopped', 'cancelled')),
  sheets text NOT NULL DEFAULT '',
  stop_code text,
  stop_detail text NOT NULL DEFAULT '',
  printed_at timestamptz,
  PRIMARY KEY (batch_id, order_id),
  UNIQUE (batch_id, sequence),
  CHECK ((state = 'stopped') = (stop_code IS NOT NULL)),
  CHECK ((state = 'printed') = (printed_at IS NOT NULL))
);
-- An order is printed once, and once more only when somebody says why; two batches never have it at the same time.
CREATE UNIQUE INDEX one_first_print_per_order ON print_item (order_id)
  WHERE kind = 'first' AND state IN ('waiting', 'ready', 'printed');
CREATE UNIQUE INDEX one_open_reprint_per_order ON print_item (order_id)
  WHERE kind = 'reprint' AND state IN ('waiting', 'ready');
CREATE INDEX print_item_by_order ON print_item (order_id);

CREATE POLICY visible ON print_batch USING (actor_sees_all() OR is_actors_school(school_id));
CREATE POLICY visible ON print_item USING (
  actor_sees_all() OR is_actors_identity(identity_id) OR is_actors_school(school_id)
);
ALTER TABLE print_batch ENABLE ROW LEVEL SECURITY;
ALTER TABLE print_batch FORCE ROW LEVEL SECURITY;
ALTER TABLE print_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE print_item FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON print_batch, print_item TO @app@;
