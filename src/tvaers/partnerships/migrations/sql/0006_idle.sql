-- How long a session may rest: whoever keeps people and roles, or reads the log of everybody's looks, has an unattended
-- screen closed sooner. `sooner_for` is a mask of roles; a role at any place counts.
CREATE FUNCTION guard.idle_limit(session_key_hash bytea, idle interval, sooner interval, sooner_for integer)
RETURNS interval
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT CASE WHEN EXISTS (
        SELECT 1 FROM accounts_session s
        JOIN partnerships_membership m ON m.user_id = s.user_id AND m.state = 'active'
        WHERE s.key_hash = session_key_hash AND m.roles & sooner_for <> 0
    ) THEN least(idle, sooner) ELSE idle END
$$;
REVOKE ALL ON FUNCTION guard.idle_limit(bytea, interval, interval, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.idle_limit(bytea, interval, interval, integer) TO tvaers_app;
