-- An address that has ended stays so: it ends with its owner's membership, also where they come back to work here.
DROP POLICY may_update ON meetings_feed;
CREATE POLICY may_update ON meetings_feed FOR UPDATE TO tvaers_app
    USING (member_id = (SELECT guard.actor()) AND owner_id = (SELECT guard.organisation()) AND ended_at IS NULL)
    WITH CHECK (member_id = (SELECT guard.actor()) AND owner_id = (SELECT guard.organisation()));

CREATE FUNCTION guard.feeds_end() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    UPDATE meetings_feed SET ended_at = statement_timestamp() WHERE member_id = NEW.id AND ended_at IS NULL;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.feeds_end() FROM PUBLIC;
CREATE TRIGGER feeds_end AFTER UPDATE OF state ON partnerships_membership FOR EACH ROW
    WHEN (OLD.state = 'active' AND NEW.state <> 'active') EXECUTE FUNCTION guard.feeds_end();

-- As before, and none where the owner's organisation has ended.
CREATE OR REPLACE FUNCTION guard.feed_holds(feed_hash bytea) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT guard.in_context() AND EXISTS (
        SELECT 1 FROM meetings_feed f JOIN partnerships_membership p ON p.id = f.member_id AND p.state = 'active'
        JOIN partnerships_organisation o ON o.id = p.organisation_id AND o.ended_at IS NULL
        WHERE f.token_hash = feed_hash AND f.ended_at IS NULL)
$$;

CREATE OR REPLACE FUNCTION guard.meetings_of_feed(feed_hash bytea)
RETURNS TABLE (id uuid, kind text, place text, starts_at timestamptz, ends_at timestamptz, state text, version integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.in_context();
    RETURN QUERY
    SELECT m.id, m.kind::text, m.place::text, m.starts_at, m.ends_at, m.state::text, m.version
    FROM meetings_feed f
    JOIN meetings_seat s ON s.member_id = f.member_id
    JOIN meetings_meeting m ON m.id = s.meeting_id
    WHERE guard.feed_holds(feed_hash) AND f.token_hash = feed_hash
        AND m.ends_at > statement_timestamp() - interval '60 days'
    ORDER BY m.starts_at, m.id;
END
$$;
