-- A purpose that an amendment takes out of an agreement ends with its signature: what was given on its frame for that
-- purpose alone, or waits for an answer or an approval, ends there and then, and nothing else does.
CREATE FUNCTION guard.purposes_end() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    UPDATE sharing_access a SET until_at = statement_timestamp()
    WHERE a.frame_id = NEW.id AND a.purpose & NEW.purposes = 0 AND a.state IN ('drafted', 'offered', 'accepted')
      AND a.ended_at IS NULL AND a.until_at > statement_timestamp();
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.purposes_end() FROM PUBLIC;
CREATE TRIGGER purposes_end AFTER UPDATE OF purposes ON sharing_frame FOR EACH ROW
    WHEN (NEW.kind = 'agreement' AND OLD.purposes & ~NEW.purposes <> 0) EXECUTE FUNCTION guard.purposes_end();
