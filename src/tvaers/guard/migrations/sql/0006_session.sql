-- A context says two more things: in which session somebody asks, and which second factor was shown in this very
-- request. Claims 14 and 15, after the expiry; a context of the former release, version 1, has neither and holds on.
CREATE OR REPLACE FUNCTION guard.claims() RETURNS text[]
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
    IF (claims[1] = '1' AND array_length(claims, 1) = 13 OR claims[1] = '2' AND array_length(claims, 1) = 15) IS NOT TRUE
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

-- The hash of the key of the session that somebody asks in; for functions of the database only.
CREATE FUNCTION guard.session() RETURNS bytea
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT decode(nullif((guard.claims())[14], ''), 'hex') $$;
-- The kind of second factor that the program says was shown in this request.
CREATE FUNCTION guard.shown_factor() RETURNS text
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT nullif((guard.claims())[15], '') $$;
REVOKE ALL ON FUNCTION guard.session(), guard.shown_factor() FROM PUBLIC;
