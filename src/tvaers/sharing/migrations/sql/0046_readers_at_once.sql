-- Who is let in to a dossier: as of 0029, and all its readers' members are found by one statement.
--
-- A subquery for each reader had PostgreSQL go through a small partnership's members once for each of them: a case that
-- was given to two hundred took 0.06 ms more for each. A large partnership was spared it, since its members are too
-- many to go through.
CREATE OR REPLACE FUNCTION guard.let_in_to(dossier uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    hidden uuid[];
BEGIN
    PERFORM guard.at_work();
    IF NOT guard.can(dossier, 511, 1) OR NOT EXISTS (
        SELECT 1 FROM sharing_dossier d WHERE d.id = dossier AND d.owner_id = guard.organisation()
    ) THEN
        RETURN NULL;
    END IF;
    hidden := ARRAY(SELECT beside.id FROM (SELECT DISTINCT o.dossier_id AS id
            FROM sharing_disclosure d JOIN sharing_disclosure o ON o.group_id = d.group_id AND o.dossier_id <> dossier
            WHERE d.dossier_id = dossier) AS beside
        WHERE guard.restriction_of(beside.id) IS NOT NULL AND NOT guard.can(beside.id, 511, 1));
    RETURN (
        WITH live AS MATERIALIZED (
            SELECT a.id, a.organisation_id, a.source, a.categories, a.purpose, a.member_id, a.unit_id, a.reader_id
            FROM sharing_access a LEFT JOIN sharing_frame f ON f.id = a.frame_id
            WHERE a.dossier_id = dossier AND a.state = 'accepted' AND a.ended_at IS NULL
              AND a.from_at <= statement_timestamp() AND a.until_at > statement_timestamp()
              AND (cardinality(hidden) = 0 OR NOT EXISTS (
                   SELECT 1 FROM sharing_disclosure d JOIN sharing_disclosure o ON o.group_id = d.group_id
                   WHERE d.id = a.id AND o.dossier_id = ANY (hidden)))
              AND (a.frame_id IS NULL OR (f.ended_at IS NULL AND f.in_force_from <= statement_timestamp()
                   AND (f.in_force_until IS NULL OR f.in_force_until > statement_timestamp())))
        ), behind AS (
            SELECT live.id, live.member_id AS membership_id FROM live WHERE live.member_id IS NOT NULL
            UNION ALL
            SELECT live.id, u.membership_id FROM live JOIN partnerships_unitmembership u ON u.unit_id = live.unit_id
            UNION ALL
            SELECT live.id, m.id FROM live JOIN partnerships_membership m ON m.organisation_id = live.reader_id
        ), working AS (
            SELECT behind.id, jsonb_agg(jsonb_build_array(m.id, m.roles)) AS members
            FROM behind JOIN partnerships_membership m ON m.id = behind.membership_id
            WHERE m.state = 'active'
            GROUP BY behind.id
        )
        SELECT coalesce(jsonb_agg(jsonb_build_array(
            live.organisation_id, live.source, live.categories, live.purpose, coalesce(working.members, '[]')
        )), '[]')
        FROM live LEFT JOIN working USING (id)
    );
END
$$;
