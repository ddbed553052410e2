-- What is offered in one go is offered by one organisation in one transaction: an offer that joined another's group hid
-- that one from whoever gave it, and one that joined a draft later was approved with it unseen. By the transaction's id,
-- as of 0009: a time would let through whoever began earlier. No model knows the column.
ALTER TABLE sharing_disclosure ADD COLUMN offered_in xid8;
ALTER TABLE sharing_disclosure ALTER COLUMN offered_in SET DEFAULT pg_current_xact_id();

-- As of 0005 else. What is moved to another frame stays in its group; it is no draft.
CREATE OR REPLACE FUNCTION guard.note_necessity(access uuid, in_group uuid, words bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    INSERT INTO sharing_disclosure (id, dossier_id, group_id, necessity)
    SELECT a.id, a.dossier_id, in_group, words FROM sharing_access a
    WHERE a.id = access AND a.granted_by_id = guard.actor() AND a.owner_id = guard.organisation() AND a.source = 'disclosure'
      AND (NOT EXISTS (SELECT 1 FROM sharing_disclosure d JOIN sharing_access o ON o.id = d.id
               WHERE d.group_id = in_group AND (o.owner_id = a.owner_id AND d.offered_in = pg_current_xact_id()
                     AND o.granted_at >= transaction_timestamp()) IS NOT TRUE)
           OR a.state <> 'drafted' AND EXISTS (SELECT 1 FROM sharing_disclosure d JOIN sharing_access o ON o.id = d.id
               WHERE d.group_id = in_group AND o.owner_id = a.owner_id AND o.dossier_id = a.dossier_id
                 AND o.reader_id = a.reader_id AND o.state = 'moved' AND o.ended_at >= transaction_timestamp()))
    ON CONFLICT (id) DO NOTHING;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such offer' USING ERRCODE = 'TV021';
    END IF;
END
$$;
