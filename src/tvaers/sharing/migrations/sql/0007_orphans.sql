-- Which of `ids` name no living dossier of the context's organisation: what the nightly sweep of the key store asks.
-- Only a named job asks. It tells nothing about others: a dossier of another organisation and one that never was are
-- both answered as "none of yours", and what belongs to the organisation its own job may know. That a dossier is read
-- past its access is the point: an access may have run out while the dossier lives, and its key must stay.
-- Raises TV020 for everybody but a job.
CREATE FUNCTION guard.without_dossier(ids uuid[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    IF guard.kind() <> 'system' THEN
        RAISE EXCEPTION 'only a job asks' USING ERRCODE = 'TV020';
    END IF;
    RETURN QUERY SELECT asked.id FROM unnest(ids) AS asked (id)
    WHERE NOT EXISTS (SELECT 1 FROM sharing_dossier d WHERE d.id = asked.id AND d.owner_id = guard.organisation()
        AND d.erased_at IS NULL);
END
$$;
REVOKE ALL ON FUNCTION guard.without_dossier(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.without_dossier(uuid[]) TO tvaers_app;
