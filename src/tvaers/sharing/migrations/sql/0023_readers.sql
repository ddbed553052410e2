-- Whom the dossier's live access rows let in, for its owner's people who can see it; null for anybody else. A list of
-- [organisation, source, categories, purpose, [[member at work, roles], ...]], one for each row. The policy of
-- sharing_access says the same, yet asks guard.can anew for each row: two hundred rows cost more than the page.
CREATE FUNCTION guard.let_in_to(dossier uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    IF NOT guard.can(dossier, 511, 1) OR NOT EXISTS (
        SELECT 1 FROM sharing_dossier d WHERE d.id = dossier AND d.owner_id = guard.organisation()
    ) THEN
        RETURN NULL;
    END IF;
    RETURN (
        SELECT coalesce(jsonb_agg(jsonb_build_array(a.organisation_id, a.source, a.categories, a.purpose, (
            SELECT coalesce(jsonb_agg(jsonb_build_array(m.id, m.roles)), '[]') FROM (
                SELECT m.id, m.roles FROM partnerships_membership m
                WHERE m.id = a.member_id AND m.state = 'active'
                UNION ALL
                SELECT m.id, m.roles FROM partnerships_unitmembership u
                JOIN partnerships_membership m ON m.id = u.membership_id
                WHERE u.unit_id = a.unit_id AND m.state = 'active'
                UNION ALL
                SELECT m.id, m.roles FROM partnerships_membership m
                WHERE m.organisation_id = a.reader_id AND m.state = 'active'
            ) AS m
        ))), '[]')
        FROM sharing_access a LEFT JOIN sharing_frame f ON f.id = a.frame_id
        WHERE a.dossier_id = dossier AND a.state = 'accepted' AND a.ended_at IS NULL
          AND a.from_at <= statement_timestamp() AND a.until_at > statement_timestamp()
          AND (a.frame_id IS NULL OR (f.ended_at IS NULL AND f.in_force_from <= statement_timestamp()
               AND (f.in_force_until IS NULL OR f.in_force_until > statement_timestamp())))
    );
END
$$;
REVOKE ALL ON FUNCTION guard.let_in_to(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.let_in_to(uuid) TO tvaers_app;
