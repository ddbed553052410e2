-- When, where and of which kind the meetings of an address's owner are, from sixty days ago on; and nothing else. Whoever
-- asks is nobody: the address is the only thing that is known. None for one that has ended, or whose owner has left.
CREATE FUNCTION guard.meetings_of_feed(feed_hash bytea)
RETURNS TABLE (id uuid, kind text, place text, starts_at timestamptz, ends_at timestamptz, state text, version integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.in_context();
    RETURN QUERY
    SELECT m.id, m.kind::text, m.place::text, m.starts_at, m.ends_at, m.state::text, m.version
    FROM meetings_feed f
    JOIN partnerships_membership p ON p.id = f.member_id AND p.state = 'active'
    JOIN meetings_seat s ON s.member_id = f.member_id
    JOIN meetings_meeting m ON m.id = s.meeting_id
    WHERE f.token_hash = feed_hash AND f.ended_at IS NULL AND m.ends_at > statement_timestamp() - interval '60 days'
    ORDER BY m.starts_at, m.id;
END
$$;
REVOKE ALL ON FUNCTION guard.meetings_of_feed(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.meetings_of_feed(bytea) TO tvaers_app;

-- True when the address holds: an empty calendar is one, too.
CREATE FUNCTION guard.feed_holds(feed_hash bytea) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT guard.in_context() AND EXISTS (
        SELECT 1 FROM meetings_feed f JOIN partnerships_membership p ON p.id = f.member_id AND p.state = 'active'
        WHERE f.token_hash = feed_hash AND f.ended_at IS NULL)
$$;
REVOKE ALL ON FUNCTION guard.feed_holds(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.feed_holds(bytea) TO tvaers_app;
