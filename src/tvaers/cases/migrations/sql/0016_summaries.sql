-- Whoever was given a summary of a case is told when it is closed, as whoever was given something of the case itself.
CREATE OR REPLACE FUNCTION guard.tell_case_closed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.tell_receivers('closed', NEW.id, NEW.id, 511, '-infinity', NULL);
    PERFORM guard.tell_receivers('closed', d.id, NEW.id, 511, '-infinity', NULL)
    FROM sharing_link l JOIN sharing_dossier d ON d.id = l.source_id AND d.kind = 'summary'
    WHERE l.kind = 'belongs' AND l.target_id = NEW.id;
    RETURN NULL;
END
$$;
