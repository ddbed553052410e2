-- When a colleague leaves: the cases that the colleague leads get another lead, and drafts that nobody else reads are
-- erased in time. An administrator sees neither cases nor notes, only how many there are.
-- Errors: TV010 no administrator here, TV011 nobody such here, TV022 somebody who cannot take over.

-- Lets a successor into a dossier of the own organisation as far as its own people see it, unless that is so already.
CREATE FUNCTION guard.let_successor_in(on_dossier uuid, successor uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    own sharing_access;
    access uuid := gen_random_uuid();
BEGIN
    SELECT a.* INTO own FROM sharing_access a
    WHERE a.dossier_id = on_dossier AND a.owner_id = guard.organisation() AND a.source = 'owner'
      AND a.state = 'accepted' AND a.ended_at IS NULL AND a.until_at > statement_timestamp()
    ORDER BY a.may DESC, bit_count(a.categories::bit(32)) DESC, a.until_at DESC, a.id LIMIT 1;
    IF own.id IS NULL OR EXISTS (
        SELECT 1 FROM sharing_access a
        WHERE a.dossier_id = on_dossier AND a.source = 'owner' AND a.state = 'accepted' AND a.ended_at IS NULL
          AND a.from_at <= statement_timestamp() AND a.until_at >= own.until_at AND a.purpose = own.purpose
          AND a.may >= own.may AND own.categories & ~a.categories = 0
          AND (a.reader_id IN (successor, guard.organisation())
               OR EXISTS (SELECT 1 FROM partnerships_unitmembership u
                          WHERE u.membership_id = successor AND u.unit_id = a.reader_id))
    ) THEN
        RETURN;
    END IF;
    INSERT INTO sharing_access (id, dossier_id, owner_id, organisation_id, unit_id, member_id, reader_id, categories, may,
        purpose, frame_id, source, state, granted_by_id, from_at, until_at)
    VALUES (access, on_dossier, own.owner_id, own.organisation_id, NULL, successor, successor, own.categories, own.may,
        own.purpose, own.frame_id, 'owner', 'accepted', guard.actor(), statement_timestamp(), own.until_at);
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.let_in', access, on_dossier,
        jsonb_build_object('reader', successor));
END
$$;

-- Makes the successor the lead of each running case that the colleague leads, and lets the successor in: to the case,
-- the young person and the tasks. The step has no words: they would be sealed with the case's key, which an
-- administrator does not get. Closed cases keep who led them. Returns how many.
CREATE FUNCTION guard.hand_over_cases(from_member uuid, to_member uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    led cases_case;
    part uuid;
    moved bigint := 0;
BEGIN
    PERFORM guard.require_successor(from_member, to_member);
    FOR led IN
        SELECT c.* FROM cases_case c JOIN sharing_dossier d ON d.id = c.id
        WHERE c.lead_id = from_member AND c.state <> 'closed' AND d.owner_id = guard.organisation()
          AND d.erased_at IS NULL
        ORDER BY c.id FOR UPDATE OF c
    LOOP
        -- cases.rules.OPENERS as a mask: who may lead a case.
        IF NOT EXISTS (SELECT 1 FROM partnerships_membership m WHERE m.id = to_member AND m.roles & 455 <> 0) THEN
            RAISE EXCEPTION 'not somebody who leads cases' USING ERRCODE = 'TV022';
        END IF;
        UPDATE cases_case c SET lead_id = to_member, version = c.version + 1 WHERE c.id = led.id;
        INSERT INTO cases_step (id, dossier_id, kind, reason, at, by)
        VALUES (gen_random_uuid(), led.id, 'lead', '', statement_timestamp(), guard.actor());
        FOR part IN
            SELECT led.id UNION SELECT led.person_id
            UNION SELECT l.source_id FROM sharing_link l WHERE l.kind = 'belongs' AND l.target_id = led.id
        LOOP
            PERFORM guard.let_successor_in(part, to_member);
        END LOOP;
        PERFORM guard.record_event(gen_random_uuid(), 'cases.handed_over', led.id, led.id,
            jsonb_build_object('from', from_member, 'to', to_member));
        moved := moved + 1;
    END LOOP;
    RETURN moved;
END
$$;

-- How many running cases of the own organisation a colleague leads, and how many notes of the colleague's are not
-- signed, wherever they lie. Two numbers and nothing else.
CREATE FUNCTION guard.count_member_cases(member uuid) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.require_administrator();
    PERFORM guard.require_own_member(member);
    RETURN ARRAY[
        (SELECT count(*) FROM cases_case c JOIN sharing_dossier d ON d.id = c.id
         WHERE c.lead_id = member AND c.state <> 'closed' AND d.owner_id = guard.organisation() AND d.erased_at IS NULL),
        (SELECT count(*) FROM cases_entry e WHERE e.author_id = member AND e.signed_at IS NULL)];
END
$$;

-- Erases the drafts of who has left this organisation 30 days ago (cases.rules.DRAFTS_KEPT) and has not come back, each
-- with an event that tells where it lay and not what it said. Only a named job asks. Returns how many.
CREATE FUNCTION guard.erase_left_drafts() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    draft record;
    erased bigint := 0;
BEGIN
    PERFORM guard.at_work();
    IF guard.kind() <> 'system' THEN
        RAISE EXCEPTION 'only a job erases drafts' USING ERRCODE = 'TV020';
    END IF;
    FOR draft IN
        DELETE FROM cases_entry e USING partnerships_membership m
        WHERE m.id = e.author_id AND e.signed_at IS NULL AND m.organisation_id = guard.organisation()
          AND m.state = 'left' AND m.left_at < statement_timestamp() - interval '30 days'
        RETURNING e.id, e.dossier_id, e.author_id
    LOOP
        PERFORM guard.record_event(gen_random_uuid(), 'cases.draft_erased', draft.id, draft.dossier_id,
            jsonb_build_object('author', draft.author_id, 'why', 'left'));
        erased := erased + 1;
    END LOOP;
    RETURN erased;
END
$$;

REVOKE ALL ON FUNCTION guard.let_successor_in(uuid, uuid),
    guard.hand_over_cases(uuid, uuid), guard.count_member_cases(uuid), guard.erase_left_drafts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.hand_over_cases(uuid, uuid), guard.count_member_cases(uuid),
    guard.erase_left_drafts() TO tvaers_app;
