-- Students see when their photo went to CHSI: a delivery that holds one of their own items.
ALTER POLICY visible ON delivery USING (
  actor_sees_all() OR is_actors_school(school_id)
  OR (actor_kind() = 'student' AND EXISTS (SELECT 1 FROM delivery_item WHERE delivery_item.delivery_id = delivery.id))
);
