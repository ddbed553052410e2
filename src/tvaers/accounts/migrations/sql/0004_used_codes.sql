-- The one-time codes that were used. No login reads the table or takes a row away before its time: what was used once
-- stays used.
CREATE TABLE guard.used_code (
    -- The program's keyed hash over whose code it is and its digits.
    token bytea PRIMARY KEY CHECK (length(token) = 32),
    until_at timestamptz NOT NULL
);
CREATE INDEX used_code_until ON guard.used_code (until_at);
REVOKE ALL ON guard.used_code FROM PUBLIC;

-- Notes that a code was used; false when it was used before and could still be accepted. Two at once: the second waits
-- for the first one's commit. Remembered for `seconds`, an hour at most.
CREATE FUNCTION guard.use_code(code_token bytea, seconds integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.in_context();
    INSERT INTO guard.used_code AS known (token, until_at)
    VALUES (code_token, statement_timestamp() + make_interval(secs => least(seconds, 3600)))
    ON CONFLICT (token) DO UPDATE SET until_at = excluded.until_at WHERE known.until_at <= statement_timestamp();
    RETURN FOUND;
END
$$;

-- Forgets the codes that nobody could use any more; returns how many.
CREATE FUNCTION guard.sweep_used_codes() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    gone bigint;
BEGIN
    PERFORM guard.in_context();
    DELETE FROM guard.used_code u WHERE u.until_at <= statement_timestamp();
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END
$$;
REVOKE ALL ON FUNCTION guard.use_code(bytea, integer), guard.sweep_used_codes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.use_code(bytea, integer), guard.sweep_used_codes() TO tvaers_app;
