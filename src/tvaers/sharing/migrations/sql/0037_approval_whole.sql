-- As of 0020. Where the organisation's rule asks for approval, what is moved lasts no longer than it did: what was approved,
-- or given before there was a rule, goes on, and more is given anew (TV025).
CREATE OR REPLACE FUNCTION guard.rebase_access(access uuid, on_frame uuid, on_basis uuid, until_when timestamptz) RETURNS uuid
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
    IF until_when > old.until_at AND guard.asks_approval(old.owner_id, old.organisation_id, old.categories) THEN
        RAISE EXCEPTION 'longer needs approval' USING ERRCODE = 'TV025';
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

-- What is offered in one go is drafted together: of a case that waits for approval nobody is told whose it is before.
CREATE FUNCTION guard.drafted_together() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM sharing_disclosure d JOIN sharing_access a ON a.id = d.id
               WHERE d.group_id = NEW.group_id AND a.state = 'drafted')
    THEN
        UPDATE sharing_access a SET state = 'drafted' FROM sharing_disclosure d
        WHERE d.id = a.id AND d.group_id = NEW.group_id AND a.state = 'offered'
          AND a.granted_at >= transaction_timestamp();
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.drafted_together() FROM PUBLIC;
CREATE TRIGGER drafted_together AFTER INSERT ON sharing_disclosure FOR EACH ROW EXECUTE FUNCTION guard.drafted_together();
