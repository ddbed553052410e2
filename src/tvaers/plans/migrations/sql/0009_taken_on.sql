-- Who has taken a task on for another organisation keeps its text, to be read alone, when the agreement or the statute that
-- it was given on ends before its time: a row of its own beside the disclosure, as long as that was given for and the task
-- is not finished. Whoever gave it and takes it back, and whoever gives it back, ends this too. On a consent there is none:
-- what stood on it ends at once (R8).
CREATE FUNCTION guard.keep_text(given sharing_access) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    INSERT INTO sharing_access (id, dossier_id, owner_id, organisation_id, unit_id, member_id, reader_id, categories, may,
                                purpose, source, state, granted_by_id, from_at, until_at, answered_at)
    SELECT gen_random_uuid(), given.dossier_id, given.owner_id, given.organisation_id, given.unit_id, given.member_id,
           given.reader_id, given.categories, 1, given.purpose, 'taken-on', 'accepted', given.granted_by_id,
           statement_timestamp(), given.until_at, statement_timestamp()
    FROM plans_task t JOIN sharing_frame f ON f.id = given.frame_id AND f.kind IN ('agreement', 'statute')
    WHERE t.id = given.dossier_id AND t.state = 'open' AND given.until_at > statement_timestamp()
      AND NOT EXISTS (SELECT 1 FROM sharing_access a WHERE a.dossier_id = given.dossier_id AND a.reader_id = given.reader_id
                      AND a.source = 'taken-on' AND a.ended_at IS NULL AND a.until_at >= given.until_at)
$$;
REVOKE ALL ON FUNCTION guard.keep_text(sharing_access) FROM PUBLIC;

CREATE FUNCTION guard.task_was_taken_on() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NEW.state = 'accepted' AND NEW.ended_at IS NULL THEN
        PERFORM guard.keep_text(NEW);
    ELSIF NEW.state <> 'moved' THEN
        UPDATE sharing_access a SET state = 'ended', ended_at = statement_timestamp()
        WHERE a.dossier_id = NEW.dossier_id AND a.reader_id = NEW.reader_id AND a.source = 'taken-on' AND a.ended_at IS NULL;
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.task_was_taken_on() FROM PUBLIC;
CREATE TRIGGER keeps_text_given AFTER INSERT ON sharing_access FOR EACH ROW
    WHEN (NEW.source = 'disclosure' AND NEW.may = 2 AND NEW.state = 'accepted') EXECUTE FUNCTION guard.task_was_taken_on();
CREATE TRIGGER keeps_text_answered AFTER UPDATE OF state, ended_at ON sharing_access FOR EACH ROW
    WHEN (NEW.source = 'disclosure' AND NEW.may = 2
          AND (OLD.state, OLD.ended_at) IS DISTINCT FROM (NEW.state, NEW.ended_at))
    EXECUTE FUNCTION guard.task_was_taken_on();

-- A task that is finished is kept by nobody, and one that is open again by who has it.
CREATE FUNCTION guard.task_was_ended() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NEW.state = 'open' THEN
        PERFORM guard.keep_text(a) FROM sharing_access a
        WHERE a.dossier_id = NEW.id AND a.source = 'disclosure' AND a.may = 2 AND a.state = 'accepted' AND a.ended_at IS NULL;
    ELSE
        UPDATE sharing_access a SET state = 'ended', ended_at = statement_timestamp()
        WHERE a.dossier_id = NEW.id AND a.source = 'taken-on' AND a.ended_at IS NULL;
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.task_was_ended() FROM PUBLIC;
CREATE TRIGGER keeps_text_while_open AFTER UPDATE OF state ON plans_task FOR EACH ROW
    WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION guard.task_was_ended();
