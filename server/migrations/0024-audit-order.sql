-- What is put on record within one millisecond stands in the order in which it was put there.
ALTER TABLE audit ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;
DROP INDEX audit_by_time;
CREATE INDEX audit_by_time ON audit (at DESC, number DESC);
