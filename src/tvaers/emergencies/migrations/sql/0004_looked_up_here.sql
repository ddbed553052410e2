-- As of 0003, but asked by who could read of it: by those who work with them where they are known. Whoever was only shown
-- who somebody is elsewhere would learn that there was danger to a life.

CREATE OR REPLACE FUNCTION guard.looked_up_in_danger(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT guard.at_work() AND guard.can(person, 8, 2)
        AND EXISTS (SELECT 1 FROM sharing_dossier d WHERE d.id = person AND d.owner_id = guard.organisation())
        AND EXISTS (SELECT 1 FROM emergencies_emergencylookup l WHERE l.dossier_id = person)
$$;
