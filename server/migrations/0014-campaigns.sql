ALTER TABLE school ADD COLUMN code text NOT NULL DEFAULT '' CHECK (code ~ '^(\d{5})?$');

ALTER TABLE campaign
  -- 届: the year in which its graduates leave.
  ADD COLUMN year integer CHECK (year BETWEEN 2000 AND 2100),
  -- Of each day on China's clock; the whole day, weekends included, unless it is said.
  ADD COLUMN daily_from_minutes integer NOT NULL DEFAULT 0,
  ADD COLUMN daily_until_minutes integer NOT NULL DEFAULT 1440,
  ADD COLUMN weekends boolean NOT NULL DEFAULT true,
  ADD COLUMN front_camera_allowed boolean NOT NULL DEFAULT true,
  -- Empty: a photo may be handed in as often as wanted.
  ADD COLUMN submissions_most integer CHECK (submissions_most BETWEEN 1 AND 100),
  -- How the files of a package are named, and the folders they lie in.
  ADD COLUMN package_name text NOT NULL DEFAULT '{studentNo}' CHECK (package_name <> ''),
  ADD COLUMN package_folder text NOT NULL DEFAULT '',
  ADD COLUMN remind_days_before integer[] NOT NULL DEFAULT '{}',
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD CHECK (0 <= daily_from_minutes AND daily_from_minutes < daily_until_minutes AND daily_until_minutes <= 1440);
UPDATE campaign SET year = extract(year FROM closes_at AT TIME ZONE 'Asia/Shanghai');
ALTER TABLE campaign ALTER COLUMN year SET NOT NULL;

-- Who changed which settings of a campaign; nothing in it is about a person but the login.
CREATE TABLE campaign_change (
  campaign_id text NOT NULL REFERENCES campaign,
  version integer NOT NULL,
  school_id text NOT NULL REFERENCES school,
  staff_id text NOT NULL REFERENCES staff,
  at timestamptz NOT NULL,
  -- [{"field": name, "from": value, "to": value}]
  changes jsonb NOT NULL,
  PRIMARY KEY (campaign_id, version)
);

-- A message to everybody of a campaign who is not finished. It waits a moment, so that it can be taken back.
CREATE TABLE reminder (
  id text PRIMARY KEY,
  campaign_id text NOT NULL REFERENCES campaign,
  school_id text NOT NULL REFERENCES school,
  kind text NOT NULL CHECK (kind IN ('reminder', 'change')),
  state text NOT NULL CHECK (state IN ('due', 'sending', 'sent', 'cancelled')),
  -- Whom it is for: graduates by their ids, or a part of the campaign by stages, college, class and level.
  scope jsonb NOT NULL,
  -- Empty: the campaign's own reminder, so many days before it closes.
  made_by text REFERENCES staff,
  days_before integer,
  made_at timestamptz NOT NULL,
  send_at timestamptz NOT NULL,
  ended_at timestamptz,
  told integer NOT NULL DEFAULT 0,
  CHECK ((state IN ('due', 'sending')) = (ended_at IS NULL)),
  CHECK ((made_by IS NULL) = (days_before IS NOT NULL))
);
CREATE INDEX reminder_by_campaign ON reminder (campaign_id, made_at);
-- A campaign that closes later after all reminds again.
CREATE UNIQUE INDEX one_own_reminder ON reminder (campaign_id, days_before, ((send_at AT TIME ZONE 'UTC')::date))
  WHERE made_by IS NULL;

-- Who was reminded when, for lists and so that nobody is reminded twice a day.
CREATE TABLE reminded (
  graduate_id text NOT NULL REFERENCES graduate ON DELETE CASCADE,
  reminder_id text NOT NULL REFERENCES reminder ON DELETE CASCADE,
  school_id text NOT NULL REFERENCES school,
  at timestamptz NOT NULL,
  PRIMARY KEY (graduate_id, reminder_id)
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['campaign_change', 'reminder', 'reminded'] LOOP
    EXECUTE format('CREATE POLICY visible ON %I USING (actor_sees_all() OR is_actors_school(school_id))', name);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON campaign_change, reminder, reminded TO @app@;

CREATE INDEX graduate_by_campaign ON graduate (campaign_id);
