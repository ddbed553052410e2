-- Who is away and who follows up meanwhile. It gives nobody a right to a row of another table.
-- Error: TV101 no colleague at work here, or a step that is not the asker's.

-- Said of a colleague at work in the same organisation; who is away ends it, and so may the substitute, who alone says
-- that they have read it.
CREATE FUNCTION guard.keep_absence() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT 1 FROM partnerships_membership m WHERE m.id = NEW.substitute_id
                       AND m.organisation_id = NEW.owner_id AND m.state = 'active') THEN
            RAISE EXCEPTION 'no colleague at work here' USING ERRCODE = 'TV101';
        END IF;
        -- No two absences of one person overlap: they are said one after the other, and each sees those before it.
        PERFORM pg_advisory_xact_lock(hashtextextended('absence ' || NEW.member_id, 0));
        IF EXISTS (SELECT 1 FROM work_absence a WHERE a.member_id = NEW.member_id AND a.ended_at IS NULL
                   AND a.from_on <= NEW.until_on AND a.until_on >= NEW.from_on) THEN
            RAISE EXCEPTION 'away already' USING ERRCODE = '23P01';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.known_at IS DISTINCT FROM OLD.known_at AND (OLD.known_at IS NOT NULL OR NEW.substitute_id <> guard.actor())
        OR OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at
        OR NEW.ended_at IS NOT NULL AND NEW.ended_by IS NULL THEN
        RAISE EXCEPTION 'not a step of this absence' USING ERRCODE = 'TV101';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.keep_absence() FROM PUBLIC;
CREATE TRIGGER keep_absence BEFORE INSERT OR UPDATE ON work_absence FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.keep_absence();

-- Whoever stops working here is neither away nor anybody's substitute any more.
CREATE FUNCTION guard.absences_end() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    UPDATE work_absence a SET ended_at = statement_timestamp()
    WHERE NEW.id IN (a.member_id, a.substitute_id) AND a.ended_at IS NULL
      AND a.until_on >= (statement_timestamp() AT TIME ZONE 'Europe/Copenhagen')::date;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.absences_end() FROM PUBLIC;
CREATE TRIGGER absences_end AFTER UPDATE OF state ON partnerships_membership FOR EACH ROW
    WHEN (OLD.state = 'active' AND NEW.state <> 'active') EXECUTE FUNCTION guard.absences_end();
