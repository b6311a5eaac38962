-- A student sees what one of their own rows belongs to. It is looked up by the student: looked up by the school, the
-- campaign or the parcel's class, every row of the others would be read and turned away, on each of the student's requests.
CREATE INDEX bundle_item_by_identity ON bundle_item (identity_id);
CREATE INDEX delivery_item_by_identity ON delivery_item (identity_id);
ALTER POLICY visible ON school USING (
  actor_sees_all() OR is_actors_school(id)
  OR (actor_kind() = 'student' AND id IN (
    SELECT school_id FROM graduate WHERE identity_id = current_setting('tucai.identity', true)))
);
ALTER POLICY visible ON campaign USING (
  actor_sees_all() OR is_actors_school(school_id)
  OR (actor_kind() = 'student' AND id IN (
    SELECT campaign_id FROM graduate WHERE identity_id = current_setting('tucai.identity', true)))
);
ALTER POLICY visible ON bundle USING (
  actor_sees_all() OR is_actors_school(school_id)
  OR (actor_kind() = 'student' AND id IN (
    SELECT bundle_id FROM bundle_item WHERE identity_id = current_setting('tucai.identity', true)))
);
ALTER POLICY visible ON delivery USING (
  actor_sees_all() OR is_actors_school(school_id)
  OR (actor_kind() = 'student' AND id IN (
    SELECT delivery_id FROM delivery_item WHERE identity_id = current_setting('tucai.identity', true)))
);
