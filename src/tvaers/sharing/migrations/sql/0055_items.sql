-- An item of a network meeting belongs to its case as a task does, and a consent for the case covers it; else as of 0040 and 0050.

CREATE OR REPLACE FUNCTION guard.one_link() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NEW.kind = 'belongs' AND NOT EXISTS (SELECT 1 FROM sharing_dossier s, sharing_dossier t
               WHERE s.id = NEW.source_id AND s.kind IN ('task', 'summary', 'item') AND t.id = NEW.target_id AND t.kind = 'case')
        OR NEW.kind = 'concerns' AND NOT EXISTS (SELECT 1 FROM sharing_dossier t WHERE t.id = NEW.target_id AND t.kind = 'person')
    THEN
        RAISE EXCEPTION 'not a link of this kind' USING ERRCODE = 'TV029';
    END IF;
    IF EXISTS (SELECT 1 FROM sharing_link l JOIN sharing_dossier s ON s.id = l.source_id
               WHERE l.kind = NEW.kind AND l.source_id = NEW.source_id AND l.target_id <> NEW.target_id
                 AND (NEW.kind = 'belongs' OR NEW.kind = 'concerns' AND s.kind = 'case')) THEN
        RAISE EXCEPTION 'it is linked already' USING ERRCODE = 'TV029';
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION guard.grant_access(on_dossier uuid, to_organisation uuid, to_unit uuid, to_member uuid,
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
    -- What the asker has is what the asker's own live rows give, not what the role could have seen; and as long as they
    -- give each of what is wanted, not as long as one of them gives something else.
    SELECT bit_or(held.category) & guard.categories(), min(held.until_at) FILTER (WHERE held.category & to_categories <> 0)
    INTO own_categories, own_until
    FROM (SELECT 1 << bit AS category, max(a.until_at) AS until_at
          FROM sharing_access a
          JOIN sharing_dossier d ON d.id = a.dossier_id AND d.owner_id = guard.organisation() AND d.erased_at IS NULL
          JOIN generate_series(0, 8) AS bit ON a.categories & (1 << bit) <> 0
          WHERE a.dossier_id = on_dossier AND a.reader_id = ANY (guard.readers()) AND a.owner_id = guard.organisation()
            AND a.source = 'owner' AND a.may = 2 AND a.state = 'accepted' AND a.ended_at IS NULL
            AND a.purpose & guard.purposes() <> 0
            AND a.from_at <= statement_timestamp() AND a.until_at > statement_timestamp()
          GROUP BY bit) AS held;
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
             JOIN sharing_dossier t ON t.id = l.source_id AND t.kind IN ('task', 'summary', 'item')
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
