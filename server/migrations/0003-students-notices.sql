-- A student's own step may make a letter due, e.g. when the phone changes; reading letters stays with the program.
CREATE POLICY written ON notice FOR INSERT WITH CHECK (actor_kind() = 'student');
