-- A day whose differences are settled is closed, and compared anew only after two persons have opened it again.
ALTER TABLE reconciliation
  ADD COLUMN closed_at timestamptz,
  ADD COLUMN closed_by text REFERENCES staff,
  ADD COLUMN reopen_asked_by text REFERENCES staff,
  ADD COLUMN reopen_reason text,
  ADD CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
  ADD CHECK ((reopen_asked_by IS NULL) = (reopen_reason IS NULL)),
  ADD CHECK (reopen_asked_by IS NULL OR closed_at IS NOT NULL);
