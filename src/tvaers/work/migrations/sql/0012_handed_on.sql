-- Tasks that were handed on to a colleague.
-- Error: TV102 not handed on to a colleague at work here, or a step that is not the asker's.

-- Handed on by who says so, to a colleague at work; seen by that colleague alone, once; settled by the nightly job.
CREATE FUNCTION guard.keep_handed_on() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.from_id IS DISTINCT FROM guard.actor() OR NEW.known_at IS NOT NULL OR NEW.settled_at IS NOT NULL
            OR NOT EXISTS (SELECT 1 FROM partnerships_membership m WHERE m.id = NEW.to_id
                           AND m.organisation_id = guard.organisation() AND m.state = 'active') THEN
            RAISE EXCEPTION 'not handed on to a colleague' USING ERRCODE = 'TV102';
        END IF;
        RETURN NEW;
    END IF;
    IF (to_jsonb(NEW) - '{known_at,settled_at}'::text[]) IS DISTINCT FROM (to_jsonb(OLD) - '{known_at,settled_at}'::text[])
        OR NEW.known_at IS DISTINCT FROM OLD.known_at AND (OLD.known_at IS NOT NULL OR OLD.to_id IS DISTINCT FROM guard.actor())
        OR NEW.settled_at IS DISTINCT FROM OLD.settled_at AND (OLD.settled_at IS NOT NULL OR guard.kind() <> 'system') THEN
        RAISE EXCEPTION 'not a step of this' USING ERRCODE = 'TV102';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.keep_handed_on() FROM PUBLIC;
CREATE TRIGGER keep_handed_on BEFORE INSERT OR UPDATE ON work_handedon FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.keep_handed_on();
