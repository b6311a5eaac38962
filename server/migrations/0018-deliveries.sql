-- What is delivered of an approved photo: the finished photo itself, and pictures by other standards out of the same
-- original. They belong to the bytes that were approved.
CREATE TABLE derivative (
  photo_id text NOT NULL REFERENCES photo ON DELETE CASCADE,
  standard text NOT NULL,
  identity_id text NOT NULL REFERENCES identity,
  school_id text NOT NULL REFERENCES school,
  finished_sha256 text NOT NULL,
  -- Empty: the picture does not meet this standard.
  key text UNIQUE,
  sha256 text,
  bytes integer,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (photo_id, standard),
  CHECK ((key IS NULL) = (sha256 IS NULL) AND (key IS NULL) = (bytes IS NULL))
);

-- One package for CHSI or the school.
CREATE TABLE delivery (
  id text PRIMARY KEY,
  number text NOT NULL UNIQUE,
  campaign_id text NOT NULL REFERENCES campaign,
  school_id text NOT NULL REFERENCES school,
  target text NOT NULL CHECK (target IN ('chsi', 'school')),
  state text NOT NULL CHECK (state IN ('preparing', 'ready', 'delivered', 'failed', 'cancelled')),
  settings jsonb NOT NULL,
  made_by text NOT NULL REFERENCES staff,
  made_at timestamptz NOT NULL,
  ready_at timestamptz,
  delivered_at timestamptz,
  took_ms integer,
  CHECK (state <> 'ready' OR ready_at IS NOT NULL),
  CHECK ((state = 'delivered') = (delivered_at IS NOT NULL))
);
CREATE INDEX delivery_by_campaign ON delivery (campaign_id, made_at);

-- One graduate in a package, with the very bytes. Which photo it was is forgotten with the photo.
CREATE TABLE delivery_item (
  delivery_id text NOT NULL REFERENCES delivery,
  graduate_id text NOT NULL REFERENCES graduate,
  identity_id text NOT NULL REFERENCES identity,
  school_id text NOT NULL REFERENCES school,
  review_id text REFERENCES review ON DELETE SET NULL,
  photo_id text REFERENCES photo ON DELETE SET NULL,
  finished_sha256 text NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'packed', 'left-out')),
  left_reason text,
  left_detail text NOT NULL DEFAULT '',
  -- What CHSI said of it, and then the graduate there.
  result text CHECK (result IN ('matched', 'compare-failed', 'proofread', 'proofread-wrong')),
  result_reason text NOT NULL DEFAULT '',
  result_at timestamptz,
  PRIMARY KEY (delivery_id, graduate_id),
  CHECK ((state = 'left-out') = (left_reason IS NOT NULL)),
  CHECK (result IS NULL OR state = 'packed'),
  CHECK ((result IS NULL) = (result_at IS NULL))
);
CREATE INDEX delivery_item_by_graduate ON delivery_item (graduate_id);

-- Files of a package: they go after a while, what they were stays.
CREATE TABLE delivery_file (
  id text PRIMARY KEY,
  delivery_id text NOT NULL REFERENCES delivery,
  school_id text NOT NULL REFERENCES school,
  position integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('zip', 'list', 'manifest')),
  name text NOT NULL,
  standard text,
  photos integer NOT NULL,
  bytes bigint NOT NULL,
  sha256 text NOT NULL,
  key text UNIQUE,
  UNIQUE (delivery_id, position)
);

-- Settings under a name, for the centre.
CREATE TABLE delivery_template (
  id text PRIMARY KEY,
  title text NOT NULL UNIQUE,
  settings jsonb NOT NULL,
  saved_by text NOT NULL REFERENCES staff,
  saved_at timestamptz NOT NULL
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['derivative', 'delivery', 'delivery_item', 'delivery_file', 'delivery_template'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['derivative', 'delivery_item'] LOOP
    EXECUTE format('CREATE POLICY visible ON %I USING (actor_sees_all() OR is_actors_identity(identity_id) OR is_actors_school(school_id))', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['delivery', 'delivery_file'] LOOP
    EXECUTE format('CREATE POLICY visible ON %I USING (actor_sees_all() OR is_actors_school(school_id))', name);
  END LOOP;
END $$;
CREATE POLICY visible ON delivery_template USING (actor_sees_all());
GRANT SELECT, INSERT, UPDATE, DELETE ON derivative, delivery, delivery_item, delivery_file, delivery_template TO @app@;
