-- How much the asker's organisation has shared and was given, by month in Denmark and legal basis; null for what was given
-- before there was a register. What was shared in one go counts once, and what was moved to another frame not again.
-- For who leads, coordinates, steers or inspects (roles 3329): the counts are the organisation's, not the asker's.
CREATE FUNCTION guard.disclosure_counts(first timestamptz, until_when timestamptz)
RETURNS TABLE (month date, basis uuid, given bigint, received bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    own uuid := guard.organisation();
BEGIN
    PERFORM guard.at_work();
    IF guard.roles() & 3329 = 0 THEN
        RAISE EXCEPTION 'not for this role' USING ERRCODE = 'TV020';
    END IF;
    RETURN QUERY
    SELECT date_trunc('month', a.granted_at AT TIME ZONE 'Europe/Copenhagen')::date, v.basis_id,
           count(DISTINCT coalesce(d.group_id, a.id)) FILTER (WHERE a.owner_id = own),
           count(DISTINCT coalesce(d.group_id, a.id)) FILTER (WHERE a.organisation_id = own)
    FROM sharing_access a LEFT JOIN sharing_legalbasisversion v ON v.id = a.basis_id
         LEFT JOIN sharing_disclosure d ON d.id = a.id
    WHERE (a.owner_id = own OR a.organisation_id = own) AND a.source = 'disclosure' AND a.state <> 'moved'
      AND a.granted_at >= first AND a.granted_at < until_when
    GROUP BY 1, 2;
END
$$;
REVOKE ALL ON FUNCTION guard.disclosure_counts(timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.disclosure_counts(timestamptz, timestamptz) TO tvaers_app;
