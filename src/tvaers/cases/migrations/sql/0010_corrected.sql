-- A signed note is corrected by another, and own words, strengths and people of the network are taken out: whoever was
-- given them is told, and not when a whole case is erased.

-- What the police wrote in another's case was shown to nobody but them (R3).
CREATE FUNCTION guard.tell_note_corrected() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    wrong cases_entry;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.signed_at IS NOT NULL THEN
        RETURN NULL;
    END IF;
    SELECT * INTO wrong FROM cases_entry e
    WHERE e.id = NEW.corrects_id AND e.dossier_id = NEW.dossier_id AND e.signed_at IS NOT NULL;
    IF wrong.id IS NOT NULL THEN
        PERFORM guard.tell_correction('corrected', wrong.dossier_id, wrong.category, 'note', wrong.id, wrong.signed_at,
            CASE WHEN wrong.is_police_material AND NOT EXISTS (SELECT 1 FROM sharing_dossier d
                WHERE d.id = wrong.dossier_id AND d.owner_id = wrong.author_organisation_id)
            THEN wrong.author_organisation_id END);
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.tell_note_corrected() FROM PUBLIC;
CREATE TRIGGER tell_corrected AFTER INSERT OR UPDATE OF signed_at ON cases_entry FOR EACH ROW
    WHEN (current_user = 'tvaers_app' AND NEW.signed_at IS NOT NULL AND NEW.corrects_id IS NOT NULL)
    EXECUTE FUNCTION guard.tell_note_corrected();

-- Its arguments: what was taken out, and of which category.
CREATE FUNCTION guard.tell_line_removed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.tell_correction('removed', OLD.dossier_id, TG_ARGV[1]::integer, TG_ARGV[0], OLD.id, OLD.written_at, NULL);
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.tell_line_removed() FROM PUBLIC;
CREATE TRIGGER tell_removed AFTER DELETE ON cases_voice FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.tell_line_removed('voice', '1');
CREATE TRIGGER tell_removed AFTER DELETE ON cases_strength FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.tell_line_removed('strength', '1');
CREATE TRIGGER tell_removed AFTER DELETE ON cases_networkmember FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.tell_line_removed('network', '32');
