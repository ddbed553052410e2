-- Why a case is there is read by somebody else than who opened it (R15), and whoever was given something of a case is told
-- when it is closed. Errors: TV048 not a second reader.

CREATE FUNCTION guard.second_reader() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    -- cases.rules.OPENERS as a mask: who may open a case may read for another.
    IF guard.kind() <> 'member' OR guard.roles() & 455 = 0 OR EXISTS (SELECT 1 FROM cases_step s
            WHERE s.dossier_id = NEW.dossier_id AND s.kind IN ('opened', 'reopened') AND s.by = guard.actor()) THEN
        RAISE EXCEPTION 'not a second reader' USING ERRCODE = 'TV048';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.second_reader() FROM PUBLIC;
CREATE TRIGGER second_reader BEFORE INSERT ON cases_step FOR EACH ROW
    WHEN (current_user = 'tvaers_app' AND NEW.kind IN ('confirmed', 'doubted')) EXECUTE FUNCTION guard.second_reader();

-- The clock stops when somebody has confirmed, or the case is closed; not because somebody says so.
CREATE FUNCTION guard.entry_was_read() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM cases_step s WHERE s.dossier_id = NEW.dossier_id AND s.kind = 'confirmed'
                   AND s.at >= NEW.started_at)
        AND NOT EXISTS (SELECT 1 FROM cases_case c WHERE c.id = NEW.dossier_id AND c.state = 'closed') THEN
        RAISE EXCEPTION 'nobody has read it' USING ERRCODE = 'TV048';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.entry_was_read() FROM PUBLIC;
CREATE TRIGGER entry_was_read BEFORE UPDATE ON work_clock FOR EACH ROW
    WHEN (current_user = 'tvaers_app' AND NEW.kind = 'confirm' AND NEW.done_at IS NOT NULL)
    EXECUTE FUNCTION guard.entry_was_read();

-- Everybody to whom anything of it was ever open, also long ago, takes the young person off lists of their own.
CREATE FUNCTION guard.tell_case_closed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.tell_receivers('closed', NEW.id, NEW.id, 511, '-infinity', NULL);
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.tell_case_closed() FROM PUBLIC;
CREATE TRIGGER tell_closed AFTER UPDATE OF state ON cases_case FOR EACH ROW
    WHEN (current_user = 'tvaers_app' AND OLD.state <> 'closed' AND NEW.state = 'closed')
    EXECUTE FUNCTION guard.tell_case_closed();
