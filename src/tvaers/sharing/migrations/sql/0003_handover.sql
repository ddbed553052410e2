-- Raises unless an administrator asks, for a colleague who leaves and another one at work here: only when the one has
-- left in this very transaction, or does it in person, and never to the administrator who does it, for that would be a
-- way to open a colleague's matters to oneself. Errors: TV010 no administrator here, TV022 not two such colleagues.
CREATE FUNCTION guard.require_successor(from_member uuid, to_member uuid) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.require_administrator();
    IF from_member IS NOT DISTINCT FROM to_member
        OR EXISTS (SELECT 1 FROM partnerships_membership m JOIN partnerships_membership own ON own.id = guard.actor()
                   WHERE m.id = to_member AND m.user_id = own.user_id)
        OR NOT EXISTS (SELECT 1 FROM partnerships_membership m
                       WHERE m.id = from_member AND m.organisation_id = guard.organisation()
                         AND (m.id = guard.actor() OR m.state = 'left' AND m.left_at >= transaction_timestamp()))
        OR NOT EXISTS (SELECT 1 FROM partnerships_membership m
                       WHERE m.id = to_member AND m.organisation_id = guard.organisation() AND m.state = 'active')
    THEN
        RAISE EXCEPTION 'not two colleagues here' USING ERRCODE = 'TV022';
    END IF;
END
$$;
REVOKE ALL ON FUNCTION guard.require_successor(uuid, uuid) FROM PUBLIC;

-- Hands over what a colleague alone could see for the own organisation, when that colleague leaves: each live row of
-- the owner's access that names the one ends, and one like it names the other. What others shared with the colleague in
-- person stays behind: whom it was for was the giver's choice. The ended rows still tell who could see what, and when.
-- Errors: as above.
CREATE FUNCTION guard.hand_over_access(from_member uuid, to_member uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    old sharing_access;
    moved bigint := 0;
BEGIN
    PERFORM guard.require_successor(from_member, to_member);
    FOR old IN
        SELECT a.* FROM sharing_access a
        WHERE a.reader_id = from_member AND a.member_id = from_member AND a.owner_id = guard.organisation()
          AND a.source = 'owner' AND a.state = 'accepted' AND a.ended_at IS NULL AND a.until_at > statement_timestamp()
        ORDER BY a.id FOR UPDATE
    LOOP
        UPDATE sharing_access a SET ended_at = statement_timestamp(), state = 'ended' WHERE a.id = old.id;
        -- A colleague who sees as much already needs no second row.
        IF NOT EXISTS (
            SELECT 1 FROM sharing_access a
            WHERE a.dossier_id = old.dossier_id AND a.reader_id = to_member AND a.source = 'owner' AND a.state = 'accepted'
              AND a.ended_at IS NULL AND a.purpose = old.purpose AND a.may >= old.may AND a.until_at >= old.until_at
              AND a.from_at <= statement_timestamp() AND old.categories & ~a.categories = 0
        ) THEN
            INSERT INTO sharing_access (id, dossier_id, owner_id, organisation_id, unit_id, member_id, reader_id, categories,
                may, purpose, frame_id, source, state, granted_by_id, from_at, until_at)
            VALUES (gen_random_uuid(), old.dossier_id, old.owner_id, old.organisation_id, NULL, to_member, to_member,
                old.categories, old.may, old.purpose, old.frame_id, 'owner', 'accepted', guard.actor(),
                greatest(old.from_at, statement_timestamp()), old.until_at);
        END IF;
        PERFORM guard.record_event(gen_random_uuid(), 'sharing.handed_over', old.id, old.dossier_id,
            jsonb_build_object('from', from_member, 'to', to_member));
        moved := moved + 1;
    END LOOP;
    RETURN moved;
END
$$;

-- How much names a colleague in person: live rows of the owner's access, and what others share or offer. Two numbers and
-- nothing else: an administrator does not see access rows.
CREATE FUNCTION guard.count_member_access(member uuid) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.require_administrator();
    PERFORM guard.require_own_member(member);
    RETURN (
        SELECT ARRAY[
            count(*) FILTER (WHERE a.source = 'owner' AND a.state = 'accepted' AND a.owner_id = guard.organisation()),
            count(*) FILTER (WHERE a.source <> 'owner' AND a.state IN ('offered', 'accepted'))]
        FROM sharing_access a
        WHERE a.reader_id = member AND a.member_id = member AND a.ended_at IS NULL AND a.until_at > statement_timestamp()
    );
END
$$;

REVOKE ALL ON FUNCTION guard.hand_over_access(uuid, uuid), guard.count_member_access(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.hand_over_access(uuid, uuid), guard.count_member_access(uuid) TO tvaers_app;
