-- When, and how, a second factor was last shown in a session. Written by note_factor alone.

-- A session that becomes another account's keeps nothing of what was shown for the one before.
CREATE OR REPLACE FUNCTION guard.save_session(session_key_hash bytea, session_data bytea, for_user uuid, ends timestamptz,
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
        UPDATE accounts_session s SET data = session_data, user_id = for_user,
            factor_at = CASE WHEN s.user_id = for_user THEN s.factor_at END,
            factor_kind = CASE WHEN s.user_id = for_user THEN s.factor_kind ELSE '' END
        WHERE s.key_hash = session_key_hash;
    END IF;
    RETURN FOUND;
END
$$;

-- Notes in a session that its user showed a second factor just now. `stated` is a context, signed by the program for this
-- very transaction, that says who did, in which session and with what; the transaction's own context stays as it was.
-- A recovery code is no such factor.
CREATE FUNCTION guard.note_factor(stated text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    before text := current_setting('tvaers.context', true);
BEGIN
    PERFORM guard.in_context();
    PERFORM set_config('tvaers.context', stated, true);
    IF (guard.shown_factor() IN ('totp', 'webauthn')) IS NOT TRUE THEN
        RAISE EXCEPTION 'no second factor was shown' USING ERRCODE = 'TV004';
    END IF;
    UPDATE accounts_session s SET factor_at = statement_timestamp(), factor_kind = guard.shown_factor()
    WHERE s.key_hash = guard.session() AND s.user_id = guard.signed_in_user();
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no session to note it in' USING ERRCODE = 'TV004';
    END IF;
    PERFORM set_config('tvaers.context', before, true);
END
$$;

-- How many whole seconds ago, rounded up, a second factor was shown in the session of the context; NULL when none was,
-- when the session has ended, and for whoever has none: a job, a command. A time to come is none either.
CREATE FUNCTION guard.factor_age() RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT ceil(extract(epoch FROM statement_timestamp() - s.factor_at))::integer
    FROM accounts_session s
    WHERE s.key_hash = guard.session() AND s.user_id = guard.signed_in_user()
      AND s.expires_at > statement_timestamp() AND s.factor_at <= statement_timestamp()
$$;

-- Raises unless a second factor was shown at most `seconds` ago. For functions that let something be done: a comparison
-- of one's own with factor_age() would let through whoever has shown none.
CREATE FUNCTION guard.require_factor(seconds integer) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF (guard.factor_age() <= seconds) IS NOT TRUE THEN
        RAISE EXCEPTION 'no second factor was shown just now' USING ERRCODE = 'TV005';
    END IF;
END
$$;
REVOKE ALL ON FUNCTION guard.note_factor(text), guard.factor_age(), guard.require_factor(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.note_factor(text), guard.factor_age(), guard.require_factor(integer) TO tvaers_app;
