-- Ends what ties a person to a concern that is no longer about them, as when it is split (R12): the link goes once no
-- part of the person's is left in the concern. Only who decides, in the organisation that answers for it; TV020.
CREATE FUNCTION guard.release_person(concern uuid, person uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    IF NOT guard.decides() OR NOT guard.can(concern, 511, 2)
        OR NOT EXISTS (SELECT 1 FROM sharing_dossier d
            WHERE d.id = concern AND d.kind = 'concern' AND d.owner_id = guard.organisation() AND d.erased_at IS NULL)
    THEN
        RAISE EXCEPTION 'only who decides on it' USING ERRCODE = 'TV020';
    END IF;
    DELETE FROM sharing_link l WHERE l.kind = 'concerns' AND l.source_id = concern AND l.target_id = person
        AND NOT EXISTS (SELECT 1 FROM concerns_involved i WHERE i.dossier_id = concern AND i.person_id = person);
END
$$;
REVOKE ALL ON FUNCTION guard.release_person(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.release_person(uuid, uuid) TO tvaers_app;

-- What splitting has left until now.
DELETE FROM sharing_link l USING sharing_dossier d
WHERE l.kind = 'concerns' AND d.id = l.source_id AND d.kind = 'concern'
  AND NOT EXISTS (SELECT 1 FROM concerns_involved i WHERE i.dossier_id = l.source_id AND i.person_id = l.target_id);
