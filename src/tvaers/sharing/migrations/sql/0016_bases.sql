-- Every disclosure stands on a legal basis that its frame carries and that is in force (R1). Errors, besides those of
-- 0002: TV050 not in force, TV051 not for such a sender, TV052 not for such a receiver (R4), TV053 not for the purpose,
-- TV054 not for all of the categories, TV055 not carried by the frame.

-- The categories that a version carries from an organisation of one kind to one of another. Offences go along only
-- where police or probation service, whose task they are, stand at one end (R17).
CREATE FUNCTION guard.basis_carries(version uuid, from_kind text, to_kind text) RETURNS integer
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT v.categories & ~CASE WHEN v.offence_bound AND NOT ARRAY[from_kind, to_kind] && ARRAY['police', 'probation']
                                THEN 256 ELSE 0 END
    FROM sharing_legalbasisversion v WHERE v.id = version
$$;

-- Why a version of a basis does not let something be given on a frame: the code of the refusal, or null when it does.
-- The only place where that is decided; pages ask it too. What the law says comes before what the frame carries.
CREATE FUNCTION guard.basis_stop(version uuid, on_frame uuid, from_kind text, to_kind text, purpose integer,
    wanted integer) RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT CASE
        WHEN v.id IS NULL THEN 'TV050'
        WHEN (from_kind = ANY (v.sender_kinds)) IS NOT TRUE THEN 'TV051'
        WHEN (to_kind = ANY (v.receiver_kinds)) IS NOT TRUE THEN 'TV052'
        WHEN (v.purposes & purpose <> 0) IS NOT TRUE THEN 'TV053'
        WHEN (wanted & ~guard.basis_carries(v.id, from_kind, to_kind) = 0) IS NOT TRUE THEN 'TV054'
        WHEN NOT EXISTS (SELECT 1 FROM sharing_framebasis c JOIN sharing_frame f ON f.id = c.frame_id
                         WHERE c.frame_id = on_frame AND c.basis_id = v.basis_id AND f.kind = ANY (v.frame_kinds)) THEN 'TV055'
    END
    FROM (SELECT 1) AS always LEFT JOIN sharing_legalbasisversion v
        ON v.id = version AND v.from_at <= statement_timestamp() AND (v.until_at IS NULL OR v.until_at > statement_timestamp())
$$;

-- When a basis ends for all that anybody knows now: where one version's end is no other one's beginning; null for never.
CREATE FUNCTION guard.basis_end(of_basis uuid) RETURNS timestamptz
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT min(v.until_at) FROM sharing_legalbasisversion v
    WHERE v.basis_id = of_basis AND v.until_at > statement_timestamp() AND NOT EXISTS (
        SELECT 1 FROM sharing_legalbasisversion n
        WHERE n.basis_id = of_basis AND n.from_at <= v.until_at AND (n.until_at IS NULL OR n.until_at > v.until_at))
$$;
REVOKE ALL ON FUNCTION guard.basis_carries(uuid, text, text), guard.basis_stop(uuid, uuid, text, text, integer, integer),
    guard.basis_end(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.basis_carries(uuid, text, text),
    guard.basis_stop(uuid, uuid, text, text, integer, integer), guard.basis_end(uuid) TO tvaers_app;

-- The version in force, among the bases that a frame carries, that lets something be given; where none does, the one
-- that comes nearest to it, so that the refusal says what is lacking.
CREATE FUNCTION guard.fitting_basis(on_frame uuid, to_organisation uuid, purpose integer, wanted integer) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT v.id
    FROM sharing_framebasis c
    JOIN sharing_legalbasis b ON b.id = c.basis_id
    JOIN sharing_legalbasisversion v ON v.basis_id = b.id
         AND v.from_at <= statement_timestamp() AND (v.until_at IS NULL OR v.until_at > statement_timestamp())
    JOIN partnerships_organisation o ON o.id = guard.organisation()
    JOIN partnerships_organisation r ON r.id = to_organisation
    WHERE c.frame_id = on_frame
    ORDER BY guard.basis_stop(v.id, on_frame, o.kind, r.kind, purpose, wanted) DESC NULLS FIRST, b.place
    LIMIT 1
$$;
REVOKE ALL ON FUNCTION guard.fitting_basis(uuid, uuid, integer, integer) FROM PUBLIC;

-- A frame is born with the bases that its kind can carry and that are for its purposes: an agreement with those of
-- § 115, a statute with the one that its words name, a consent with consent. Whoever makes a frame may leave it fewer.
CREATE FUNCTION guard.frame_bases() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    INSERT INTO sharing_framebasis (frame_id, basis_id)
    SELECT NEW.id, b.id FROM sharing_legalbasis b
    JOIN LATERAL (SELECT * FROM sharing_legalbasisversion l WHERE l.basis_id = b.id ORDER BY l.number DESC LIMIT 1) v ON true
    WHERE NEW.kind = ANY (v.frame_kinds) AND v.purposes & NEW.purposes <> 0
        AND (NEW.kind <> 'statute' OR b.cited_as <> '' AND concat_ws(' ', NEW.title, NEW.basis) ~ b.cited_as)
    ON CONFLICT (frame_id, basis_id) DO NOTHING;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.frame_bases() FROM PUBLIC;
CREATE TRIGGER frame_bases AFTER INSERT ON sharing_frame FOR EACH ROW EXECUTE FUNCTION guard.frame_bases();

-- As of 0002, on a basis: a version in force when it is given, which stays written at the access. Never longer than
-- the basis lasts.
CREATE FUNCTION guard.grant_access(on_dossier uuid, to_organisation uuid, to_unit uuid, to_member uuid,
    to_categories integer, to_may integer, for_purpose integer, on_frame uuid, until_when timestamptz, on_basis uuid)
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    frame sharing_frame;
    own_categories integer;
    own_until timestamptz;
    stop text;
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
    -- Held, so that it cannot end between this look and the end of the transaction.
    PERFORM 1 FROM sharing_legalbasis b JOIN sharing_legalbasisversion v ON v.basis_id = b.id
    WHERE v.id = on_basis FOR KEY SHARE OF b;
    stop := guard.basis_stop(on_basis, on_frame,
        (SELECT o.kind FROM partnerships_organisation o WHERE o.id = guard.organisation()),
        (SELECT o.kind FROM partnerships_organisation o WHERE o.id = to_organisation), for_purpose, to_categories);
    IF stop IS NOT NULL THEN
        RAISE EXCEPTION 'not on this legal basis' USING ERRCODE = stop;
    END IF;
    IF (until_when > statement_timestamp() AND until_when <= least(own_until, statement_timestamp() + interval '2 years 1 day',
        frame.in_force_until,
        (SELECT guard.basis_end(v.basis_id) FROM sharing_legalbasisversion v WHERE v.id = on_basis))) IS NOT TRUE THEN
        RAISE EXCEPTION 'longer than may be given' USING ERRCODE = 'TV025';
    END IF;
    INSERT INTO sharing_access (id, dossier_id, owner_id, organisation_id, unit_id, member_id, reader_id, categories, may,
                                purpose, frame_id, basis_id, source, state, granted_by_id, from_at, until_at)
    VALUES (access, on_dossier, guard.organisation(), to_organisation, to_unit, to_member,
            coalesce(to_member, to_unit, to_organisation), to_categories, to_may, for_purpose, on_frame, on_basis,
            'disclosure', 'offered', guard.actor(), statement_timestamp(), until_when);
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.offered', access, on_dossier,
        jsonb_build_object('to', to_organisation, 'categories', to_categories, 'purpose', for_purpose, 'basis', on_basis));
    RETURN access;
END
$$;
REVOKE ALL ON FUNCTION
    guard.grant_access(uuid, uuid, uuid, uuid, integer, integer, integer, uuid, timestamptz, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    guard.grant_access(uuid, uuid, uuid, uuid, integer, integer, integer, uuid, timestamptz, uuid) TO tvaers_app;

-- As the release before this one calls it: on the basis that fits, with the refusals that it knows.
CREATE OR REPLACE FUNCTION guard.grant_access(on_dossier uuid, to_organisation uuid, to_unit uuid, to_member uuid,
    to_categories integer, to_may integer, for_purpose integer, on_frame uuid, until_when timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    RETURN guard.grant_access(on_dossier, to_organisation, to_unit, to_member, to_categories, to_may, for_purpose,
        on_frame, until_when, guard.fitting_basis(on_frame, to_organisation, for_purpose, to_categories));
EXCEPTION
    WHEN SQLSTATE 'TV050' OR SQLSTATE 'TV055' THEN
        RAISE EXCEPTION 'no basis in force for both' USING ERRCODE = 'TV026';
    WHEN SQLSTATE 'TV051' OR SQLSTATE 'TV052' THEN
        RAISE EXCEPTION 'not somebody who may receive' USING ERRCODE = 'TV022';
    WHEN SQLSTATE 'TV053' THEN
        RAISE EXCEPTION 'the basis does not carry this purpose' USING ERRCODE = 'TV023';
    WHEN SQLSTATE 'TV054' THEN
        RAISE EXCEPTION 'more than the basis carries' USING ERRCODE = 'TV024';
END
$$;
