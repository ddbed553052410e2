-- Emergency look-ups: one person in danger, exactly, by one who has shown a second factor just now; an hour of who it is
-- and of the latest concerns, and nothing else. Each step is a function; no login writes the table.
-- Errors: TV080–TV087 why not now (emergencies.enums.Stop), TV088 not whole, TV089 seen already, TV08A no such look-up,
-- TV08B judged already.

-- The version in force of the basis that emergency look-ups stand on.
CREATE FUNCTION guard.emergency_basis() RETURNS sharing_legalbasisversion
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT v.* FROM sharing_legalbasis b JOIN sharing_legalbasisversion v ON v.basis_id = b.id
    WHERE b.code = 'emergency' AND v.from_at <= statement_timestamp()
      AND (v.until_at IS NULL OR v.until_at > statement_timestamp())
$$;
REVOKE ALL ON FUNCTION guard.emergency_basis() FROM PUBLIC;

-- The organisation that judges a look-up: an authority with an inspector that neither looked nor answers for what was
-- seen, the one that has judged least in the last year. Where there is none, the owner's inspector; where there is none
-- either, or nobody was found, that of who looked. Null when nobody could.
CREATE FUNCTION guard.emergency_reviewer(looker uuid, owner uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT o.id FROM partnerships_organisation o
    WHERE o.ended_at IS NULL AND o.kind IN ('municipality', 'police', 'probation', 'school', 'institution-public')
      AND EXISTS (SELECT 1 FROM partnerships_membership m
                  WHERE m.organisation_id = o.id AND m.state = 'active' AND m.roles & 2048 <> 0)
    ORDER BY CASE WHEN o.id IS DISTINCT FROM owner AND o.id <> looker THEN 0 WHEN o.id <> looker THEN 1 ELSE 2 END,
        (SELECT count(*) FROM emergencies_emergencylookup l
         WHERE l.reviewer_id = o.id AND l.at > statement_timestamp() - interval '1 year'), o.id
    LIMIT 1
$$;
REVOKE ALL ON FUNCTION guard.emergency_reviewer(uuid, uuid) FROM PUBLIC;

-- True when the asker is the inspector who judges: of the organisation that a look-up was given to, or, when nobody is
-- left there who could, of the one that it would be given to now.
CREATE FUNCTION guard.judges_emergency(reviewer uuid, looker uuid, owner uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT guard.at_work() AND guard.kind() = 'member' AND guard.roles() & 2048 <> 0 AND (reviewer = guard.organisation()
        OR NOT EXISTS (SELECT 1 FROM partnerships_organisation o JOIN partnerships_membership m ON m.organisation_id = o.id
                       WHERE o.id = reviewer AND o.ended_at IS NULL AND m.state = 'active' AND m.roles & 2048 <> 0)
           AND guard.organisation() = guard.emergency_reviewer(looker, owner))
$$;
REVOKE ALL ON FUNCTION guard.judges_emergency(uuid, uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.judges_emergency(uuid, uuid, uuid) TO tvaers_app;

-- True while what a look-up opened can be seen: the person's access row lives.
CREATE FUNCTION guard.emergency_is_open(of_member uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT EXISTS (SELECT 1 FROM sharing_access a WHERE a.reader_id = of_member AND a.source = 'break-glass'
        AND a.state = 'accepted' AND a.ended_at IS NULL AND a.until_at > statement_timestamp())
$$;
REVOKE ALL ON FUNCTION guard.emergency_is_open(uuid) FROM PUBLIC;

-- Why the asker cannot make an emergency look-up now: the code of the refusal, or null. The only place where that is
-- decided; pages ask it too. A review that is late stops its organisation by the date alone, no job has to run.
CREATE FUNCTION guard.emergency_stop() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT CASE
        -- Said here as well as in the register, which the host's administrators may change: never civil society.
        WHEN NOT EXISTS (SELECT 1 FROM partnerships_organisation o WHERE o.id = guard.organisation() AND o.ended_at IS NULL
            AND o.kind IN ('municipality', 'police', 'probation', 'school', 'institution-public')) THEN 'TV080'
        -- 511: partnerships.rules.WITH_PEOPLE.
        WHEN guard.kind() <> 'member' OR guard.roles() & 511 = 0 OR guard.purposes() & 127 = 0 THEN 'TV081'
        WHEN EXISTS (SELECT 1 FROM emergencies_emergencylookup l WHERE l.organisation_id = guard.organisation()
            AND l.reviewed_at IS NULL AND l.review_by < (statement_timestamp() AT TIME ZONE 'Europe/Copenhagen')::date)
            THEN 'TV082'
        WHEN EXISTS (SELECT 1 FROM emergencies_emergencylookup l WHERE l.member_id = guard.actor()
            AND l.verdict = 'not-justified' AND l.restored_at IS NULL) THEN 'TV083'
        WHEN guard.emergency_is_open(guard.actor()) THEN 'TV084'
        WHEN (SELECT count(*) FROM emergencies_emergencylookup l WHERE l.member_id = guard.actor()
            AND l.at > statement_timestamp() - interval '1 day') >= 5 THEN 'TV085'
        WHEN guard.emergency_reviewer(guard.organisation(), NULL) IS NULL THEN 'TV086'
        WHEN NOT EXISTS (SELECT 1 FROM guard.emergency_basis() v JOIN partnerships_organisation o ON o.id = guard.organisation()
            WHERE o.kind = ANY (v.receiver_kinds) AND v.purposes & guard.purposes() <> 0) THEN 'TV087'
    END
    WHERE guard.at_work()
$$;

-- Looks one person up by the token of the whole CPR number, one for each organisation that may know the number, and
-- returns the look-up's id with the dossier's, null where nobody was found; nothing is open yet. One dossier is taken:
-- none that the asker works with at home, first one that the asker does not see, the newest. A form counts once.
CREATE FUNCTION guard.begin_emergency(form uuid, danger text, organisations uuid[], tokens bytea[], review_by date)
RETURNS TABLE (lookup uuid, dossier uuid)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    stop text;
    owner uuid;
    today date := (statement_timestamp() AT TIME ZONE 'Europe/Copenhagen')::date;
BEGIN
    PERFORM guard.at_work();
    -- One at a time: the second of two waits here, and meets the first.
    PERFORM 1 FROM partnerships_membership m WHERE m.id = guard.actor() FOR UPDATE;
    RETURN QUERY SELECT l.id, l.dossier_id FROM emergencies_emergencylookup l
        WHERE l.member_id = guard.actor() AND l.form_id = form;
    IF FOUND THEN
        RETURN;
    END IF;
    stop := guard.emergency_stop();
    IF stop IS NOT NULL THEN
        RAISE EXCEPTION 'no emergency look-up now' USING ERRCODE = stop;
    END IF;
    PERFORM guard.require_factor(60);
    IF (form IS NOT NULL AND danger IN ('life', 'health', 'violence', 'missing')
        AND cardinality(organisations) = cardinality(tokens)
        AND cardinality(organisations) = (SELECT count(DISTINCT o) FROM unnest(organisations) o)
        -- Three working days, also across Easter and Christmas.
        AND review_by > today + 2 AND review_by <= today + 12) IS NOT TRUE THEN
        RAISE EXCEPTION 'not whole' USING ERRCODE = 'TV088';
    END IF;
    SELECT d.id, d.owner_id INTO dossier, owner
    FROM unnest(organisations, tokens) AS n (organisation, token)
    JOIN people_token t ON t.token = n.token AND t.kind = 1
    JOIN sharing_dossier d ON d.id = t.dossier_id AND d.owner_id = n.organisation AND d.kind = 'person' AND d.erased_at IS NULL
    JOIN partnerships_organisation o ON o.id = d.owner_id AND o.kind = ANY ((guard.emergency_basis()).sender_kinds)
    WHERE NOT (d.owner_id = guard.organisation() AND guard.can(d.id, 8, 1))
    ORDER BY guard.can(d.id, 8, 1), d.opened_at DESC, d.id LIMIT 1;
    IF dossier IS NULL THEN
        IF EXISTS (SELECT 1 FROM unnest(tokens) AS n (token)
            JOIN people_token t ON t.token = n.token AND t.kind = 1 WHERE guard.can(t.dossier_id, 8, 1)) THEN
            RAISE EXCEPTION 'the asker sees the person already' USING ERRCODE = 'TV089';
        END IF;
    END IF;
    lookup := gen_random_uuid();
    INSERT INTO emergencies_emergencylookup
        (id, organisation_id, member_id, form_id, danger, owner_id, dossier_id, reviewer_id, review_by)
    VALUES (lookup, guard.organisation(), guard.actor(), form, danger, owner, dossier,
            guard.emergency_reviewer(guard.organisation(), owner), review_by);
    PERFORM guard.record_event(gen_random_uuid(), 'emergencies.looked_up', lookup, dossier,
        jsonb_build_object('danger', danger, 'found', dossier IS NOT NULL));
    RETURN NEXT;
END
$$;

-- Writes the sealed reason of a look-up that was begun just now, and only then opens, for an hour, read alone and for
-- whoever looked alone: who the person is, and the latest three concerns that are about this person alone. Puts in the
-- letters to whoever is told. Returns until when; null where nobody was found.
CREATE FUNCTION guard.open_emergency(lookup uuid, sealed bytea) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    begun emergencies_emergencylookup;
    basis sharing_legalbasisversion := guard.emergency_basis();
    until_when timestamptz;
    for_purpose integer;
    told uuid;
    job bigint;
BEGIN
    PERFORM guard.at_work();
    SELECT * INTO begun FROM emergencies_emergencylookup l WHERE l.id = lookup AND l.member_id = guard.actor()
        AND l.reason IS NULL AND l.at >= transaction_timestamp() FOR UPDATE;
    IF begun.id IS NULL THEN
        RAISE EXCEPTION 'no such look-up' USING ERRCODE = 'TV08A';
    END IF;
    -- A version, a nonce, a check and at least twenty signs (foundation.crypto).
    IF (octet_length(sealed) BETWEEN 49 AND 20000) IS NOT TRUE THEN
        RAISE EXCEPTION 'no reason' USING ERRCODE = 'TV088';
    END IF;
    IF begun.dossier_id IS NOT NULL THEN
        until_when := least(statement_timestamp() + interval '60 minutes', guard.basis_end(basis.basis_id));
        for_purpose := guard.purposes() & basis.purposes;
        for_purpose := for_purpose & -for_purpose;
        INSERT INTO sharing_access (id, dossier_id, owner_id, organisation_id, member_id, reader_id, categories, may,
                                    purpose, basis_id, source, state, granted_by_id, from_at, until_at)
        SELECT gen_random_uuid(), opened.dossier, begun.owner_id, begun.organisation_id, begun.member_id, begun.member_id,
               opened.category & basis.categories, 1, for_purpose, basis.id, 'break-glass', 'accepted', begun.member_id,
               statement_timestamp(), until_when
        FROM (SELECT begun.dossier_id, 8
              UNION ALL (
              SELECT c.id, 2 FROM concerns_concern c
              JOIN sharing_dossier d ON d.id = c.id AND d.owner_id = begun.owner_id AND d.erased_at IS NULL
              WHERE EXISTS (SELECT 1 FROM concerns_involved i WHERE i.dossier_id = c.id AND i.role = 'of-concern'
                            AND i.person_id = begun.dossier_id)
                AND NOT EXISTS (SELECT 1 FROM concerns_involved i WHERE i.dossier_id = c.id AND i.role = 'of-concern'
                                AND i.person_id IS DISTINCT FROM begun.dossier_id)
              ORDER BY c.received_at DESC, c.id LIMIT 3)) AS opened (dossier, category)
        WHERE opened.category & basis.categories <> 0;
    END IF;
    UPDATE emergencies_emergencylookup l SET reason = sealed, until_at = until_when WHERE l.id = lookup;
    FOR told IN SELECT m.id FROM partnerships_membership m WHERE m.state = 'active' AND m.id <> begun.member_id AND (
        m.organisation_id = begun.owner_id AND m.roles & 2305 <> 0
        OR m.organisation_id IN (begun.organisation_id, begun.reviewer_id) AND m.roles & 2048 <> 0) LOOP
        job := guard.enqueue('emergencies.tell', jsonb_build_object('lookup', lookup, 'to', told), NULL, NULL);
        -- Before all that waits: a member's job would else run after everything.
        UPDATE procrastinate_jobs j SET priority = 1 WHERE j.id = job;
    END LOOP;
    RETURN until_when;
END
$$;

-- A look-up without a reason is none: what was begun and not opened does not stay.
CREATE FUNCTION guard.emergency_needs_reason() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM emergencies_emergencylookup l WHERE l.id = NEW.id AND l.reason IS NULL) THEN
        RAISE EXCEPTION 'no reason' USING ERRCODE = 'TV088';
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.emergency_needs_reason() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER needs_reason AFTER INSERT ON emergencies_emergencylookup
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.emergency_needs_reason();

-- Ends what the asker has open, before its hour has gone.
CREATE FUNCTION guard.end_emergency(lookup uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    until_when timestamptz;
BEGIN
    PERFORM guard.at_work();
    UPDATE emergencies_emergencylookup l SET until_at = statement_timestamp()
    WHERE l.id = lookup AND l.member_id = guard.actor() AND l.until_at > statement_timestamp()
    RETURNING l.until_at INTO until_when;
    IF until_when IS NULL THEN
        RAISE EXCEPTION 'no such look-up' USING ERRCODE = 'TV08A';
    END IF;
    UPDATE sharing_access a SET ended_at = until_when, state = 'ended'
    WHERE a.reader_id = guard.actor() AND a.source = 'break-glass' AND a.ended_at IS NULL AND a.until_at > until_when;
    PERFORM guard.record_event(gen_random_uuid(), 'emergencies.ended', lookup, NULL, NULL);
END
$$;

-- Judges a look-up: the inspector who judges, who is not whoever looked. Not justified
-- ends the right of whoever looked (guard.emergency_stop).
CREATE FUNCTION guard.review_emergency(lookup uuid, is_justified boolean, sealed bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    looked emergencies_emergencylookup;
BEGIN
    PERFORM guard.at_work();
    SELECT l.* INTO looked FROM emergencies_emergencylookup l JOIN partnerships_membership m ON m.id = l.member_id
    WHERE l.id = lookup AND guard.judges_emergency(l.reviewer_id, l.organisation_id, l.owner_id)
      AND m.user_id <> guard.signed_in_user() FOR UPDATE OF l;
    IF looked.id IS NULL THEN
        RAISE EXCEPTION 'no such look-up' USING ERRCODE = 'TV08A';
    END IF;
    IF looked.reviewed_at IS NOT NULL THEN
        RAISE EXCEPTION 'judged already' USING ERRCODE = 'TV08B';
    END IF;
    -- Of somebody who was erased meanwhile nothing more is written.
    IF (is_justified IS NOT NULL AND (octet_length(sealed) BETWEEN 49 AND 20000
        OR sealed = '' AND EXISTS (SELECT 1 FROM sharing_dossier d WHERE d.id = looked.dossier_id AND d.erased_at IS NOT NULL)))
        IS NOT TRUE THEN
        RAISE EXCEPTION 'not whole' USING ERRCODE = 'TV088';
    END IF;
    UPDATE emergencies_emergencylookup l SET words = sealed, reviewed_at = statement_timestamp(), reviewed_by_id = guard.actor(),
        verdict = CASE WHEN is_justified THEN 'justified' ELSE 'not-justified' END WHERE l.id = lookup;
    PERFORM guard.record_event(gen_random_uuid(), 'emergencies.reviewed', lookup, NULL,
        jsonb_build_object('justified', is_justified));
END
$$;

-- Gives back the right that a judgement has ended: a leader where it was looked, for a colleague.
CREATE FUNCTION guard.restore_emergency(lookup uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    UPDATE emergencies_emergencylookup l SET restored_at = statement_timestamp(), restored_by_id = guard.actor()
    FROM partnerships_membership m
    WHERE l.id = lookup AND l.organisation_id = guard.organisation() AND guard.kind() = 'member' AND guard.roles() & 256 <> 0
      AND m.id = l.member_id AND m.user_id <> guard.signed_in_user()
      AND l.verdict = 'not-justified' AND l.restored_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such look-up' USING ERRCODE = 'TV08A';
    END IF;
    PERFORM guard.record_event(gen_random_uuid(), 'emergencies.given_back', lookup, NULL, NULL);
END
$$;

REVOKE ALL ON FUNCTION guard.emergency_stop(), guard.begin_emergency(uuid, text, uuid[], bytea[], date),
    guard.open_emergency(uuid, bytea), guard.end_emergency(uuid), guard.review_emergency(uuid, boolean, bytea),
    guard.restore_emergency(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.emergency_stop(), guard.begin_emergency(uuid, text, uuid[], bytea[], date),
    guard.open_emergency(uuid, bytea), guard.end_emergency(uuid), guard.review_emergency(uuid, boolean, bytea),
    guard.restore_emergency(uuid) TO tvaers_app;
