-- As of 0016, and within what was consented to: a consent's frame may name the categories that it lets go along, and one
-- that was agreed anew lets nothing more be given; what stands on it runs until its end (R8). Errors: as there.
CREATE OR REPLACE FUNCTION guard.basis_stop(version uuid, on_frame uuid, from_kind text, to_kind text, purpose integer,
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
                         WHERE c.frame_id = on_frame AND c.basis_id = v.basis_id AND f.kind = ANY (v.frame_kinds)
                           AND f.superseded_at IS NULL) THEN 'TV055'
        WHEN EXISTS (SELECT 1 FROM sharing_frame f WHERE f.id = on_frame AND wanted & ~f.categories <> 0) THEN 'TV054'
    END
    FROM (SELECT 1) AS always LEFT JOIN sharing_legalbasisversion v
        ON v.id = version AND v.from_at <= statement_timestamp() AND (v.until_at IS NULL OR v.until_at > statement_timestamp())
$$;

-- Opens a consent's frame as of 0005, for the categories that were consented to. What was agreed with the same receiver
-- about the same dossier before, and is in force, is superseded: nothing more is given on it, and what stands on it
-- stays. Raises besides TV024 for no categories.
CREATE FUNCTION guard.open_consent(on_dossier uuid, to_organisation uuid, for_purposes integer, until_when timestamptz,
    to_categories integer) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    opened uuid;
BEGIN
    PERFORM guard.at_work();
    IF (to_categories BETWEEN 1 AND 511) IS NOT TRUE THEN
        RAISE EXCEPTION 'a consent says to what' USING ERRCODE = 'TV024';
    END IF;
    opened := guard.open_consent(on_dossier, to_organisation, for_purposes, until_when);
    UPDATE sharing_frame f SET categories = to_categories WHERE f.id = opened;
    UPDATE sharing_frame f SET superseded_at = statement_timestamp()
    WHERE f.kind = 'consent' AND f.dossier_id = on_dossier AND f.owner_id = guard.organisation() AND f.id <> opened
      AND f.ended_at IS NULL AND f.superseded_at IS NULL
      AND EXISTS (SELECT 1 FROM sharing_frameparty p WHERE p.frame_id = f.id AND p.organisation_id = to_organisation);
    RETURN opened;
END
$$;

-- Ends a consent's frame as of 0005, and with it what was agreed with the same receiver about the same dossier before:
-- whoever takes the newest consent back takes back what still runs on the former ones. Returns the frames that ended.
CREATE FUNCTION guard.end_consents(frame uuid) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    newest sharing_frame;
    ended uuid[];
BEGIN
    PERFORM guard.at_work();
    PERFORM guard.end_consent(frame);
    SELECT * INTO newest FROM sharing_frame f WHERE f.id = frame;
    WITH former AS (
        UPDATE sharing_frame f SET ended_at = statement_timestamp()
        WHERE f.kind = 'consent' AND f.dossier_id = newest.dossier_id AND f.owner_id = newest.owner_id
          AND f.ended_at IS NULL AND (newest.superseded_at IS NULL OR f.superseded_at <= newest.superseded_at)
          AND EXISTS (SELECT 1 FROM sharing_frameparty p JOIN sharing_frameparty q
                      ON q.organisation_id = p.organisation_id AND q.frame_id = newest.id
                      WHERE p.frame_id = f.id AND p.organisation_id <> newest.owner_id)
        RETURNING f.id)
    SELECT array_agg(id) || frame INTO ended FROM former;
    RETURN coalesce(ended, ARRAY[frame]);
END
$$;
REVOKE ALL ON FUNCTION guard.open_consent(uuid, uuid, integer, timestamptz, integer), guard.end_consents(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.open_consent(uuid, uuid, integer, timestamptz, integer), guard.end_consents(uuid)
    TO tvaers_app;
