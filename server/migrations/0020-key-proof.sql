-- Which keys sealed what is in this database: programs with other keys are refused before they seal anything.
CREATE TABLE key_proof (
  proof text PRIMARY KEY
);
CREATE POLICY visible ON key_proof USING (actor_kind() = 'system');
ALTER TABLE key_proof ENABLE ROW LEVEL SECURITY;
ALTER TABLE key_proof FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON key_proof TO @app@;
