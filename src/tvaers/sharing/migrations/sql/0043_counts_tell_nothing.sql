-- As of 0032, and so that nobody learns from it of what is out of sight: by whole months, since an hour could hold one
-- disclosure; without what is restricted to others; and, for who works with no young people, null for one to four, which
-- the figures of the quarter leave out for the same reason.
CREATE OR REPLACE FUNCTION guard.disclosure_counts(first timestamptz, until_when timestamptz)
RETURNS TABLE (month date, basis uuid, given bigint, received bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    own uuid := guard.organisation();
    begins timestamptz := date_trunc('month', first, 'Europe/Copenhagen');
    ends timestamptz := date_trunc('month', until_when - interval '1 microsecond', 'Europe/Copenhagen') + interval '1 month';
    -- partnerships.rules.WITH_PEOPLE.
    fewest bigint := CASE WHEN guard.roles() & 511 = 0 THEN 5 ELSE 1 END;
BEGIN
    PERFORM guard.at_work();
    IF guard.roles() & 3329 = 0 THEN
        RAISE EXCEPTION 'not for this role' USING ERRCODE = 'TV020';
    END IF;
    RETURN QUERY
    WITH hidden AS (
        SELECT DISTINCT around.id FROM sharing_restriction r
        JOIN sharing_dossier c ON c.id = r.dossier_id AND c.owner_id = own
        CROSS JOIN LATERAL guard.around_case(r.dossier_id) AS around (id)
        WHERE r.ended_at IS NULL AND NOT guard.can(around.id, 511, 1)),
    counted AS (
        SELECT date_trunc('month', a.granted_at AT TIME ZONE 'Europe/Copenhagen')::date AS month, v.basis_id AS basis,
               count(DISTINCT coalesce(d.group_id, a.id)) FILTER (WHERE a.owner_id = own) AS given,
               count(DISTINCT coalesce(d.group_id, a.id)) FILTER (WHERE a.organisation_id = own) AS received
        FROM sharing_access a LEFT JOIN sharing_legalbasisversion v ON v.id = a.basis_id
             LEFT JOIN sharing_disclosure d ON d.id = a.id
        WHERE (a.owner_id = own OR a.organisation_id = own) AND a.source = 'disclosure'
          AND a.state NOT IN ('moved', 'drafted', 'dropped') AND a.granted_at >= begins AND a.granted_at < ends
          AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.id = a.dossier_id)
        GROUP BY 1, 2)
    SELECT c.month, c.basis,
           CASE WHEN c.given = 0 OR c.given >= fewest THEN c.given END,
           CASE WHEN c.received = 0 OR c.received >= fewest THEN c.received END
    FROM counted c;
END
$$;
