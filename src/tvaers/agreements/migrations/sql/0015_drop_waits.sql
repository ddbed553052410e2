-- As of 0004, but it waits for whoever takes a step with the same draft and looks afterwards: a text that a colleague sent
-- to be signed at the same moment is a draft no longer, and was given up all the same.
CREATE OR REPLACE FUNCTION guard.drop_agreement(agreement uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    PERFORM 1 FROM agreements_agreement a WHERE a.id = agreement FOR UPDATE;
    IF NOT guard.may_draft(agreement) THEN
        RAISE EXCEPTION 'not a draft of the asker' USING ERRCODE = 'TV060';
    END IF;
    UPDATE agreements_agreement a SET state = 'dropped' WHERE a.id = agreement;
    PERFORM guard.record_event(gen_random_uuid(), 'agreements.dropped', agreement, NULL, NULL);
END
$$;
