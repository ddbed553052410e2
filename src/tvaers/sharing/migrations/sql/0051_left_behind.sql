-- Somebody leaves: what they had of their own organisation is handed over, and what others had given or offered them in
-- person ends. It could not be read after leaving, but would have been open again on the day that they came back.
CREATE FUNCTION guard.left_behind() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    given sharing_access;
BEGIN
    FOR given IN
        UPDATE sharing_access a SET state = 'ended', ended_at = statement_timestamp()
        WHERE a.reader_id = NEW.id AND a.member_id = NEW.id AND a.source <> 'owner' AND a.ended_at IS NULL
          AND a.state IN ('offered', 'accepted')
        RETURNING a.*
    LOOP
        -- Whoever mends a row by hand acts for nobody, and stands in no log of ours.
        IF coalesce(current_setting('tvaers.context', true), '') <> '' THEN
            PERFORM guard.record_event(gen_random_uuid(), 'sharing.left_behind', given.id, given.dossier_id,
                jsonb_build_object('source', given.source));
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.left_behind() FROM PUBLIC;

CREATE TRIGGER left_behind AFTER UPDATE OF state ON partnerships_membership FOR EACH ROW
    WHEN (NEW.state = 'left' AND OLD.state <> 'left') EXECUTE FUNCTION guard.left_behind();
