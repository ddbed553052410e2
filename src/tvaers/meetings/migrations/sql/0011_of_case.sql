-- Network meetings of a case.

-- Which meetings of the asking organisation are about a case of its own that the asker may write in, with their items.
-- An item is seen by who brought it and by who is let in; that the network meets about a case, by who works on the case.
CREATE FUNCTION guard.network_meetings(of_case uuid) RETURNS TABLE (meeting_id uuid, item_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    IF NOT guard.can(of_case, 511, 2) OR NOT EXISTS (
        SELECT 1 FROM sharing_dossier d WHERE d.id = of_case AND d.owner_id = guard.organisation()
    ) THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT m.id, i.id FROM sharing_link l
    JOIN meetings_item i ON i.id = l.source_id AND i.is_gated
    JOIN meetings_meeting m ON m.id = i.meeting_id AND m.kind = 'network' AND m.owner_id = guard.organisation()
    WHERE l.kind = 'belongs' AND l.target_id = of_case;
END
$$;
REVOKE ALL ON FUNCTION guard.network_meetings(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.network_meetings(uuid) TO tvaers_app;
