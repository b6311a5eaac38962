-- One mailed order with prints. Its address stays with the order, sealed; here is no copy of it.
CREATE TABLE parcel (
  id text PRIMARY KEY,
  order_id text NOT NULL REFERENCES "order",
  campaign_id text NOT NULL REFERENCES campaign,
  identity_id text NOT NULL REFERENCES identity,
  school_id text NOT NULL REFERENCES school,
  state text NOT NULL CHECK (state IN ('waiting', 'labelled', 'shipped', 'delivered', 'returned', 'cancelled')),
  -- Of the way it is on, or was on last.
  courier text,
  tracking_number text,
  times_sent integer NOT NULL DEFAULT 0,
  made_at timestamptz NOT NULL,
  shipped_at timestamptz,
  -- What the packing room wrote when it came back.
  note text NOT NULL DEFAULT '',
  CHECK (state NOT IN ('shipped', 'delivered', 'returned') OR shipped_at IS NOT NULL),
  CHECK ((courier IS NULL) = (tracking_number IS NULL)),
  CHECK ((state IN ('shipped', 'delivered', 'returned')) = (tracking_number IS NOT NULL))
);
-- An order that is printed anew after its prints arrived gets another one.
CREATE UNIQUE INDEX one_parcel_per_order ON parcel (order_id) WHERE state NOT IN ('delivered', 'cancelled');
CREATE INDEX parcel_by_order ON parcel (order_id, made_at);
CREATE INDEX parcel_by_campaign ON parcel (campaign_id, state, made_at, id);
CREATE INDEX parcel_by_making ON parcel (made_at, id);

-- Where a parcel has been and when, and by which courier it went each time.
CREATE TABLE parcel_move (
  parcel_id text NOT NULL REFERENCES parcel ON DELETE CASCADE,
  position integer NOT NULL,
  identity_id text NOT NULL REFERENCES identity,
  school_id text NOT NULL REFERENCES school,
  state text NOT NULL,
  at timestamptz NOT NULL,
  courier text,
  tracking_number text,
  -- Whether the student has been told of it, where it is something to tell.
  told boolean NOT NULL DEFAULT false,
  PRIMARY KEY (parcel_id, position)
);
CREATE INDEX parcel_move_to_tell ON parcel_move (at) WHERE NOT told AND state IN ('shipped', 'returned');
-- A number is on one label only.
CREATE UNIQUE INDEX one_parcel_per_tracking_number ON parcel_move (tracking_number) WHERE state = 'shipped';

-- A box that goes to a school's station.
CREATE TABLE bundle (
  id text PRIMARY KEY,
  number text NOT NULL UNIQUE,
  campaign_id text NOT NULL REFERENCES campaign,
  school_id text NOT NULL REFERENCES school,
  state text NOT NULL CHECK (state IN ('open', 'sent', 'received')),
  -- As the campaign named it when the bundle was made.
  station text NOT NULL,
  college text NOT NULL,
  note text NOT NULL DEFAULT '',
  made_at timestamptz NOT NULL,
  sent_at timestamptz,
  received_at timestamptz,
  CHECK ((state = 'open') = (sent_at IS NULL)),
  CHECK ((state = 'received') = (received_at IS NOT NULL))
);
CREATE INDEX bundle_by_campaign ON bundle (campaign_id, made_at, id);

-- An order lies in one box only.
CREATE TABLE bundle_item (
  order_id text PRIMARY KEY REFERENCES "order",
  bundle_id text NOT NULL REFERENCES bundle,
  identity_id text NOT NULL REFERENCES identity,
  school_id text NOT NULL REFERENCES school
);
CREATE INDEX bundle_item_by_bundle ON bundle_item (bundle_id);

-- What WeChat is told of the delivery of an order that was paid in the mini program: once, and once more when it is sent
-- again. It takes no third report.
CREATE TABLE shipping_report (
  id text PRIMARY KEY,
  order_id text NOT NULL REFERENCES "order",
  position integer NOT NULL CHECK (position IN (1, 2)),
  kind text NOT NULL CHECK (kind IN ('courier', 'pick-up', 'electronic')),
  courier text,
  tracking_number text,
  state text NOT NULL CHECK (state IN ('due', 'accepted', 'refused', 'unneeded')),
  -- WeChat's code of a refusal.
  code integer,
  made_at timestamptz NOT NULL,
  ended_at timestamptz,
  UNIQUE (order_id, position),
  CHECK ((state = 'due') = (ended_at IS NULL)),
  CHECK ((kind = 'courier') = (tracking_number IS NOT NULL AND courier IS NOT NULL))
);
CREATE INDEX shipping_report_due ON shipping_report (made_at) WHERE state = 'due';
CREATE INDEX shipping_report_by_making ON shipping_report (made_at, id);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['parcel', 'parcel_move', 'bundle_item'] LOOP
    EXECUTE format('CREATE POLICY visible ON %I USING (actor_sees_all() OR is_actors_identity(identity_id) OR is_actors_school(school_id))', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['parcel', 'parcel_move', 'bundle', 'bundle_item', 'shipping_report'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  END LOOP;
END $$;
-- A box belongs to a school; a student sees the one that holds the own prints.
CREATE POLICY visible ON bundle USING (
  actor_sees_all() OR is_actors_school(school_id)
  OR (actor_kind() = 'student' AND EXISTS (SELECT 1 FROM bundle_item WHERE bundle_item.bundle_id = bundle.id))
);
CREATE POLICY visible ON shipping_report USING (actor_sees_all());
GRANT SELECT, INSERT, UPDATE, DELETE ON parcel, parcel_move, bundle, bundle_item, shipping_report TO @app@;
