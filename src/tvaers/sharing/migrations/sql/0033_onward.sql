-- What was received from another organisation and made one's own is shared further only as a new disclosure, with a basis
-- of its own, and carries where it came from; whoever gave it first is told to whom and on what, and nothing else (R3).

-- Where an own dossier came from: when it is linked to what another organisation's became here, and, within the own
-- house, what that one carried. A trigger, so that no way of linking leaves it out; the row stays when the link goes.
CREATE FUNCTION guard.note_origin() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    theirs uuid := (SELECT d.owner_id FROM sharing_dossier d WHERE d.id = NEW.source_id);
    ours uuid := (SELECT d.owner_id FROM sharing_dossier d WHERE d.id = NEW.target_id);
BEGIN
    IF theirs <> ours THEN
        INSERT INTO sharing_origin (id, dossier_id, organisation_id, origin_id, purpose, at)
        VALUES (gen_random_uuid(), NEW.target_id, theirs, NEW.source_id, coalesce((
            SELECT a.purpose FROM sharing_access a
            WHERE a.dossier_id = NEW.source_id AND a.organisation_id = ours AND a.source = 'disclosure' AND a.state = 'accepted'
            ORDER BY a.granted_at DESC, a.id LIMIT 1), 0), statement_timestamp());
    END IF;
    INSERT INTO sharing_origin (id, dossier_id, organisation_id, origin_id, purpose, at)
    SELECT gen_random_uuid(), NEW.target_id, o.organisation_id, o.origin_id, o.purpose, o.at FROM sharing_origin o
    WHERE o.dossier_id = NEW.source_id AND o.organisation_id <> ours AND NOT EXISTS (
        SELECT 1 FROM sharing_origin k WHERE k.dossier_id = NEW.target_id AND k.origin_id = o.origin_id);
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.note_origin() FROM PUBLIC;
CREATE TRIGGER note_origin AFTER INSERT ON sharing_link FOR EACH ROW
    WHEN (NEW.kind IN ('became', 'split')) EXECUTE FUNCTION guard.note_origin();

-- Tells each organisation that what it gave was offered to a third: to whom, by whom, on which basis and when. Giving it
-- back to where it came from is no passing on. What it had given may be erased there; then nothing is left to tell of.
CREATE FUNCTION guard.tell_origin() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    origin sharing_origin;
BEGIN
    FOR origin IN
        SELECT o.* FROM sharing_origin o JOIN sharing_dossier d ON d.id = o.origin_id AND d.erased_at IS NULL
        WHERE o.dossier_id = NEW.dossier_id AND o.organisation_id <> NEW.organisation_id
    LOOP
        INSERT INTO sharing_onwardnotice (id, dossier_id, organisation_id, by_organisation_id, to_organisation_id, basis_id, at)
        VALUES (gen_random_uuid(), origin.origin_id, origin.organisation_id, NEW.owner_id, NEW.organisation_id, NEW.basis_id,
            statement_timestamp());
        PERFORM guard.record_event(gen_random_uuid(), 'sharing.passed_on', NEW.id, NEW.dossier_id,
            jsonb_build_object('origin', origin.organisation_id, 'to', NEW.organisation_id));
    END LOOP;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.tell_origin() FROM PUBLIC;
CREATE TRIGGER tell_origin_at_once AFTER INSERT ON sharing_access FOR EACH ROW
    WHEN (NEW.source = 'disclosure' AND NEW.state = 'offered') EXECUTE FUNCTION guard.tell_origin();
CREATE TRIGGER tell_origin_when_approved AFTER UPDATE ON sharing_access FOR EACH ROW
    WHEN (NEW.source = 'disclosure' AND OLD.state = 'drafted' AND NEW.state = 'offered')
    EXECUTE FUNCTION guard.tell_origin();
