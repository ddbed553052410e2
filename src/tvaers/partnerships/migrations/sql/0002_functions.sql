-- Memberships and roles are written by these functions only: an injected statement of the application role
-- can at most do what the administrator at the screen could, and each deed leaves an event.

-- Who may act: the memberships behind a session, entered by its hashed key, before a context stands.
CREATE FUNCTION guard.memberships_of_session(session_key_hash bytea, idle interval)
RETURNS TABLE (id uuid, name text, title text, email text, phone text, roles integer, organisation_id uuid,
               organisation_name text, organisation_short_name text, organisation_mark text, organisation_kind text,
               organisation_is_host boolean, unit_ids uuid[])
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT m.id, m.name::text, m.title::text, m.email::text, m.phone::text, m.roles, o.id, o.name::text,
           o.short_name::text, o.mark::text, o.kind::text, o.is_host,
           coalesce((SELECT array_agg(um.unit_id ORDER BY um.unit_id) FROM partnerships_unitmembership um
                     WHERE um.membership_id = m.id), '{}')
    FROM accounts_session s
    JOIN accounts_user u ON u.id = s.user_id AND u.is_active
    JOIN partnerships_membership m ON m.user_id = u.id AND m.state = 'active'
    JOIN partnerships_organisation o ON o.id = m.organisation_id AND o.ended_at IS NULL
    WHERE s.key_hash = session_key_hash
      AND s.seen_at > statement_timestamp() - idle AND s.expires_at > statement_timestamp()
    ORDER BY m.created_at, m.id
$$;

-- Raises unless the actor is, in the tables and not only in the context, an administrator at work here.
CREATE FUNCTION guard.require_administrator() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    IF NOT EXISTS (
        SELECT 1 FROM partnerships_membership m
        WHERE m.id = guard.actor() AND m.organisation_id = guard.organisation() AND m.state = 'active' AND m.roles & 4096 <> 0
    ) THEN
        RAISE EXCEPTION 'only an administrator of the organisation may do this' USING ERRCODE = 'TV010';
    END IF;
END
$$;

-- Raises unless the membership belongs to the actor's organisation.
CREATE FUNCTION guard.require_own_member(member uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM partnerships_membership m WHERE m.id = member AND m.organisation_id = guard.organisation()) THEN
        RAISE EXCEPTION 'no such member here' USING ERRCODE = 'TV011';
    END IF;
END
$$;

-- Raises when the change would leave the organisation without an administrator.
CREATE FUNCTION guard.require_administrator_left(organisation uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM partnerships_membership m WHERE m.organisation_id = organisation AND m.state = 'active' AND m.roles & 4096 <> 0) THEN
        RAISE EXCEPTION 'the organisation would have no administrator' USING ERRCODE = 'TV012';
    END IF;
END
$$;

CREATE FUNCTION guard.set_units(member uuid, member_units uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    DELETE FROM partnerships_unitmembership WHERE membership_id = member AND unit_id <> ALL (member_units);
    INSERT INTO partnerships_unitmembership (membership_id, unit_id)
    SELECT member, u.id FROM partnerships_unit u JOIN partnerships_membership m ON m.id = member
    WHERE u.id = ANY (member_units) AND u.organisation_id = m.organisation_id
    ON CONFLICT DO NOTHING;
END
$$;

-- Invites somebody to work here: the account when there is none, the membership, and the letter's hash.
-- Also at another organisation when the actor's is the host and the other has no administrator yet.
-- Raises TV010 to others, TV013 when the person works here already.
CREATE FUNCTION guard.invite(member uuid, at_organisation uuid, member_name text, member_title text, member_email text,
    member_phone text, member_roles integer, member_units uuid[], letter_hash bytea, letter_expires timestamptz)
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    account uuid;
    existing partnerships_membership;
BEGIN
    PERFORM guard.require_administrator();
    IF at_organisation <> guard.organisation() AND NOT (
        member_roles & 4096 <> 0
        AND EXISTS (SELECT 1 FROM partnerships_organisation o WHERE o.id = guard.organisation() AND o.is_host)
        AND NOT EXISTS (SELECT 1 FROM partnerships_membership m WHERE m.organisation_id = at_organisation AND m.state = 'active' AND m.roles & 4096 <> 0)
    ) THEN
        RAISE EXCEPTION 'only for the own organisation' USING ERRCODE = 'TV010';
    END IF;
    INSERT INTO accounts_user (id, email, password, is_active)
    VALUES (gen_random_uuid(), lower(member_email), '!', true) ON CONFLICT (email) DO NOTHING;
    SELECT u.id INTO account FROM accounts_user u WHERE u.email = lower(member_email);
    SELECT * INTO existing FROM partnerships_membership m WHERE m.user_id = account AND m.organisation_id = at_organisation FOR UPDATE;
    IF existing.state = 'active' THEN
        RAISE EXCEPTION 'works here already' USING ERRCODE = 'TV013';
    END IF;
    IF existing.id IS NULL THEN
        INSERT INTO partnerships_membership (id, user_id, organisation_id, name, title, phone, email, roles, state)
        VALUES (member, account, at_organisation, member_name, member_title, member_phone, lower(member_email), member_roles, 'invited');
    ELSE
        member := existing.id;
        UPDATE partnerships_membership SET name = member_name, title = member_title, phone = member_phone,
            roles = member_roles, state = 'invited', left_at = NULL WHERE id = member;
        UPDATE partnerships_invitation SET used_at = statement_timestamp() WHERE membership_id = member AND used_at IS NULL;
    END IF;
    PERFORM guard.set_units(member, member_units);
    INSERT INTO partnerships_invitation (id, membership_id, token_hash, expires_at)
    VALUES (gen_random_uuid(), member, letter_hash, letter_expires);
    RETURN member;
END
$$;

-- Shows whom a letter invites; called in the sign-in context by whoever has the link.
CREATE FUNCTION guard.invitation(letter_hash bytea)
RETURNS TABLE (membership_id uuid, member_name text, member_email text, organisation_name text, user_id uuid, has_password boolean)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT m.id, m.name::text, u.email::text, o.name::text, u.id, u.password <> '!'
    FROM partnerships_invitation i
    JOIN partnerships_membership m ON m.id = i.membership_id AND m.state = 'invited'
    JOIN accounts_user u ON u.id = m.user_id
    JOIN partnerships_organisation o ON o.id = m.organisation_id
    WHERE guard.in_context() AND i.token_hash = letter_hash AND i.used_at IS NULL AND i.expires_at > statement_timestamp()
$$;

-- Accepts an invitation once. A new account gets the password; one that has a password keeps its own.
CREATE FUNCTION guard.accept_invitation(letter_hash bytea, new_password text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    letter record;
BEGIN
    SELECT i.id, i.membership_id, m.user_id INTO letter
    FROM partnerships_invitation i JOIN partnerships_membership m ON m.id = i.membership_id AND m.state = 'invited'
    WHERE guard.in_context() AND i.token_hash = letter_hash AND i.used_at IS NULL AND i.expires_at > statement_timestamp()
    FOR UPDATE OF i;
    IF letter IS NULL THEN
        RAISE EXCEPTION 'no such invitation' USING ERRCODE = 'TV014';
    END IF;
    UPDATE partnerships_invitation SET used_at = statement_timestamp() WHERE id = letter.id;
    UPDATE accounts_user SET password = new_password WHERE id = letter.user_id AND password = '!';
    UPDATE partnerships_membership SET state = 'active' WHERE id = letter.membership_id;
    RETURN letter.user_id;
END
$$;

-- Changes how a member is named and reached, and the member's roles and units.
CREATE FUNCTION guard.change_member(member uuid, member_name text, member_title text, member_phone text,
    member_roles integer, member_units uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.require_administrator();
    PERFORM guard.require_own_member(member);
    UPDATE partnerships_membership SET name = member_name, title = member_title, phone = member_phone,
        roles = member_roles, reviewed_at = statement_timestamp() WHERE id = member;
    PERFORM guard.set_units(member, member_units);
    PERFORM guard.require_administrator_left(guard.organisation());
END
$$;

-- Changes the own telephone number and title; nothing that opens a door.
CREATE FUNCTION guard.change_own_details(member_title text, member_phone text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    UPDATE partnerships_membership SET title = member_title, phone = member_phone WHERE id = guard.actor();
END
$$;

-- Somebody leaves: no roles, no units, sessions ended on the next request; the account closes with the last job.
CREATE FUNCTION guard.leave_organisation(member uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    account uuid;
BEGIN
    PERFORM guard.require_administrator();
    PERFORM guard.require_own_member(member);
    UPDATE partnerships_membership SET state = 'left', roles = 0, left_at = statement_timestamp()
    WHERE id = member RETURNING user_id INTO account;
    DELETE FROM partnerships_unitmembership WHERE membership_id = member;
    UPDATE partnerships_invitation SET used_at = statement_timestamp() WHERE membership_id = member AND used_at IS NULL;
    DELETE FROM accounts_session WHERE user_id = account;
    IF NOT EXISTS (SELECT 1 FROM partnerships_membership m WHERE m.user_id = account AND m.state <> 'left') THEN
        UPDATE accounts_user SET is_active = false WHERE id = account;
    END IF;
    PERFORM guard.require_administrator_left(guard.organisation());
END
$$;

-- A lost second factor: one administrator asks …
CREATE FUNCTION guard.ask_factor_reset(reset uuid, member uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.require_administrator();
    PERFORM guard.require_own_member(member);
    INSERT INTO partnerships_factorreset (id, membership_id, organisation_id, asked_by_id)
    VALUES (reset, member, guard.organisation(), guard.actor());
END
$$;

-- … and another agrees within three days; neither may be the one whose factor it is (TV015).
CREATE FUNCTION guard.agree_factor_reset(reset uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    asked partnerships_factorreset;
    account uuid;
    agreeing uuid;
BEGIN
    PERFORM guard.require_administrator();
    SELECT * INTO asked FROM partnerships_factorreset f
    WHERE f.id = reset AND f.organisation_id = guard.organisation() AND f.agreed_at IS NULL
      AND f.asked_at > statement_timestamp() - interval '3 days' FOR UPDATE;
    IF asked.id IS NULL THEN
        RAISE EXCEPTION 'no such request' USING ERRCODE = 'TV011';
    END IF;
    SELECT m.user_id INTO account FROM partnerships_membership m WHERE m.id = asked.membership_id;
    SELECT m.user_id INTO agreeing FROM partnerships_membership m WHERE m.id = guard.actor();
    IF asked.asked_by_id = guard.actor() OR agreeing = account
        OR EXISTS (SELECT 1 FROM partnerships_membership m WHERE m.id = asked.asked_by_id AND m.user_id = account) THEN
        RAISE EXCEPTION 'two administrators, and neither for the own factor' USING ERRCODE = 'TV015';
    END IF;
    UPDATE partnerships_factorreset SET agreed_by_id = guard.actor(), agreed_at = statement_timestamp() WHERE id = reset;
    DELETE FROM mfa_authenticator WHERE user_id = account;
    DELETE FROM accounts_session WHERE user_id = account;
END
$$;

REVOKE ALL ON FUNCTION guard.memberships_of_session(bytea, interval), guard.require_administrator(),
    guard.require_own_member(uuid), guard.require_administrator_left(uuid), guard.set_units(uuid, uuid[]),
    guard.invite(uuid, uuid, text, text, text, text, integer, uuid[], bytea, timestamptz), guard.invitation(bytea),
    guard.accept_invitation(bytea, text), guard.change_member(uuid, text, text, text, integer, uuid[]),
    guard.change_own_details(text, text), guard.leave_organisation(uuid), guard.ask_factor_reset(uuid, uuid),
    guard.agree_factor_reset(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.memberships_of_session(bytea, interval),
    guard.invite(uuid, uuid, text, text, text, text, integer, uuid[], bytea, timestamptz), guard.invitation(bytea),
    guard.accept_invitation(bytea, text), guard.change_member(uuid, text, text, text, integer, uuid[]),
    guard.change_own_details(text, text), guard.leave_organisation(uuid), guard.ask_factor_reset(uuid, uuid),
    guard.agree_factor_reset(uuid) TO tvaers_app;
