-- Founds the partnership of an installation: the organisation that keeps the common lists, and the invitation of its
-- first administrator, who invites all others. Nobody is known yet, so the maintenance login calls it, and only as long
-- as nobody is at work anywhere. Called again before the letter was answered it corrects what was given and sends a new
-- letter. Raises TV047 when somebody is at work already, or the host has company.
CREATE FUNCTION guard.found_partnership(host_name text, host_short_name text, host_mark text, host_kind text, host_phone text,
    member_name text, member_title text, member_email text, letter_hash bytea, letter_expires timestamptz)
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    administrator CONSTANT integer := 4096;
    host uuid;
    account uuid;
    member uuid;
BEGIN
    PERFORM pg_advisory_xact_lock(7836511403);
    SELECT o.id INTO host FROM partnerships_organisation o WHERE o.is_host;
    IF EXISTS (SELECT 1 FROM partnerships_membership m WHERE m.state = 'active')
        OR EXISTS (SELECT 1 FROM partnerships_organisation o WHERE NOT o.is_host)
    THEN
        RAISE EXCEPTION 'founded already' USING ERRCODE = 'TV047';
    END IF;
    IF host IS NULL THEN
        host := gen_random_uuid();
        INSERT INTO partnerships_organisation (id, name, short_name, mark, kind, phone, is_host)
        VALUES (host, host_name, host_short_name, host_mark, host_kind, host_phone, true);
    ELSE
        UPDATE partnerships_organisation SET name = host_name, short_name = host_short_name, mark = host_mark,
            kind = host_kind, phone = host_phone WHERE id = host;
        UPDATE partnerships_invitation SET used_at = statement_timestamp() WHERE used_at IS NULL;
        UPDATE partnerships_membership SET state = 'left', roles = 0, left_at = statement_timestamp(), version = version + 1
        WHERE organisation_id = host AND state = 'invited';
    END IF;
    PERFORM guard.require_roles_in_place(administrator, host);
    INSERT INTO accounts_user (id, email, password, is_active)
    VALUES (gen_random_uuid(), lower(member_email), '!', true) ON CONFLICT (email) DO NOTHING;
    SELECT u.id INTO account FROM accounts_user u WHERE u.email = lower(member_email);
    INSERT INTO partnerships_membership (id, user_id, organisation_id, name, title, phone, email, roles, state)
    VALUES (gen_random_uuid(), account, host, member_name, member_title, '', lower(member_email), administrator, 'invited')
    ON CONFLICT (user_id, organisation_id) DO UPDATE SET name = excluded.name, title = excluded.title,
        roles = excluded.roles, state = 'invited', left_at = NULL, version = partnerships_membership.version + 1
    RETURNING id INTO member;
    INSERT INTO partnerships_invitation (id, membership_id, token_hash, expires_at)
    VALUES (gen_random_uuid(), member, letter_hash, least(letter_expires, statement_timestamp() + interval '14 days 1 minute'));
    INSERT INTO audit_event (id, organisation_id, name, object_id, detail)
    VALUES (gen_random_uuid(), host, 'partnerships.founded', member, jsonb_build_object('roles_after', administrator));
    RETURN member;
END
$$;
REVOKE ALL ON FUNCTION guard.found_partnership(text, text, text, text, text, text, text, text, bytea, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.found_partnership(text, text, text, text, text, text, text, text, bytea, timestamptz)
    TO tvaers_maintenance;
