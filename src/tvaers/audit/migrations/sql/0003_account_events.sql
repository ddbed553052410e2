-- Appends that an account was used or tried. The sign-in context may name any account, as nobody is known yet;
-- somebody signed in only the own one. Names outside the accounts' own are refused (TV031).
CREATE FUNCTION guard.record_account_event(event_id uuid, event_name text, event_user uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF guard.kind() <> 'sign-in' AND event_user IS DISTINCT FROM guard.signed_in_user() THEN
        RAISE EXCEPTION 'only of the own account' USING ERRCODE = 'TV031';
    END IF;
    IF event_name !~ '^accounts\.[a-z_]{1,60}$' THEN
        RAISE EXCEPTION 'no event of an account' USING ERRCODE = 'TV031';
    END IF;
    INSERT INTO audit_accountevent (id, ticket_id, user_id, name)
    VALUES (event_id, guard.ticket(), event_user, event_name);
END
$$;
REVOKE ALL ON FUNCTION guard.record_account_event(uuid, text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.record_account_event(uuid, text, uuid) TO tvaers_app;
