-- The ticket connection may insert tickets and outcomes, and read nothing.
GRANT INSERT ON audit_ticket, audit_outcome TO tvaers_ticket;
CREATE POLICY ticket_only ON audit_ticket FOR INSERT TO tvaers_ticket WITH CHECK (true);
CREATE POLICY ticket_only ON audit_outcome FOR INSERT TO tvaers_ticket WITH CHECK (true);

-- Appends what was done. Who, for whom and under which ticket is taken from the context, never from the caller.
CREATE FUNCTION guard.record_event(event_id uuid, event_name text, event_object uuid, event_dossier uuid, event_detail jsonb)
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
REVOKE ALL ON FUNCTION guard.record_event(uuid, text, uuid, uuid, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.record_event(uuid, text, uuid, uuid, jsonb) TO tvaers_app;
