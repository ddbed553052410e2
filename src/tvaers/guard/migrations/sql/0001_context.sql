-- The signed context: what the database believes about who is asking.
-- A setting alone is no boundary, any injected statement could change it; so the setting carries an
-- HMAC over its claims, and the key lies in a table that no login role may read.

CREATE SCHEMA guard;
REVOKE ALL ON SCHEMA guard FROM PUBLIC;
GRANT USAGE ON SCHEMA guard TO tvaers_app, tvaers_ticket, tvaers_worker, tvaers_maintenance;

CREATE TABLE guard.secret (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    inner_pad bytea NOT NULL CHECK (length(inner_pad) = 64),
    outer_pad bytea NOT NULL CHECK (length(outer_pad) = 64)
);
REVOKE ALL ON guard.secret FROM PUBLIC;

-- Claims, in order: version, kind, backend pid, transaction start (microseconds since 1970), actor,
-- organisation, user, readers (comma-separated), categories, purposes, roles, ticket, expiry (microseconds).
-- Raises TV001 when the context is absent, false, of another transaction or expired.
CREATE FUNCTION guard.claims() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    token text := current_setting('tvaers.context', true);
    body text;
    expected bytea;
    claims text[];
BEGIN
    IF token IS NULL OR token = '' THEN
        RAISE EXCEPTION 'no context' USING ERRCODE = 'TV001';
    END IF;
    body := left(token, -65);
    SELECT sha256(outer_pad || sha256(inner_pad || convert_to(body, 'UTF8'))) INTO expected FROM guard.secret;
    IF expected IS NULL OR right(token, 65) IS DISTINCT FROM '|' || encode(expected, 'hex') THEN
        RAISE EXCEPTION 'false context' USING ERRCODE = 'TV001';
    END IF;
    claims := string_to_array(body, '|');
    IF claims[1] IS DISTINCT FROM '1'
        OR array_length(claims, 1) IS DISTINCT FROM 13
        OR claims[3]::integer IS DISTINCT FROM pg_backend_pid()
        OR claims[4]::bigint IS DISTINCT FROM (extract(epoch FROM transaction_timestamp()) * 1000000)::bigint
    THEN
        RAISE EXCEPTION 'context of another transaction' USING ERRCODE = 'TV001';
    END IF;
    IF claims[13]::bigint <= (extract(epoch FROM statement_timestamp()) * 1000000)::bigint THEN
        RAISE EXCEPTION 'expired context' USING ERRCODE = 'TV001';
    END IF;
    RETURN claims;
END
$$;

-- True in any valid context; raises otherwise. The floor under accounts, references and the machinery.
CREATE FUNCTION guard.in_context() RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED
AS $$ SELECT guard.claims() IS NOT NULL $$;

-- True when somebody, or a named job, acts for an organisation; raises otherwise. The floor under all else.
CREATE FUNCTION guard.at_work() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF (guard.claims())[2] NOT IN ('member', 'system') THEN
        RAISE EXCEPTION 'the context acts for no organisation' USING ERRCODE = 'TV002';
    END IF;
    RETURN true;
END
$$;

CREATE FUNCTION guard.kind() RETURNS text
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT (guard.claims())[2] $$;
CREATE FUNCTION guard.actor() RETURNS uuid
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT nullif((guard.claims())[5], '')::uuid $$;
CREATE FUNCTION guard.organisation() RETURNS uuid
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT nullif((guard.claims())[6], '')::uuid $$;
CREATE FUNCTION guard.signed_in_user() RETURNS uuid
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT nullif((guard.claims())[7], '')::uuid $$;
-- The keys that an access row can name: the organisation, the actor's units, the actor.
CREATE FUNCTION guard.readers() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT string_to_array(nullif((guard.claims())[8], ''), ',')::uuid[] $$;
CREATE FUNCTION guard.categories() RETURNS integer
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT ((guard.claims())[9])::integer $$;
CREATE FUNCTION guard.purposes() RETURNS integer
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT ((guard.claims())[10])::integer $$;
CREATE FUNCTION guard.roles() RETURNS integer
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT ((guard.claims())[11])::integer $$;
CREATE FUNCTION guard.ticket() RETURNS uuid
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT nullif((guard.claims())[12], '')::uuid $$;

-- A row of the log is never changed, not by its owner either.
CREATE FUNCTION guard.refuse_change() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'TV003';
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA guard TO tvaers_app;
