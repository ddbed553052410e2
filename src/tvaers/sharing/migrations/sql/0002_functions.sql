-- Dossiers, access and frames change through these functions only. Each checks in the tables that the asker
-- may, caps the time, and leaves an event. Errors: TV020 not the owner's to give, TV021 no such thing,
-- TV022 wrong receiver, TV023 wrong purpose, TV024 wrong category, TV025 wrong time, TV026 wrong frame.

-- True when the asker has live access to the dossier, for some of the categories, to do `needed`.
CREATE FUNCTION guard.can(dossier uuid, category integer, needed integer) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT guard.at_work() AND EXISTS (
        SELECT 1 FROM sharing_access a LEFT JOIN sharing_frame f ON f.id = a.frame_id
        WHERE a.dossier_id = dossier AND a.reader_id = ANY (guard.readers())
          AND a.categories & guard.categories() & category <> 0 AND a.purpose & guard.purposes() <> 0 AND a.may >= needed
          AND a.state = 'accepted' AND a.ended_at IS NULL
          AND a.from_at <= statement_timestamp() AND a.until_at > statement_timestamp()
          AND (a.frame_id IS NULL OR (f.ended_at IS NULL AND f.in_force_from <= statement_timestamp()
               AND (f.in_force_until IS NULL OR f.in_force_until > statement_timestamp())))
    )
$$;

-- True when the asker's roles decide about others: to whom something is given, and what is erased. Who works on the
-- street or with parents writes and reads (partnerships.rules.DECIDING); a named job does what it is for.
CREATE FUNCTION guard.decides() RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$ SELECT guard.at_work() AND (guard.kind() = 'system' OR guard.roles() & 487 <> 0) $$;
REVOKE ALL ON FUNCTION guard.decides() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.decides() TO tvaers_app;

-- True when the asker may know of the frame: everybody of agreements and statutes; of a consent, which tells about a
-- dossier, who can see that dossier and who was given something on it.
CREATE FUNCTION guard.knows_frame(frame uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    RETURN guard.at_work() AND EXISTS (
        SELECT 1 FROM sharing_frame f WHERE f.id = frame AND (f.kind <> 'consent' OR guard.can(f.dossier_id, 511, 1)
            OR EXISTS (SELECT 1 FROM sharing_access a WHERE a.frame_id = f.id AND a.reader_id = ANY (guard.readers())
                       AND a.purpose & guard.purposes() <> 0 AND a.state IN ('offered', 'accepted')
                       AND a.ended_at IS NULL AND a.until_at > statement_timestamp()))
    );
END
$$;
REVOKE ALL ON FUNCTION guard.knows_frame(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.knows_frame(uuid) TO tvaers_app;

-- Opens a dossier of the asker's organisation, lets one reader in (the whole organisation, a unit or a member) and
-- returns its id. The id is made here: an id that the asker could choose would tell, by its refusal, that it is taken
-- by a dossier the asker cannot see. The owner's own access ends after five years at most.
CREATE FUNCTION guard.open_dossier(dossier_kind text, for_purpose integer, for_unit uuid, for_member uuid,
    until_when timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    own_organisation uuid := guard.organisation();
    reader uuid := coalesce(for_member, for_unit, own_organisation);
    dossier uuid := gen_random_uuid();
BEGIN
    PERFORM guard.at_work();
    IF (for_purpose & guard.purposes() <> 0 AND for_purpose & (for_purpose - 1) = 0) IS NOT TRUE THEN
        RAISE EXCEPTION 'not a purpose of the asker' USING ERRCODE = 'TV023';
    END IF;
    IF for_unit IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM partnerships_unit u WHERE u.id = for_unit AND u.organisation_id = own_organisation AND u.ended_at IS NULL
    ) OR for_member IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM partnerships_membership m WHERE m.id = for_member AND m.organisation_id = own_organisation AND m.state = 'active'
    ) THEN
        RAISE EXCEPTION 'no such reader here' USING ERRCODE = 'TV022';
    END IF;
    IF (until_when > statement_timestamp() AND until_when <= statement_timestamp() + interval '5 years 1 day') IS NOT TRUE THEN
        RAISE EXCEPTION 'access must end, within five years' USING ERRCODE = 'TV025';
    END IF;
    INSERT INTO sharing_dossier (id, kind, owner_id) VALUES (dossier, dossier_kind, own_organisation);
    INSERT INTO sharing_access (id, dossier_id, owner_id, organisation_id, unit_id, member_id, reader_id, categories, may,
                                purpose, source, state, granted_by_id, from_at, until_at)
    VALUES (gen_random_uuid(), dossier, own_organisation, own_organisation, for_unit, for_member, reader, 511, 2,
            for_purpose, 'owner', 'accepted', guard.actor(), statement_timestamp(), until_when);
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.opened', NULL, dossier, jsonb_build_object('kind', dossier_kind));
    RETURN dossier;
END
$$;

-- Offers something of a dossier to a reader in another organisation and returns the offer's id. Only who can write in
-- it for its owner may; never more than the asker sees, never longer than the asker's access, the frame, or two years.
CREATE FUNCTION guard.grant_access(on_dossier uuid, to_organisation uuid, to_unit uuid, to_member uuid,
    to_categories integer, to_may integer, for_purpose integer, on_frame uuid, until_when timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    frame sharing_frame;
    own_categories integer;
    own_until timestamptz;
    access uuid := gen_random_uuid();
BEGIN
    PERFORM guard.at_work();
    -- What the asker has is what the asker's own live rows give, not what the role could have seen.
    SELECT bit_or(a.categories) & guard.categories(), max(a.until_at) INTO own_categories, own_until
    FROM sharing_access a JOIN sharing_dossier d ON d.id = a.dossier_id AND d.owner_id = guard.organisation() AND d.erased_at IS NULL
    WHERE a.dossier_id = on_dossier AND a.reader_id = ANY (guard.readers()) AND a.owner_id = guard.organisation()
      AND a.source = 'owner' AND a.may = 2 AND a.state = 'accepted' AND a.ended_at IS NULL
      AND a.purpose & guard.purposes() <> 0
      AND a.from_at <= statement_timestamp() AND a.until_at > statement_timestamp();
    IF coalesce(own_categories, 0) = 0 OR NOT guard.decides() THEN
        RAISE EXCEPTION 'only the owner gives access' USING ERRCODE = 'TV020';
    END IF;
    IF to_organisation = guard.organisation()
        OR NOT EXISTS (SELECT 1 FROM partnerships_organisation o WHERE o.id = to_organisation AND o.ended_at IS NULL
                       AND o.kind IN ('municipality', 'police', 'probation', 'school', 'institution-public'))
        OR to_unit IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_unit u
            WHERE u.id = to_unit AND u.organisation_id = to_organisation AND u.ended_at IS NULL)
        OR to_member IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_membership m
            WHERE m.id = to_member AND m.organisation_id = to_organisation AND m.state = 'active')
    THEN
        RAISE EXCEPTION 'not somebody who may receive' USING ERRCODE = 'TV022';
    END IF;
    IF (to_categories <> 0 AND to_categories & ~own_categories = 0 AND to_may IN (1, 2)) IS NOT TRUE THEN
        RAISE EXCEPTION 'more than the asker sees' USING ERRCODE = 'TV024';
    END IF;
    SELECT * INTO frame FROM sharing_frame f WHERE f.id = on_frame AND f.ended_at IS NULL
        AND f.in_force_from <= statement_timestamp() AND (f.in_force_until IS NULL OR f.in_force_until > statement_timestamp())
        -- A consent covers its dossier, what belongs to it, and the one young person that a case concerns; nothing else.
        AND (f.dossier_id IS NULL OR f.dossier_id = on_dossier OR EXISTS (SELECT 1 FROM sharing_link l
             JOIN sharing_dossier t ON t.id = l.source_id AND t.kind = 'task'
             WHERE l.kind = 'belongs' AND l.source_id = on_dossier AND l.target_id = f.dossier_id)
             OR EXISTS (SELECT 1 FROM sharing_link l JOIN sharing_dossier c ON c.id = l.source_id AND c.kind = 'case'
             WHERE l.kind = 'concerns' AND l.target_id = on_dossier AND l.source_id = f.dossier_id))
        AND EXISTS (SELECT 1 FROM sharing_frameparty p WHERE p.frame_id = f.id AND p.organisation_id = to_organisation)
        AND EXISTS (SELECT 1 FROM sharing_frameparty p WHERE p.frame_id = f.id AND p.organisation_id = guard.organisation());
    IF frame.id IS NULL THEN
        RAISE EXCEPTION 'no frame in force for both' USING ERRCODE = 'TV026';
    END IF;
    IF (for_purpose & guard.purposes() & frame.purposes <> 0 AND for_purpose & (for_purpose - 1) = 0) IS NOT TRUE THEN
        RAISE EXCEPTION 'the frame does not carry this purpose' USING ERRCODE = 'TV023';
    END IF;
    IF (until_when > statement_timestamp() AND until_when <= least(own_until, statement_timestamp() + interval '2 years 1 day',
        coalesce(frame.in_force_until, 'infinity'))) IS NOT TRUE THEN
        RAISE EXCEPTION 'longer than may be given' USING ERRCODE = 'TV025';
    END IF;
    INSERT INTO sharing_access (id, dossier_id, owner_id, organisation_id, unit_id, member_id, reader_id, categories, may,
                                purpose, frame_id, source, state, granted_by_id, from_at, until_at)
    VALUES (access, on_dossier, guard.organisation(), to_organisation, to_unit, to_member,
            coalesce(to_member, to_unit, to_organisation), to_categories, to_may, for_purpose, on_frame, 'disclosure',
            'offered', guard.actor(), statement_timestamp(), until_when);
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.offered', access, on_dossier,
        jsonb_build_object('to', to_organisation, 'categories', to_categories, 'purpose', for_purpose));
    RETURN access;
END
$$;

-- The receiver accepts, or declines without a reason (R2). Only the reader named in the offer, and only one whose role
-- works for its purpose and could see some of it.
CREATE FUNCTION guard.answer_access(access uuid, accepted boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    about uuid;
BEGIN
    PERFORM guard.at_work();
    UPDATE sharing_access a SET state = CASE WHEN accepted THEN 'accepted' ELSE 'declined' END
    WHERE a.id = access AND a.state = 'offered' AND a.ended_at IS NULL AND a.reader_id = ANY (guard.readers())
      AND a.purpose & guard.purposes() <> 0 AND a.categories & guard.categories() <> 0
      AND a.until_at > statement_timestamp()
    RETURNING a.dossier_id INTO about;
    IF about IS NULL THEN
        RAISE EXCEPTION 'no such offer' USING ERRCODE = 'TV021';
    END IF;
    PERFORM guard.record_event(gen_random_uuid(), CASE WHEN accepted THEN 'sharing.accepted' ELSE 'sharing.declined' END,
        access, about, NULL);
END
$$;

-- Ends an access row at once: the owner withdraws what it gave, or the receiver gives it back.
CREATE FUNCTION guard.end_access(access uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    ended sharing_access;
BEGIN
    PERFORM guard.at_work();
    UPDATE sharing_access a SET ended_at = statement_timestamp(),
        state = CASE WHEN a.owner_id = guard.organisation() THEN 'revoked' ELSE 'ended' END
    WHERE a.id = access AND a.ended_at IS NULL AND a.source <> 'owner'
      AND (a.owner_id = guard.organisation() AND guard.decides() AND guard.can(a.dossier_id, 511, 2)
           -- One's own is given back by oneself; what a unit or an organisation was given, by who decides there.
           OR a.reader_id = ANY (guard.readers()) AND a.purpose & guard.purposes() <> 0 AND a.categories & guard.categories() <> 0
              AND (a.member_id IS NOT NULL OR guard.decides()))
    RETURNING * INTO ended;
    IF ended.id IS NULL THEN
        RAISE EXCEPTION 'no such access' USING ERRCODE = 'TV021';
    END IF;
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.ended', access, ended.dossier_id, NULL);
END
$$;

-- Appends what an answer showed, one row a dossier, in the order given; the owner is looked up, never believed.
-- A search without a hit leaves one row with its criterion and no dossier. Only what the asker has, or had until this
-- very answer: else the log could be filled with looks that never were, and would tell which hidden dossiers exist.
CREATE FUNCTION guard.record_seen(ids uuid[], dossiers uuid[], shown integer[], searched bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    written bigint;
    readers uuid[] := guard.readers();
BEGIN
    PERFORM guard.at_work();
    IF coalesce(cardinality(dossiers), 0) = 0 THEN
        INSERT INTO audit_seen (id, ticket_id, owner_id, actor_id, organisation_id, categories, criterion)
        VALUES (ids[1], guard.ticket(), guard.organisation(), guard.actor(), guard.organisation(), 0, searched);
        RETURN 1;
    END IF;
    INSERT INTO audit_seen (id, ticket_id, dossier_id, owner_id, actor_id, organisation_id, categories, criterion)
    SELECT n.id, c.ticket, d.id, d.owner_id, c.actor, c.organisation, n.shown, searched
    FROM unnest(ids, dossiers, shown) AS n (id, dossier, shown)
    JOIN sharing_dossier d ON d.id = n.dossier AND (
        d.owner_id = guard.organisation() AND d.erased_at >= transaction_timestamp()
        OR EXISTS (SELECT 1 FROM sharing_access a WHERE a.dossier_id = d.id AND a.reader_id = ANY (readers)
                   AND a.state NOT IN ('offered', 'declined')
                   AND (a.ended_at IS NULL OR a.ended_at >= transaction_timestamp())
                   AND a.until_at >= transaction_timestamp()))
    CROSS JOIN (SELECT guard.ticket() AS ticket, guard.actor() AS actor, guard.organisation() AS organisation) c;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written <> cardinality(dossiers) THEN
        RAISE EXCEPTION 'what was shown cannot be logged' USING ERRCODE = 'TV027';
    END IF;
    RETURN written;
END
$$;

-- Lets a colleague or a unit of the owner organisation in as well; never more, nor longer, than the asker was given;
-- returns the access row's id.
-- What each then sees is narrowed by the own role, so the asker's role does not bound it here. Without an end: as long
-- as the asker.
CREATE FUNCTION guard.let_in(on_dossier uuid, for_unit uuid, for_member uuid, to_categories integer, to_may integer,
    until_when timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    own sharing_access;
    access uuid := gen_random_uuid();
BEGIN
    PERFORM guard.at_work();
    SELECT a.* INTO own FROM sharing_access a
    WHERE a.dossier_id = on_dossier AND a.owner_id = guard.organisation() AND a.reader_id = ANY (guard.readers())
      AND a.source = 'owner' AND a.may = 2 AND a.state = 'accepted' AND a.ended_at IS NULL
      AND a.purpose & guard.purposes() <> 0 AND a.from_at <= statement_timestamp() AND a.until_at > statement_timestamp()
    ORDER BY a.until_at DESC LIMIT 1;
    IF own.id IS NULL THEN
        RAISE EXCEPTION 'only who works on it lets others in' USING ERRCODE = 'TV020';
    END IF;
    until_when := coalesce(until_when, own.until_at);
    IF (for_unit IS NULL) = (for_member IS NULL)
        OR for_unit IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_unit u
            WHERE u.id = for_unit AND u.organisation_id = guard.organisation() AND u.ended_at IS NULL)
        OR for_member IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_membership m
            WHERE m.id = for_member AND m.organisation_id = guard.organisation() AND m.state = 'active')
    THEN
        RAISE EXCEPTION 'no such reader here' USING ERRCODE = 'TV022';
    END IF;
    IF (to_categories <> 0 AND to_categories & ~own.categories = 0 AND to_may IN (1, 2)) IS NOT TRUE THEN
        RAISE EXCEPTION 'more than the asker sees' USING ERRCODE = 'TV024';
    END IF;
    IF (until_when > statement_timestamp() AND until_when <= own.until_at) IS NOT TRUE THEN
        RAISE EXCEPTION 'longer than the asker' USING ERRCODE = 'TV025';
    END IF;
    INSERT INTO sharing_access (id, dossier_id, owner_id, organisation_id, unit_id, member_id, reader_id, categories, may,
                                purpose, source, state, granted_by_id, from_at, until_at)
    VALUES (access, on_dossier, guard.organisation(), guard.organisation(), for_unit, for_member,
            coalesce(for_member, for_unit), to_categories, to_may, own.purpose, 'owner', 'accepted', guard.actor(),
            statement_timestamp(), until_when);
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.let_in', access, on_dossier,
        jsonb_build_object('reader', coalesce(for_member, for_unit)));
    RETURN access;
END
$$;
REVOKE ALL ON FUNCTION guard.let_in(uuid, uuid, uuid, integer, integer, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.let_in(uuid, uuid, uuid, integer, integer, timestamptz) TO tvaers_app;

-- The tables whose rows lie behind a dossier; the policy builder keeps the list, erasure walks it.
CREATE TABLE guard.dossier_table (name regclass PRIMARY KEY, dossier_column name NOT NULL);
REVOKE ALL ON guard.dossier_table FROM PUBLIC;

-- Erases a dossier: every row behind it, its links and its access. What is left is the receipt: that a dossier of
-- this kind was there, until when, and who erased it. The caller deletes the key.
CREATE FUNCTION guard.erase_dossier(dossier uuid, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    t guard.dossier_table;
BEGIN
    PERFORM guard.at_work();
    IF NOT guard.decides() OR NOT guard.can(dossier, 511, 2)
        OR NOT EXISTS (SELECT 1 FROM sharing_dossier d WHERE d.id = dossier AND d.owner_id = guard.organisation() AND d.erased_at IS NULL)
    THEN
        RAISE EXCEPTION 'only the owner erases' USING ERRCODE = 'TV020';
    END IF;
    FOR t IN SELECT * FROM guard.dossier_table LOOP
        EXECUTE format('DELETE FROM %s WHERE %I = $1', t.name, t.dossier_column) USING dossier;
    END LOOP;
    DELETE FROM sharing_link l WHERE dossier IN (l.source_id, l.target_id);
    DELETE FROM sharing_access a WHERE a.dossier_id = dossier;
    UPDATE sharing_dossier d SET erased_at = statement_timestamp() WHERE d.id = dossier;
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.erased', NULL, dossier, jsonb_build_object('why', why));
END
$$;

REVOKE ALL ON FUNCTION guard.erase_dossier(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.erase_dossier(uuid, text) TO tvaers_app;
REVOKE ALL ON FUNCTION guard.can(uuid, integer, integer),
    guard.open_dossier(text, integer, uuid, uuid, timestamptz),
    guard.grant_access(uuid, uuid, uuid, uuid, integer, integer, integer, uuid, timestamptz),
    guard.answer_access(uuid, boolean), guard.end_access(uuid),
    guard.record_seen(uuid[], uuid[], integer[], bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.can(uuid, integer, integer),
    guard.open_dossier(text, integer, uuid, uuid, timestamptz),
    guard.grant_access(uuid, uuid, uuid, uuid, integer, integer, integer, uuid, timestamptz),
    guard.answer_access(uuid, boolean), guard.end_access(uuid),
    guard.record_seen(uuid[], uuid[], integer[], bytea) TO tvaers_app;

-- A link's id is made here too, whatever the asker wrote.
CREATE FUNCTION guard.own_id() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    NEW.id := gen_random_uuid();
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.own_id() FROM PUBLIC;
CREATE TRIGGER own_id BEFORE INSERT ON sharing_link FOR EACH ROW EXECUTE FUNCTION guard.own_id();

-- One case is about one young person, and a task belongs to one case: a consent for a case covers what is linked so.
CREATE FUNCTION guard.one_link() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NEW.kind = 'belongs' AND NOT EXISTS (SELECT 1 FROM sharing_dossier s, sharing_dossier t
               WHERE s.id = NEW.source_id AND s.kind = 'task' AND t.id = NEW.target_id AND t.kind = 'case')
        OR NEW.kind = 'concerns' AND NOT EXISTS (SELECT 1 FROM sharing_dossier t WHERE t.id = NEW.target_id AND t.kind = 'person')
    THEN
        -- What is hidden or missing is told by the policy, as of every other row.
        IF EXISTS (SELECT 1 FROM sharing_dossier d WHERE d.id = NEW.source_id AND guard.can(d.id, 511, 1))
            AND EXISTS (SELECT 1 FROM sharing_dossier d WHERE d.id = NEW.target_id AND guard.can(d.id, 511, 1)) THEN
            RAISE EXCEPTION 'not a link of this kind' USING ERRCODE = 'TV029';
        END IF;
    END IF;
    IF EXISTS (SELECT 1 FROM sharing_link l JOIN sharing_dossier s ON s.id = l.source_id
               WHERE l.kind = NEW.kind AND l.source_id = NEW.source_id AND l.target_id <> NEW.target_id
                 AND (NEW.kind = 'belongs' OR NEW.kind = 'concerns' AND s.kind = 'case')) THEN
        RAISE EXCEPTION 'it is linked already' USING ERRCODE = 'TV029';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.one_link() FROM PUBLIC;
CREATE TRIGGER one_link BEFORE INSERT ON sharing_link FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.one_link();
