-- A concern is corrected by an addition that says so, and somebody's part in it is taken out when it is split: whoever was
-- given it is told, and not when a whole concern is erased.

CREATE FUNCTION guard.tell_concern_corrected() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.tell_correction('corrected', NEW.dossier_id, 2, 'concern', NEW.id, c.received_at, NULL)
    FROM concerns_concern c WHERE c.id = NEW.dossier_id;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.tell_concern_corrected() FROM PUBLIC;
CREATE TRIGGER tell_corrected AFTER INSERT ON concerns_addition FOR EACH ROW
    WHEN (current_user = 'tvaers_app' AND NEW.corrects) EXECUTE FUNCTION guard.tell_concern_corrected();

CREATE FUNCTION guard.tell_part_removed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.tell_correction('removed', OLD.dossier_id, OLD.category, 'part', OLD.id, c.received_at, NULL)
    FROM concerns_concern c WHERE c.id = OLD.dossier_id;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.tell_part_removed() FROM PUBLIC;
CREATE TRIGGER tell_removed AFTER DELETE ON concerns_involved FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.tell_part_removed();
