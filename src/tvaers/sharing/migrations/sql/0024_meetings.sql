-- On how many days before today an organisation exchanged something on a legal basis about the young person whom a dossier
-- is about. What is given on one day is one meeting; what was declined, or taken back unanswered, is none.
CREATE FUNCTION guard.meetings_about(on_dossier uuid, of_basis uuid, of_owner uuid) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH young AS (
        SELECT coalesce((
            SELECT l.target_id FROM sharing_link l WHERE l.kind = 'concerns' AND l.source_id = coalesce(
                (SELECT b.target_id FROM sharing_link b WHERE b.source_id = on_dossier AND b.kind = 'belongs'), on_dossier)
        ), on_dossier) AS person
    ), cases AS (
        SELECT l.source_id AS id FROM sharing_link l JOIN young y ON l.target_id = y.person AND l.kind = 'concerns'
    ), about AS (
        SELECT person AS id FROM young UNION ALL SELECT id FROM cases
        UNION ALL SELECT t.source_id FROM sharing_link t JOIN cases c ON c.id = t.target_id AND t.kind = 'belongs'
    )
    SELECT count(DISTINCT date_trunc('day', a.granted_at, 'Europe/Copenhagen'))::integer
    FROM sharing_access a JOIN sharing_legalbasisversion v ON v.id = a.basis_id AND v.basis_id = of_basis
    WHERE a.dossier_id IN (SELECT id FROM about) AND a.owner_id = of_owner AND a.source = 'disclosure'
      AND (a.state IN ('offered', 'accepted') OR a.answered_at IS NOT NULL)
      AND a.granted_at < date_trunc('day', statement_timestamp(), 'Europe/Copenhagen')
$$;
REVOKE ALL ON FUNCTION guard.meetings_about(uuid, uuid, uuid) FROM PUBLIC;

-- The same for the asker's own organisation; null where the law sets no number, and for whoever does not see the dossier.
-- It counts past what the asker sees: the law asks how often the young person was spoken of, by whomever.
CREATE FUNCTION guard.meetings_before(on_dossier uuid, of_basis uuid) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    IF NOT EXISTS (SELECT 1 FROM sharing_legalbasis b WHERE b.id = of_basis AND b.meetings IS NOT NULL)
        OR NOT EXISTS (SELECT 1 FROM sharing_dossier d WHERE d.id = on_dossier AND d.owner_id = guard.organisation())
        OR NOT guard.can(on_dossier, 511, 1)
    THEN
        RETURN NULL;
    END IF;
    RETURN guard.meetings_about(on_dossier, of_basis, guard.organisation());
END
$$;
REVOKE ALL ON FUNCTION guard.meetings_before(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.meetings_before(uuid, uuid) TO tvaers_app;

-- Whatever way something is given: TV096 when it would be one meeting more than the law has without consent (R26).
CREATE FUNCTION guard.no_further_meeting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM sharing_legalbasisversion v JOIN sharing_legalbasis b ON b.id = v.basis_id
        WHERE v.id = NEW.basis_id AND b.meetings IS NOT NULL
          AND guard.meetings_about(NEW.dossier_id, b.id, NEW.owner_id) >= b.meetings
    ) THEN
        RAISE EXCEPTION 'a further meeting needs consent' USING ERRCODE = 'TV096';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.no_further_meeting() FROM PUBLIC;
CREATE TRIGGER no_further_meeting BEFORE INSERT ON sharing_access FOR EACH ROW
    WHEN (NEW.source = 'disclosure' AND NEW.basis_id IS NOT NULL) EXECUTE FUNCTION guard.no_further_meeting();
