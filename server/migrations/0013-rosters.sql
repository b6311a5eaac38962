-- Rosters.
SELECT 1;
