-- Whatever is asked on behalf of one student is found by an index: among the graduates of a province nothing may be read
-- row by row, neither for a request nor when something is deleted that other tables refer to.
CREATE INDEX order_by_graduate ON "order" (graduate_id, placed_at);
CREATE INDEX order_by_photo ON "order" (photo_id);
CREATE INDEX payment_by_order ON payment (order_id);
CREATE INDEX payment_by_identity ON payment (identity_id);
CREATE INDEX invoice_by_order ON invoice (order_id);
CREATE INDEX photo_by_identity ON photo (identity_id);
CREATE INDEX collection_by_photo ON collection (photo_id);
CREATE INDEX delivery_item_by_review ON delivery_item (review_id);
CREATE INDEX delivery_item_by_photo ON delivery_item (photo_id);
CREATE INDEX print_item_by_identity ON print_item (identity_id);
CREATE INDEX print_item_by_photo ON print_item (photo_id);
CREATE INDEX parcel_move_by_identity ON parcel_move (identity_id);
CREATE INDEX trusted_device_by_account ON trusted_device (account_id);
CREATE INDEX data_export_by_account ON data_export (account_id);
CREATE INDEX data_export_by_session ON data_export (session_id);
CREATE INDEX one_time_code_by_account ON one_time_code (account_id);
CREATE INDEX erasure_by_account ON erasure (account_id);

-- A student sees the school, the campaign, the box and the package that own rows belong to. Those are looked up by the
-- student: looked up by the campaign, say, each request would read all classmates and turn them away.
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
