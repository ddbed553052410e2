-- A case that is seen by named colleagues alone, and is not there for anybody else of its owner. Errors, besides those of
-- 0002: TV058 nobody but the named is let in.

-- The restriction that closes a dossier to all but the named; null for none. A task goes with its case; a concern with
-- the cases that it became, as long as all of them are restricted.
CREATE FUNCTION guard.restriction_of(dossier uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT r.id FROM sharing_restriction r
    WHERE r.ended_at IS NULL AND (r.dossier_id = dossier OR r.dossier_id IN (
        SELECT l.target_id FROM sharing_link l
        JOIN sharing_dossier s ON s.id = l.source_id
        JOIN sharing_dossier t ON t.id = l.target_id AND t.owner_id = s.owner_id
        WHERE l.source_id = dossier AND (l.kind = 'belongs' OR l.kind = 'became' AND NOT EXISTS (
            SELECT 1 FROM sharing_link o WHERE o.kind = 'became' AND o.source_id = dossier AND NOT EXISTS (
                SELECT 1 FROM sharing_restriction q WHERE q.dossier_id = o.target_id AND q.ended_at IS NULL)))))
    LIMIT 1
$$;

-- The same for a page, about a dossier that the asker sees.
CREATE FUNCTION guard.known_restriction(dossier uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT CASE WHEN guard.can(dossier, 511, 1) THEN guard.restriction_of(dossier) END $$;

-- A case, its tasks, the concerns that led to it, and whom these are about, as far as the case's owner answers for them.
CREATE FUNCTION guard.around_case(on_case uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH matters AS (
        SELECT on_case AS id
        UNION SELECT l.source_id FROM sharing_link l WHERE l.target_id = on_case AND l.kind IN ('belongs', 'became'))
    SELECT d.id FROM sharing_dossier d JOIN sharing_dossier c ON c.id = on_case AND c.owner_id = d.owner_id
    WHERE d.erased_at IS NULL AND (d.id IN (SELECT m.id FROM matters m) OR d.id IN (
        SELECT l.target_id FROM sharing_link l JOIN matters m ON m.id = l.source_id WHERE l.kind = 'concerns'))
$$;

-- Closes a dossier to all of its owner but `named`, who are let in as far as anybody of the owner was. The rows that end
-- come back when it is opened again; not so, where others are named `anew`, the row of whoever is named no longer.
CREATE FUNCTION guard.close_to_others(on_dossier uuid, named uuid[], anew boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    own sharing_access;
BEGIN
    SELECT a.* INTO own FROM sharing_access a
    WHERE a.dossier_id = on_dossier AND a.source = 'owner' AND a.state = 'accepted' AND a.ended_at IS NULL
      AND a.until_at > statement_timestamp()
    ORDER BY a.may DESC, bit_count(a.categories::bit(32)) DESC, a.until_at DESC, a.id LIMIT 1;
    IF own.id IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO sharing_access (id, dossier_id, owner_id, organisation_id, unit_id, member_id, reader_id, categories, may,
        purpose, source, state, granted_by_id, from_at, until_at)
    SELECT gen_random_uuid(), on_dossier, own.owner_id, own.organisation_id, NULL, n, n, own.categories, own.may,
        own.purpose, 'owner', 'accepted', guard.actor(), statement_timestamp(), own.until_at
    FROM unnest(named) AS n
    WHERE NOT EXISTS (SELECT 1 FROM sharing_access a
        WHERE a.dossier_id = on_dossier AND a.reader_id = n AND a.source = 'owner' AND a.state = 'accepted'
          AND a.ended_at IS NULL AND a.from_at <= statement_timestamp() AND a.until_at >= own.until_at
          AND a.purpose = own.purpose AND a.may >= own.may AND own.categories & ~a.categories = 0);
    UPDATE sharing_access a SET ended_at = statement_timestamp(),
        state = CASE WHEN anew AND a.member_id IS NOT NULL THEN 'ended' ELSE 'restricted' END
    WHERE a.dossier_id = on_dossier AND a.source = 'owner' AND a.state = 'accepted' AND a.ended_at IS NULL
      AND NOT a.reader_id = ANY (named);
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.restricted', NULL, on_dossier,
        jsonb_build_object('named', named));
END
$$;

-- Lets those in again whom a restriction had put out, as long as they would have seen it.
CREATE FUNCTION guard.give_back(on_dossier uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    old sharing_access;
BEGIN
    FOR old IN
        UPDATE sharing_access a SET state = 'ended' WHERE a.dossier_id = on_dossier AND a.state = 'restricted' RETURNING a.*
    LOOP
        INSERT INTO sharing_access (id, dossier_id, owner_id, organisation_id, unit_id, member_id, reader_id, categories,
            may, purpose, source, state, granted_by_id, from_at, until_at)
        SELECT gen_random_uuid(), old.dossier_id, old.owner_id, old.organisation_id, old.unit_id, old.member_id,
            old.reader_id, old.categories, old.may, old.purpose, 'owner', 'accepted', guard.actor(),
            statement_timestamp(), old.until_at
        WHERE old.until_at > statement_timestamp()
          AND (old.member_id IS NULL OR EXISTS (SELECT 1 FROM partnerships_membership m
               WHERE m.id = old.member_id AND m.state = 'active'))
          AND NOT EXISTS (SELECT 1 FROM sharing_access a
               WHERE a.dossier_id = on_dossier AND a.reader_id = old.reader_id AND a.source = 'owner'
                 AND a.state = 'accepted' AND a.ended_at IS NULL AND a.purpose = old.purpose
                 AND a.until_at >= old.until_at AND a.may >= old.may AND old.categories & ~a.categories = 0);
    END LOOP;
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.unrestricted', NULL, on_dossier, NULL);
END
$$;

-- Whom a case's rows let in by name: of a restricted one all that see it.
CREATE FUNCTION guard.named_in(on_case uuid) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT ARRAY(SELECT a.member_id FROM sharing_access a
        WHERE a.dossier_id = on_case AND a.source = 'owner' AND a.state = 'accepted' AND a.ended_at IS NULL
          AND a.until_at > statement_timestamp() AND a.member_id IS NOT NULL)
$$;
REVOKE ALL ON FUNCTION guard.named_in(uuid) FROM PUBLIC;

-- Ends a case's restriction, if there is one; returns its id.
CREATE FUNCTION guard.end_restriction(on_case uuid) RETURNS uuid
LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    UPDATE sharing_restriction r SET ended_at = statement_timestamp(), ended_by = guard.actor(),
        named = r.named || guard.named_in(on_case)
    WHERE r.dossier_id = on_case AND r.ended_at IS NULL RETURNING r.id
$$;
REVOKE ALL ON FUNCTION guard.end_restriction(uuid) FROM PUBLIC;

-- Restricts a case and what is around it to `named`; returns the restriction's id. The young person goes along where
-- nothing that others see is about them. Whoever calls has asked who may.
CREATE FUNCTION guard.restrict(on_case uuid, named uuid[]) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    restriction uuid := gen_random_uuid();
    anew boolean := guard.end_restriction(on_case) IS NOT NULL;
    around uuid;
BEGIN
    INSERT INTO sharing_restriction (id, dossier_id, reason, by, named, ended_reason)
    VALUES (restriction, on_case, '', guard.actor(), named, '');
    FOR around IN
        SELECT a.id FROM guard.around_case(on_case) AS a (id) JOIN sharing_dossier d ON d.id = a.id
        WHERE guard.restriction_of(a.id) IS NOT NULL OR d.kind = 'person' AND NOT EXISTS (
            SELECT 1 FROM sharing_link l JOIN sharing_dossier s ON s.id = l.source_id AND s.erased_at IS NULL
            WHERE l.kind = 'concerns' AND l.target_id = a.id AND guard.restriction_of(l.source_id) IS NULL)
        ORDER BY a.id <> on_case, a.id  -- the case names them
    LOOP
        PERFORM guard.close_to_others(around, named, anew);
    END LOOP;
    RETURN restriction;
END
$$;

-- Opens a restricted case, and what was restricted along, to those who saw it before; returns the restriction's id, or
-- null where there is none. Whoever calls has asked who may.
CREATE FUNCTION guard.unrestrict(on_case uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    restriction uuid := guard.end_restriction(on_case);
    around uuid;
BEGIN
    FOR around IN
        SELECT a.id FROM guard.around_case(on_case) AS a (id)
        WHERE restriction IS NOT NULL AND guard.restriction_of(a.id) IS NULL ORDER BY a.id
    LOOP
        PERFORM guard.give_back(around);
    END LOOP;
    RETURN restriction;
END
$$;
REVOKE ALL ON FUNCTION guard.restriction_of(uuid), guard.around_case(uuid), guard.close_to_others(uuid, uuid[], boolean),
    guard.give_back(uuid), guard.restrict(uuid, uuid[]), guard.unrestrict(uuid), guard.known_restriction(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.known_restriction(uuid) TO tvaers_app;

-- Writes down why a case was restricted, or opened again; once each, by whoever did it.
CREATE FUNCTION guard.note_restriction(restriction uuid, words bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    UPDATE sharing_restriction r SET
        reason = CASE WHEN r.ended_at IS NULL THEN words ELSE r.reason END,
        ended_reason = CASE WHEN r.ended_at IS NULL THEN r.ended_reason ELSE words END
    WHERE r.id = restriction AND guard.can(r.dossier_id, 511, 2)
      AND (r.ended_at IS NULL AND r.by = guard.actor() AND r.reason = ''
           OR r.ended_by = guard.actor() AND r.ended_reason = '');
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such restriction' USING ERRCODE = 'TV021';
    END IF;
END
$$;
REVOKE ALL ON FUNCTION guard.note_restriction(uuid, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.note_restriction(uuid, bytea) TO tvaers_app;

-- What is tied to a restricted case later – a new task, a concern that joins it – is closed to others at once.
CREATE FUNCTION guard.restrict_along() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM sharing_restriction r WHERE r.dossier_id = NEW.target_id AND r.ended_at IS NULL)
        AND guard.restriction_of(NEW.source_id) IS NOT NULL
    THEN
        PERFORM guard.close_to_others(NEW.source_id, guard.named_in(NEW.target_id), false);
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.restrict_along() FROM PUBLIC;
CREATE TRIGGER restrict_along AFTER INSERT ON sharing_link FOR EACH ROW WHEN (NEW.kind IN ('belongs', 'became'))
    EXECUTE FUNCTION guard.restrict_along();

-- True when a restriction lets this colleague be let in: into the case itself, which names them by it, and then into what
-- belongs to it; true of everything that is not restricted. A unit or the whole organisation is no colleague.
CREATE FUNCTION guard.may_be_let_in(dossier uuid, colleague uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT restriction.id IS NULL OR colleague IS NOT NULL AND EXISTS (
        SELECT 1 FROM sharing_restriction r WHERE r.id = restriction.id AND (r.dossier_id = dossier OR EXISTS (
            SELECT 1 FROM sharing_access a WHERE a.dossier_id = r.dossier_id AND a.reader_id = colleague
              AND a.source = 'owner' AND a.state = 'accepted' AND a.ended_at IS NULL
              AND a.until_at > statement_timestamp())))
    FROM guard.restriction_of(dossier) AS restriction (id)
$$;
REVOKE ALL ON FUNCTION guard.may_be_let_in(uuid, uuid) FROM PUBLIC;

-- Whoever writes an access row of the owner's own meets this, as of a party's last day: a trigger cannot be gone round
-- by a function.
CREATE FUNCTION guard.only_named() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NOT guard.may_be_let_in(NEW.dossier_id, NEW.member_id) THEN
        RAISE EXCEPTION 'seen by named colleagues alone' USING ERRCODE = 'TV058';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.only_named() FROM PUBLIC;
CREATE TRIGGER only_named BEFORE INSERT ON sharing_access FOR EACH ROW WHEN (NEW.source = 'owner')
    EXECUTE FUNCTION guard.only_named();

-- True when the asker, of the owner, may know of an access row: sees the dossier, and whatever restricted was given in
-- the same go. A young person's identity that went beside a restricted case would tell of the case.
CREATE FUNCTION guard.sees_given(access uuid, dossier uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT guard.can(dossier, 511, 1) AND EXISTS (
        SELECT 1 FROM sharing_access a WHERE a.id = access AND a.dossier_id = dossier AND NOT EXISTS (
            SELECT 1 FROM sharing_disclosure d JOIN sharing_disclosure o ON o.group_id = d.group_id AND o.id <> d.id
            WHERE d.id = access AND guard.restriction_of(o.dossier_id) IS NOT NULL
              AND NOT guard.can(o.dossier_id, 511, 1)))
$$;
REVOKE ALL ON FUNCTION guard.sees_given(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.sees_given(uuid, uuid) TO tvaers_app;
-- One's own row of before would tell of it too, with its id.
ALTER POLICY may_select ON sharing_access USING (
    reader_id = ANY ((SELECT guard.readers())::uuid[]) AND (source <> 'owner' OR ended_at IS NULL)
    OR owner_id = (SELECT guard.organisation()) AND guard.sees_given(id, dossier_id));

-- As of 0023, and as the policy says: what was given in one go with something restricted that the asker does not see is
-- left out. That is asked once for each dossier given beside this one, of which there are few, not for each row.
CREATE OR REPLACE FUNCTION guard.let_in_to(dossier uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    hidden uuid[];
BEGIN
    PERFORM guard.at_work();
    IF NOT guard.can(dossier, 511, 1) OR NOT EXISTS (
        SELECT 1 FROM sharing_dossier d WHERE d.id = dossier AND d.owner_id = guard.organisation()
    ) THEN
        RETURN NULL;
    END IF;
    hidden := ARRAY(SELECT beside.id FROM (SELECT DISTINCT o.dossier_id AS id
            FROM sharing_disclosure d JOIN sharing_disclosure o ON o.group_id = d.group_id AND o.dossier_id <> dossier
            WHERE d.dossier_id = dossier) AS beside
        WHERE guard.restriction_of(beside.id) IS NOT NULL AND NOT guard.can(beside.id, 511, 1));
    RETURN (
        SELECT coalesce(jsonb_agg(jsonb_build_array(a.organisation_id, a.source, a.categories, a.purpose, (
            SELECT coalesce(jsonb_agg(jsonb_build_array(m.id, m.roles)), '[]') FROM (
                SELECT m.id, m.roles FROM partnerships_membership m
                WHERE m.id = a.member_id AND m.state = 'active'
                UNION ALL
                SELECT m.id, m.roles FROM partnerships_unitmembership u
                JOIN partnerships_membership m ON m.id = u.membership_id
                WHERE u.unit_id = a.unit_id AND m.state = 'active'
                UNION ALL
                SELECT m.id, m.roles FROM partnerships_membership m
                WHERE m.organisation_id = a.reader_id AND m.state = 'active'
            ) AS m
        ))), '[]')
        FROM sharing_access a LEFT JOIN sharing_frame f ON f.id = a.frame_id
        WHERE a.dossier_id = dossier AND a.state = 'accepted' AND a.ended_at IS NULL
          AND a.from_at <= statement_timestamp() AND a.until_at > statement_timestamp()
          AND (cardinality(hidden) = 0 OR NOT EXISTS (
               SELECT 1 FROM sharing_disclosure d JOIN sharing_disclosure o ON o.group_id = d.group_id
               WHERE d.id = a.id AND o.dossier_id = ANY (hidden)))
          AND (a.frame_id IS NULL OR (f.ended_at IS NULL AND f.in_force_from <= statement_timestamp()
               AND (f.in_force_until IS NULL OR f.in_force_until > statement_timestamp())))
    );
END
$$;

-- As of 0003, and in the order in which what is restricted can be handed over.
CREATE OR REPLACE FUNCTION guard.hand_over_access(from_member uuid, to_member uuid) RETURNS bigint
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
        -- A restricted case first: whoever takes it over is named by it, and may then have what belongs to it.
        ORDER BY EXISTS (SELECT 1 FROM sharing_restriction r WHERE r.dossier_id = a.dossier_id AND r.ended_at IS NULL)
            DESC, a.id FOR UPDATE OF a
    LOOP
        UPDATE sharing_access a SET ended_at = statement_timestamp(), state = 'ended' WHERE a.id = old.id;
        -- A colleague who sees as much already needs no second row.
        IF guard.may_be_let_in(old.dossier_id, to_member) AND NOT EXISTS (
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
