-- How the register of legal bases is kept: by an administrator at the host, the future alone and never the past.
-- Errors: TV010 no administrator at the host, TV056 a day that is not to come, TV057 no such basis, nothing that can be
-- changed so, or nothing to come.

-- Raises unless the asker keeps the register; takes the basis for this transaction, so that nothing is given on it, and
-- nobody else changes it, meanwhile.
CREATE FUNCTION guard.keep_basis(of_basis uuid, from_when timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NOT guard.is_administrator() OR NOT guard.at_host() THEN
        RAISE EXCEPTION 'only an administrator at the host keeps the register' USING ERRCODE = 'TV010';
    END IF;
    PERFORM 1 FROM sharing_legalbasis b WHERE b.id = of_basis FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such basis' USING ERRCODE = 'TV057';
    END IF;
    -- From a midnight in Denmark, tomorrow's at the earliest.
    IF (from_when > statement_timestamp() AND from_when < statement_timestamp() + interval '50 years'
        AND from_when = date_trunc('day', from_when, 'Europe/Copenhagen')) IS NOT TRUE THEN
        RAISE EXCEPTION 'from a day to come' USING ERRCODE = 'TV056';
    END IF;
END
$$;
REVOKE ALL ON FUNCTION guard.keep_basis(uuid, timestamptz) FROM PUBLIC;

-- Takes back what is to come: the version that is not in force yet, or the end of the one that is. What an end has
-- shortened stays as short.
CREATE FUNCTION guard.withdraw_coming_basis(of_basis uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    tomorrow timestamptz := date_trunc('day', statement_timestamp(), 'Europe/Copenhagen') + interval '1 day 3 hours';
    reopened integer;
BEGIN
    PERFORM guard.keep_basis(of_basis, date_trunc('day', tomorrow, 'Europe/Copenhagen'));
    DELETE FROM sharing_legalbasisversion v WHERE v.basis_id = of_basis AND v.from_at > statement_timestamp();
    UPDATE sharing_legalbasisversion v SET until_at = NULL
    WHERE v.basis_id = of_basis AND v.from_at <= statement_timestamp() AND v.until_at > statement_timestamp();
    GET DIAGNOSTICS reopened = ROW_COUNT;
    IF reopened = 0 THEN
        RAISE EXCEPTION 'nothing is to come' USING ERRCODE = 'TV057';
    END IF;
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.basis_withdrawn', of_basis, NULL, NULL);
END
$$;

-- Makes a version from a day on, in place of one that was to come; the one in force ends on that day. What was given on
-- it stands. Returns the version's id.
CREATE FUNCTION guard.change_basis(of_basis uuid, from_when timestamptz, new_title_da text, new_title_en text,
    new_law_da text, new_law_en text, new_guidance_da text, new_guidance_en text, new_frames text[], new_senders text[],
    new_receivers text[], new_purposes integer, new_categories integer, is_bound boolean, is_unverified boolean)
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    made uuid := gen_random_uuid();
BEGIN
    PERFORM guard.keep_basis(of_basis, from_when);
    DELETE FROM sharing_legalbasisversion v WHERE v.basis_id = of_basis AND v.from_at > statement_timestamp();
    UPDATE sharing_legalbasisversion v SET until_at = from_when
    WHERE v.basis_id = of_basis AND v.from_at <= statement_timestamp()
      AND (v.until_at IS NULL OR v.until_at > statement_timestamp());
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nothing in force to change' USING ERRCODE = 'TV057';
    END IF;
    INSERT INTO sharing_legalbasisversion (id, basis_id, number, from_at, title_da, title_en, law_da, law_en, guidance_da,
        guidance_en, frame_kinds, sender_kinds, receiver_kinds, purposes, categories, offence_bound, unverified)
    SELECT made, of_basis, max(v.number) + 1, from_when, new_title_da, new_title_en, new_law_da, new_law_en,
        new_guidance_da, new_guidance_en, new_frames, new_senders, new_receivers, new_purposes, new_categories, is_bound,
        is_unverified
    FROM sharing_legalbasisversion v WHERE v.basis_id = of_basis;
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.basis_changed', of_basis, NULL,
        jsonb_build_object('version', made));
    RETURN made;
END
$$;

-- How much stands on a basis beyond a moment, by the organisation that gave it; what was given in one go is one. No
-- dossier and nobody is named.
CREATE FUNCTION guard.standing_on_basis(of_basis uuid, beyond timestamptz) RETURNS TABLE (organisation uuid, given bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NOT guard.is_administrator() OR NOT guard.at_host() THEN
        RAISE EXCEPTION 'only an administrator at the host keeps the register' USING ERRCODE = 'TV010';
    END IF;
    RETURN QUERY SELECT a.owner_id, count(DISTINCT coalesce(d.group_id, a.id))
    FROM sharing_access a JOIN sharing_legalbasisversion v ON v.id = a.basis_id LEFT JOIN sharing_disclosure d ON d.id = a.id
    WHERE v.basis_id = of_basis AND a.basis_id IS NOT NULL AND a.ended_at IS NULL AND a.state IN ('offered', 'accepted')
      AND a.until_at > greatest(beyond, statement_timestamp())
    GROUP BY a.owner_id;
END
$$;

-- Ends a basis from a day on, and with it, then, all that stands on any version of it. Returns how much that is.
CREATE FUNCTION guard.end_basis(of_basis uuid, from_when timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    capped bigint;
BEGIN
    PERFORM guard.keep_basis(of_basis, from_when);
    DELETE FROM sharing_legalbasisversion v WHERE v.basis_id = of_basis AND v.from_at > statement_timestamp();
    UPDATE sharing_legalbasisversion v SET until_at = from_when
    WHERE v.basis_id = of_basis AND v.from_at <= statement_timestamp()
      AND (v.until_at IS NULL OR v.until_at > statement_timestamp());
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nothing in force to end' USING ERRCODE = 'TV057';
    END IF;
    UPDATE sharing_access a SET until_at = from_when FROM sharing_legalbasisversion v
    WHERE v.id = a.basis_id AND a.basis_id IS NOT NULL AND v.basis_id = of_basis AND a.ended_at IS NULL
      AND a.state IN ('offered', 'accepted') AND a.until_at > from_when;
    GET DIAGNOSTICS capped = ROW_COUNT;
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.basis_ended', of_basis, NULL,
        jsonb_build_object('shortened', capped));
    RETURN capped;
END
$$;
REVOKE ALL ON FUNCTION guard.withdraw_coming_basis(uuid), guard.end_basis(uuid, timestamptz),
    guard.standing_on_basis(uuid, timestamptz),
    guard.change_basis(uuid, timestamptz, text, text, text, text, text, text, text[], text[], text[], integer, integer,
        boolean, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.withdraw_coming_basis(uuid), guard.end_basis(uuid, timestamptz),
    guard.standing_on_basis(uuid, timestamptz),
    guard.change_basis(uuid, timestamptz, text, text, text, text, text, text, text[], text[], text[], integer, integer,
        boolean, boolean) TO tvaers_app;
