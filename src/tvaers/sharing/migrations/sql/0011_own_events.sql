-- The log of deeds holds what was done. What a function of the database does, it appends itself; what the program says
-- it did must be about a dossier that the asker sees, and a receipt of erasure goes with the erasure.

-- The names of what functions append; nobody else writes them (sharing.policies.written_by_functions adds to them).
CREATE TABLE guard.kept_event (name text PRIMARY KEY);
REVOKE ALL ON guard.kept_event FROM PUBLIC;

-- Appends what was done. Who, for whom and under which ticket is taken from the context, never from the caller.
-- For functions that run with the owner's rights; no login reaches it.
CREATE FUNCTION guard.append_event(event_id uuid, event_name text, event_object uuid, event_dossier uuid, event_detail jsonb)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    INSERT INTO audit_event (id, ticket_id, organisation_id, actor_id, name, object_id, dossier_id, detail)
    VALUES (event_id, guard.ticket(), guard.organisation(), guard.actor(), event_name, event_object, event_dossier,
            coalesce(event_detail, '{}'::jsonb));
END
$$;
REVOKE ALL ON FUNCTION guard.append_event(uuid, text, uuid, uuid, jsonb) FROM PUBLIC;

-- True when the asker erased the dossier in this very transaction: the event of it, which no statement can write, stands
-- under the asker's ticket with this transaction's time. Given a reason, for that reason.
CREATE FUNCTION guard.erased_now(dossier uuid, why jsonb) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT EXISTS (SELECT 1 FROM audit_event e
        WHERE e.name = 'sharing.erased' AND e.dossier_id = dossier AND e.at = transaction_timestamp()
          AND e.organisation_id = guard.organisation() AND e.actor_id IS NOT DISTINCT FROM guard.actor()
          AND e.ticket_id IS NOT DISTINCT FROM guard.ticket() AND (why IS NULL OR e.detail -> 'why' = why))
$$;
REVOKE ALL ON FUNCTION guard.erased_now(uuid, jsonb) FROM PUBLIC;

-- Appends what the program says was done. Raises TV033 for a name that functions keep or that is none, for a dossier
-- that the asker neither sees nor has just erased, and for a receipt ("….erased") of nothing that was just erased for
-- that reason, or a second one.
CREATE FUNCTION guard.append_said_event(event_id uuid, event_name text, event_object uuid, event_dossier uuid, event_detail jsonb)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    IF (event_name ~ '^[a-z]+\.[a-z_-]{1,60}$' AND jsonb_typeof(coalesce(event_detail, '{}')) = 'object') IS NOT TRUE
        OR EXISTS (SELECT 1 FROM guard.kept_event k WHERE k.name = event_name)
    THEN
        RAISE EXCEPTION 'no event that a request appends' USING ERRCODE = 'TV033';
    END IF;
    IF event_dossier IS NOT NULL AND NOT guard.can(event_dossier, 511, 1) AND NOT guard.erased_now(event_dossier, NULL) THEN
        RAISE EXCEPTION 'no such dossier' USING ERRCODE = 'TV033';
    END IF;
    IF event_name LIKE '%.erased' AND (
        NOT guard.erased_now(event_object, coalesce(event_detail -> 'why', 'null'))
        OR EXISTS (SELECT 1 FROM audit_event e WHERE e.organisation_id = guard.organisation()
                   AND e.at = transaction_timestamp() AND e.name = event_name AND e.object_id = event_object))
    THEN
        RAISE EXCEPTION 'no receipt without an erasure' USING ERRCODE = 'TV033';
    END IF;
    PERFORM guard.append_event(event_id, event_name, event_object, event_dossier, event_detail);
END
$$;
REVOKE ALL ON FUNCTION guard.append_said_event(uuid, text, uuid, uuid, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.append_said_event(uuid, text, uuid, uuid, jsonb) TO tvaers_app;

-- Appends what was done, for functions and requests alike. It runs with its caller's rights, which tell them apart: a
-- function that calls it has the owner's.
CREATE OR REPLACE FUNCTION guard.record_event(event_id uuid, event_name text, event_object uuid, event_dossier uuid, event_detail jsonb)
RETURNS void
LANGUAGE plpgsql SECURITY INVOKER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF current_user = 'tvaers_app' THEN
        PERFORM guard.append_said_event(event_id, event_name, event_object, event_dossier, event_detail);
    ELSE
        PERFORM guard.append_event(event_id, event_name, event_object, event_dossier, event_detail);
    END IF;
END
$$;
