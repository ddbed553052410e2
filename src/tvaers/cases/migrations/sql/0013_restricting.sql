-- Whoever leads a case, or supervises, restricts it to named colleagues and opens it again. Errors: TV020 not theirs,
-- TV022 somebody who is not at work here, TV059 the lead is not named, or fewer than two who could open it again.

-- Raises TV020 unless the asker leads the case or supervises, and works on it for its owner. Holds the case.
CREATE FUNCTION guard.require_leads(on_case uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    led cases_case;
BEGIN
    PERFORM guard.at_work();
    SELECT c.* INTO led FROM cases_case c JOIN sharing_dossier d ON d.id = c.id AND d.kind = 'case'
    WHERE c.id = on_case AND d.owner_id = guard.organisation() AND d.erased_at IS NULL AND guard.can(c.id, 511, 2)
      AND guard.decides() AND (c.lead_id = guard.actor() OR guard.roles() & 256 <> 0)
    FOR UPDATE OF c;
    IF led.id IS NULL THEN
        RAISE EXCEPTION 'only the lead or a supervisor' USING ERRCODE = 'TV020';
    END IF;
    RETURN led.lead_id;
END
$$;
REVOKE ALL ON FUNCTION guard.require_leads(uuid) FROM PUBLIC;

-- Restricts a case to the asker and `others`, or names others than before; returns the restriction's id, null where
-- these are named already.
CREATE FUNCTION guard.restrict_case(on_case uuid, others uuid[]) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    lead uuid := guard.require_leads(on_case);
    named uuid[] := ARRAY(SELECT DISTINCT n FROM unnest(others || guard.actor()) AS n WHERE n IS NOT NULL);
BEGIN
    IF EXISTS (SELECT 1 FROM unnest(named) AS n WHERE NOT EXISTS (SELECT 1 FROM partnerships_membership m
               WHERE m.id = n AND m.organisation_id = guard.organisation() AND m.state = 'active'))
    THEN
        RAISE EXCEPTION 'no such colleague here' USING ERRCODE = 'TV022';
    END IF;
    -- cases.rules.OPENERS as a mask. A lead who has left leads nobody.
    IF (SELECT count(*) FROM partnerships_membership m WHERE m.id = ANY (named) AND m.roles & 455 <> 0) < 2
        OR NOT lead = ANY (named) AND EXISTS (SELECT 1 FROM partnerships_membership m WHERE m.id = lead AND m.state = 'active')
    THEN
        RAISE EXCEPTION 'too few are named' USING ERRCODE = 'TV059';
    END IF;
    IF guard.restriction_of(on_case) IS NOT NULL AND guard.named_in(on_case) @> named
        AND named @> guard.named_in(on_case)
    THEN
        RETURN NULL;
    END IF;
    RETURN guard.restrict(on_case, named);
END
$$;

-- Opens a restricted case again to those who saw it before; returns the restriction's id. Raises TV021 where none is.
CREATE FUNCTION guard.unrestrict_case(on_case uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    restriction uuid;
BEGIN
    PERFORM guard.require_leads(on_case);
    restriction := guard.unrestrict(on_case);
    IF restriction IS NULL THEN
        RAISE EXCEPTION 'not restricted' USING ERRCODE = 'TV021';
    END IF;
    RETURN restriction;
END
$$;
REVOKE ALL ON FUNCTION guard.restrict_case(uuid, uuid[]), guard.unrestrict_case(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.restrict_case(uuid, uuid[]), guard.unrestrict_case(uuid) TO tvaers_app;

-- As of 0008, and never past a restriction: what a colleague was to do in a restricted case who does not see it stays with
-- those who are named.
CREATE OR REPLACE FUNCTION guard.let_successor_in(on_dossier uuid, successor uuid) RETURNS void
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
    IF own.id IS NULL OR NOT guard.may_be_let_in(on_dossier, successor) OR EXISTS (
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
