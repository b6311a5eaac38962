-- Lists and counts of one campaign join whole tables; they take what is the school's out of them first.
CREATE INDEX collection_by_school ON collection (school_id);
CREATE INDEX photo_by_school ON photo (school_id);
CREATE INDEX order_by_school ON "order" (school_id);
-- Graduates of each campaign are counted in the index alone, policy included.
DROP INDEX graduate_by_campaign;
CREATE INDEX graduate_by_campaign ON graduate (campaign_id) INCLUDE (identity_id, school_id);
