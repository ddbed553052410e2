-- As of 0024, and with the questions that were asked from any of the dossiers about the young person.
CREATE OR REPLACE FUNCTION guard.meetings_about(on_dossier uuid, of_basis uuid, of_owner uuid) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH asked_from AS (
        SELECT coalesce((SELECT l.target_id FROM sharing_link l WHERE l.source_id = on_dossier AND l.kind = 'asked'),
                        on_dossier) AS id
    ), young AS (
        SELECT coalesce((
            SELECT l.target_id FROM sharing_link l, asked_from f WHERE l.kind = 'concerns' AND l.source_id = coalesce(
                (SELECT b.target_id FROM sharing_link b WHERE b.source_id = f.id AND b.kind = 'belongs'), f.id)
            LIMIT 1
        ), (SELECT id FROM asked_from)) AS person
    ), cases AS (
        SELECT l.source_id AS id FROM sharing_link l JOIN young y ON l.target_id = y.person AND l.kind = 'concerns'
    ), held AS (
        SELECT person AS id FROM young UNION SELECT id FROM asked_from UNION SELECT id FROM cases
        UNION SELECT t.source_id FROM sharing_link t JOIN cases c ON c.id = t.target_id AND t.kind = 'belongs'
    ), about AS (
        SELECT id FROM held UNION SELECT q.source_id FROM sharing_link q JOIN held h ON h.id = q.target_id AND q.kind = 'asked'
    )
    SELECT count(DISTINCT date_trunc('day', a.granted_at, 'Europe/Copenhagen'))::integer
    FROM sharing_access a JOIN sharing_legalbasisversion v ON v.id = a.basis_id AND v.basis_id = of_basis
    WHERE a.dossier_id IN (SELECT id FROM about) AND a.owner_id = of_owner AND a.source = 'disclosure'
      AND (a.state IN ('offered', 'accepted') OR a.answered_at IS NOT NULL)
      AND a.granted_at < date_trunc('day', statement_timestamp(), 'Europe/Copenhagen')
$$;

CREATE TRIGGER no_further_meeting_sent BEFORE UPDATE ON sharing_access FOR EACH ROW
    WHEN (OLD.state = 'drafted' AND NEW.state = 'offered' AND NEW.basis_id IS NOT NULL)
    EXECUTE FUNCTION guard.no_further_meeting();
