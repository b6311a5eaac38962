-- The centre's roles beside administrators; an operator has a school, the others have none.
ALTER TABLE staff DROP CONSTRAINT staff_role_check;
ALTER TABLE staff ADD CONSTRAINT staff_role_check CHECK (
  role IN ('administrator', 'school', 'reviewer', 'finance', 'print', 'auditor')
);
