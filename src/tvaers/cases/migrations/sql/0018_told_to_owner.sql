-- As of sharing 0029, and to the owner's people alone: whoever was given something of a restricted case is not told that
-- it is one.
CREATE OR REPLACE FUNCTION guard.known_restriction(dossier uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT CASE WHEN guard.can(dossier, 511, 1)
        AND EXISTS (SELECT 1 FROM sharing_dossier d WHERE d.id = dossier AND d.owner_id = guard.organisation())
    THEN guard.restriction_of(dossier) END
$$;
