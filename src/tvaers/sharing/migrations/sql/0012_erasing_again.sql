-- An older copy of the database holds dossiers that were erased since. The key store keeps the ids of what was erased,
-- so that it can be erased again before anybody is served.

-- Takes away every row behind a dossier, its links and its access; what is left is that it was there.
CREATE FUNCTION guard.take_away(dossier uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    t guard.dossier_table;
BEGIN
    FOR t IN SELECT * FROM guard.dossier_table LOOP
        EXECUTE format('DELETE FROM %s WHERE %I = $1', t.name, t.dossier_column) USING dossier;
    END LOOP;
    DELETE FROM sharing_link l WHERE dossier IN (l.source_id, l.target_id);
    DELETE FROM sharing_access a WHERE a.dossier_id = dossier;
    UPDATE sharing_dossier d SET erased_at = statement_timestamp() WHERE d.id = dossier;
END
$$;
REVOKE ALL ON FUNCTION guard.take_away(uuid) FROM PUBLIC;

-- Erases a dossier. What is left is the receipt: that a dossier of this kind was there, until when, and who erased it.
-- The caller deletes the key.
CREATE OR REPLACE FUNCTION guard.erase_dossier(dossier uuid, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    IF NOT guard.decides() OR NOT guard.can(dossier, 511, 2)
        OR NOT EXISTS (SELECT 1 FROM sharing_dossier d WHERE d.id = dossier AND d.owner_id = guard.organisation() AND d.erased_at IS NULL)
    THEN
        RAISE EXCEPTION 'only the owner erases' USING ERRCODE = 'TV020';
    END IF;
    PERFORM guard.take_away(dossier);
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.erased', NULL, dossier, jsonb_build_object('why', why));
END
$$;

-- Erases again what a restored database holds although it was erased; returns how many dossiers that were. The receipt
-- names nobody: who erased it first stands in the log that the older copy does not have. For restoring alone.
CREATE FUNCTION guard.erase_again(ids uuid[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    dossier record;
    erased bigint := 0;
BEGIN
    FOR dossier IN SELECT d.id, d.owner_id FROM sharing_dossier d WHERE d.id = ANY (ids) AND d.erased_at IS NULL ORDER BY d.id LOOP
        PERFORM guard.take_away(dossier.id);
        INSERT INTO audit_event (id, organisation_id, name, dossier_id, detail)
        VALUES (gen_random_uuid(), dossier.owner_id, 'sharing.erased', dossier.id, '{"why": "restored"}');
        erased := erased + 1;
    END LOOP;
    RETURN erased;
END
$$;
REVOKE ALL ON FUNCTION guard.erase_again(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.erase_again(uuid[]) TO tvaers_maintenance;

-- True when one of `ids` names a dossier that lives: what the start asks about the key store's list of the erased. Only
-- a named job's context asks, which no statement can sign. Raises TV020 for everybody else.
CREATE FUNCTION guard.any_living(ids uuid[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    IF guard.kind() <> 'system' THEN
        RAISE EXCEPTION 'only a job asks' USING ERRCODE = 'TV020';
    END IF;
    RETURN EXISTS (SELECT 1 FROM sharing_dossier d WHERE d.id = ANY (ids) AND d.erased_at IS NULL);
END
$$;
REVOKE ALL ON FUNCTION guard.any_living(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.any_living(uuid[]) TO tvaers_app;
