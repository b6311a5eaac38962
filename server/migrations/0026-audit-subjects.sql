-- Which rows of the record name a subject. An index over the arrays themselves is never used: under row-level security only
-- operators that can't leak may be tried before the policy, and those of arrays are none of them.
LOCK TABLE audit IN SHARE ROW EXCLUSIVE MODE;
SET LOCAL work_mem = '256MB';
SET LOCAL maintenance_work_mem = '256MB';
CREATE TABLE audit_subject (
  subject_id text NOT NULL,
  -- Written by the trigger alone; to check each against the record would cost as much as writing it.
  audit_id text NOT NULL
);
INSERT INTO audit_subject SELECT DISTINCT subject_id, id FROM audit, unnest(subject_ids) AS subject_id;
ALTER TABLE audit_subject ADD PRIMARY KEY (subject_id, audit_id);

CREATE FUNCTION note_audit_subjects() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_subject SELECT DISTINCT subject_id, NEW.id FROM unnest(NEW.subject_ids) AS subject_id;
  RETURN NULL;
END $$;
CREATE TRIGGER audit_subjects AFTER INSERT ON audit FOR EACH ROW EXECUTE FUNCTION note_audit_subjects();
DROP INDEX audit_by_subject;

CREATE POLICY visible ON audit_subject FOR SELECT USING (actor_sees_all());
CREATE POLICY written ON audit_subject FOR INSERT
  WITH CHECK (actor_kind() IN ('system', 'centre', 'school', 'student'));
ALTER TABLE audit_subject ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_subject FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON audit_subject TO @app@;
