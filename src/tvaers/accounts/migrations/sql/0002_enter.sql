-- Enters a session by its hashed key: the only way from a cookie to a user before a context stands.
-- Idle or absolute expiry, or a closed account, gives no row. seen_at moves at most once a minute.
CREATE FUNCTION guard.enter_session(session_key_hash bytea, idle interval)
RETURNS TABLE (data bytea, user_id uuid, email text, password text, is_active boolean, last_login timestamptz,
               created_at timestamptz, has_second_factor boolean)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    UPDATE accounts_session s SET seen_at = statement_timestamp()
    WHERE s.key_hash = session_key_hash AND s.seen_at < statement_timestamp() - interval '1 minute'
      AND s.seen_at > statement_timestamp() - idle AND s.expires_at > statement_timestamp();
    RETURN QUERY
        SELECT s.data, u.id, u.email::text, u.password::text, u.is_active, u.last_login, u.created_at,
               EXISTS (SELECT 1 FROM mfa_authenticator m WHERE m.user_id = u.id AND m.type = 'totp')
        FROM accounts_session s LEFT JOIN accounts_user u ON u.id = s.user_id
        WHERE s.key_hash = session_key_hash
          AND s.seen_at > statement_timestamp() - idle AND s.expires_at > statement_timestamp();
END
$$;

-- Writes a session, known by its hashed key; a session that has a user is made in the sign-in context, or by that
-- user. What is written must unseal with the key store's key to be worth anything. False: taken, or ended meanwhile.
CREATE FUNCTION guard.save_session(session_key_hash bytea, session_data bytea, for_user uuid, ends timestamptz,
    is_new boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.in_context();
    IF for_user IS NOT NULL AND guard.kind() <> 'sign-in' AND for_user IS DISTINCT FROM guard.signed_in_user() THEN
        RAISE EXCEPTION 'not the own session' USING ERRCODE = 'TV010';
    END IF;
    IF is_new THEN
        INSERT INTO accounts_session (key_hash, user_id, data, expires_at)
        VALUES (session_key_hash, for_user, session_data, ends) ON CONFLICT DO NOTHING;
    ELSE
        UPDATE accounts_session s SET data = session_data, user_id = for_user WHERE s.key_hash = session_key_hash;
    END IF;
    RETURN FOUND;
END
$$;

-- Ends the session of a hashed key.
CREATE FUNCTION guard.end_session(session_key_hash bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.in_context();
    DELETE FROM accounts_session s WHERE s.key_hash = session_key_hash;
END
$$;
REVOKE ALL ON FUNCTION guard.save_session(bytea, bytea, uuid, timestamptz, boolean), guard.end_session(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.save_session(bytea, bytea, uuid, timestamptz, boolean), guard.end_session(bytea) TO tvaers_app;

-- Sweeps what has run out; a named job's duty. No session that was used in the last quarter of an hour ends by it:
-- whatever limit a statement claims, it cannot sign everybody out.
CREATE FUNCTION guard.sweep_sessions(idle interval) RETURNS bigint
LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH gone AS (
        DELETE FROM accounts_session
        WHERE expires_at <= statement_timestamp() OR seen_at <= statement_timestamp() - greatest(idle, interval '15 minutes') RETURNING 1
    ) SELECT count(*) FROM gone
$$;

-- Ends every session of a user; an account's own "sign out everywhere" and a leaver's end.
CREATE FUNCTION guard.end_own_sessions(but_key_hash bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    ended bigint;
BEGIN
    DELETE FROM accounts_session
    WHERE user_id = guard.signed_in_user() AND key_hash IS DISTINCT FROM but_key_hash;
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END
$$;

REVOKE ALL ON FUNCTION guard.enter_session(bytea, interval), guard.sweep_sessions(interval),
    guard.end_own_sessions(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.enter_session(bytea, interval), guard.sweep_sessions(interval),
    guard.end_own_sessions(bytea) TO tvaers_app;

-- The cache that all processes share (sign-in limits, replay of one-time codes).
CREATE TABLE django_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX django_cache_expires ON django_cache (expires);
