-- What is watched is read every few seconds, out of tables that grow for years.
CREATE INDEX photo_by_taking ON photo USING brin (taken_at);
CREATE INDEX payment_by_starting ON payment USING brin (started_at);
-- When we knew of the money; `ended_at` is when the provider had it.
ALTER TABLE payment ADD COLUMN settled_at timestamptz;
