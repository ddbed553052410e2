-- A party that leaves a frame receives and gives nothing on it beyond its last day. Whatever writes an access row meets
-- this: a trigger cannot be gone round by a new function.
CREATE FUNCTION guard.party_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    leaves timestamptz;
BEGIN
    -- Held, so that nobody leaves between this look and the end of the transaction.
    SELECT min(p.until_at) INTO leaves FROM (SELECT q.until_at FROM sharing_frameparty q
        WHERE q.frame_id = NEW.frame_id AND q.organisation_id IN (NEW.owner_id, NEW.organisation_id) FOR SHARE) p;
    IF leaves <= statement_timestamp() THEN
        RAISE EXCEPTION 'no frame in force for both' USING ERRCODE = 'TV026';
    ELSIF leaves < NEW.until_at THEN
        RAISE EXCEPTION 'longer than may be given' USING ERRCODE = 'TV025';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.party_stays() FROM PUBLIC;
CREATE TRIGGER party_stays BEFORE INSERT ON sharing_access FOR EACH ROW WHEN (NEW.frame_id IS NOT NULL)
    EXECUTE FUNCTION guard.party_stays();

-- Moves what was given, and is open or waits, onto another frame and legal basis. It is given anew, with every check;
-- who has accepted it is not asked again: the same things, for the same purpose, to the same reader. What stands on a
-- consent stays there: the young person was told what it stands on, and takes it back with one word.
CREATE FUNCTION guard.rebase_access(access uuid, on_frame uuid, on_basis uuid, until_when timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    old sharing_access;
    moved uuid;
BEGIN
    PERFORM guard.at_work();
    SELECT a.* INTO old FROM sharing_access a
    WHERE a.id = access AND a.owner_id = guard.organisation() AND a.source = 'disclosure'
      AND a.state IN ('offered', 'accepted') AND a.ended_at IS NULL AND a.until_at > statement_timestamp()
      AND guard.can(a.dossier_id, 511, 2)
    FOR UPDATE;
    IF old.id IS NULL THEN
        RAISE EXCEPTION 'nothing that can be moved' USING ERRCODE = 'TV021';
    END IF;
    IF old.frame_id = on_frame OR NOT EXISTS (SELECT 1 FROM sharing_frame f WHERE f.id = old.frame_id
        AND f.kind <> 'consent' AND f.ended_at IS NULL
        AND (f.in_force_until IS NULL OR f.in_force_until > statement_timestamp()))
    THEN
        RAISE EXCEPTION 'not from this frame to that' USING ERRCODE = 'TV026';
    END IF;
    moved := guard.grant_access(old.dossier_id, old.organisation_id, old.unit_id, old.member_id, old.categories, old.may,
        old.purpose, on_frame, until_when, on_basis);
    UPDATE sharing_access a SET state = old.state WHERE a.id = moved;
    UPDATE sharing_access a SET state = 'moved', ended_at = statement_timestamp() WHERE a.id = old.id;
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.moved', moved, old.dossier_id,
        jsonb_build_object('from', old.id, 'basis', on_basis));
    RETURN moved;
END
$$;
REVOKE ALL ON FUNCTION guard.rebase_access(uuid, uuid, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.rebase_access(uuid, uuid, uuid, timestamptz) TO tvaers_app;
