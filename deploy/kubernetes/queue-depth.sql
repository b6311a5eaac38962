-- The login by which the autoscaler counts waiting photos, and sees nothing else. Once, as the database's owner, after
-- the first start of the program:
--   psql "$DATABASE_URL" -v password=… -f deploy/kubernetes/queue-depth.sql
CREATE ROLE tucai_scaler LOGIN CONNECTION LIMIT 3 PASSWORD :'password';
GRANT USAGE ON SCHEMA pgboss TO tucai_scaler;
GRANT SELECT (name, state, start_after) ON pgboss.job TO tucai_scaler;
