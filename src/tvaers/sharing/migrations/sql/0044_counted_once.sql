-- As of 0003, and what others share counts once: neither the text that stays of a task beside it nor an emergency look-up.
CREATE OR REPLACE FUNCTION guard.count_member_access(member uuid) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.require_administrator();
    PERFORM guard.require_own_member(member);
    RETURN (
        SELECT ARRAY[
            count(*) FILTER (WHERE a.source = 'owner' AND a.state = 'accepted' AND a.owner_id = guard.organisation()),
            count(*) FILTER (WHERE a.source = 'disclosure' AND a.state IN ('offered', 'accepted'))]
        FROM sharing_access a
        WHERE a.reader_id = member AND a.member_id = member AND a.ended_at IS NULL AND a.until_at > statement_timestamp()
    );
END
$$;
