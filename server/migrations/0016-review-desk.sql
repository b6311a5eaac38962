-- How doubtful the machine found a photo, 0 to 99; the desk shows the most doubtful first.
ALTER TABLE photo ADD COLUMN doubt integer NOT NULL DEFAULT 0 CHECK (doubt BETWEEN 0 AND 99);
ALTER TABLE review ADD COLUMN doubt integer NOT NULL DEFAULT 0 CHECK (doubt BETWEEN 0 AND 99);
-- Drawn for a second reviewer, who must not know what the first one said.
ALTER TABLE review ADD COLUMN second_look_at timestamptz;
-- An administrator decides: two reviewers disagree, or one asked for it.
ALTER TABLE review ADD COLUMN for_leader_at timestamptz;
ALTER TABLE review ADD COLUMN leader_note text;
-- Who left it to others; it comes last for them.
ALTER TABLE review ADD COLUMN skipped_by text[] NOT NULL DEFAULT '{}';
CREATE INDEX review_by_doubt ON review (campaign_id, doubt DESC, submitted_at, id) WHERE state = 'waiting';
CREATE INDEX review_by_reviewer ON review (decided_by, decided_at) WHERE decided_by IS NOT NULL;

-- Of a hundred verdicts of reviewers, so many are drawn for a second one.
ALTER TABLE campaign ADD COLUMN second_look_percent integer NOT NULL DEFAULT 0 CHECK (second_look_percent BETWEEN 0 AND 100);

-- What one reviewer said of a photo that at least two look at. One look per person.
CREATE TABLE review_look (
  review_id text NOT NULL REFERENCES review ON DELETE CASCADE,
  staff_id text NOT NULL REFERENCES staff,
  verdict text NOT NULL CHECK (verdict IN ('approved', 'rejected')),
  reasons text[] NOT NULL DEFAULT '{}',
  note text,
  for_good boolean NOT NULL DEFAULT false,
  looked_at timestamptz NOT NULL,
  PRIMARY KEY (review_id, staff_id),
  CHECK ((verdict = 'rejected') = (cardinality(reasons) > 0))
);
CREATE INDEX review_look_by_staff ON review_look (staff_id, looked_at);
ALTER TABLE review_look ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_look FORCE ROW LEVEL SECURITY;
CREATE POLICY visible ON review_look USING (actor_sees_all());
GRANT SELECT, INSERT, UPDATE, DELETE ON review_look TO @app@;
