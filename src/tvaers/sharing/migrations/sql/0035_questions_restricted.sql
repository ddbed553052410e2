-- What others were asked about a restricted case names the young person and says why: it is closed with the case.

-- As of 0029, and a question goes with its case.
CREATE OR REPLACE FUNCTION guard.restriction_of(dossier uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT r.id FROM sharing_restriction r
    WHERE r.ended_at IS NULL AND (r.dossier_id = dossier OR r.dossier_id IN (
        SELECT l.target_id FROM sharing_link l
        JOIN sharing_dossier s ON s.id = l.source_id
        JOIN sharing_dossier t ON t.id = l.target_id AND t.owner_id = s.owner_id
        WHERE l.source_id = dossier AND (l.kind IN ('belongs', 'asked') OR l.kind = 'became' AND NOT EXISTS (
            SELECT 1 FROM sharing_link o WHERE o.kind = 'became' AND o.source_id = dossier AND NOT EXISTS (
                SELECT 1 FROM sharing_restriction q WHERE q.dossier_id = o.target_id AND q.ended_at IS NULL)))))
    LIMIT 1
$$;

-- As of 0029, and with what others were asked about it.
CREATE OR REPLACE FUNCTION guard.around_case(on_case uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH matters AS (
        SELECT on_case AS id
        UNION SELECT l.source_id FROM sharing_link l WHERE l.target_id = on_case AND l.kind IN ('belongs', 'became', 'asked'))
    SELECT d.id FROM sharing_dossier d JOIN sharing_dossier c ON c.id = on_case AND c.owner_id = d.owner_id
    WHERE d.erased_at IS NULL AND (d.id IN (SELECT m.id FROM matters m) OR d.id IN (
        SELECT l.target_id FROM sharing_link l JOIN matters m ON m.id = l.source_id WHERE l.kind = 'concerns'))
$$;

DROP TRIGGER restrict_along ON sharing_link;
CREATE TRIGGER restrict_along AFTER INSERT ON sharing_link FOR EACH ROW WHEN (NEW.kind IN ('belongs', 'became', 'asked'))
    EXECUTE FUNCTION guard.restrict_along();
