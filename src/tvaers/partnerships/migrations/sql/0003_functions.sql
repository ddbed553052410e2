-- How an administrator keeps members: one change at a time, none lost, no role out of place, and no way to reach
-- somebody who works elsewhere through an invitation that was never accepted.
-- Errors: TV009 asked already, TV010 no administrator here, TV011 nobody such here, TV012 no administrator would be
-- left, TV013 works here already, TV014 no such invitation, TV015 two administrators and not the own factor,
-- TV016 role out of place, TV017 changed meanwhile, TV018 no such unit, TV019 invited already.

-- True when the actor is an administrator at work here, in the tables and not only in the context.
CREATE FUNCTION guard.is_administrator() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT guard.at_work() AND EXISTS (
        SELECT 1 FROM partnerships_membership m
        WHERE m.id = guard.actor() AND m.organisation_id = guard.organisation() AND m.state = 'active' AND m.roles & 4096 <> 0
    )
$$;

-- The roles that an organisation of this kind can have: partnerships.rules.ROLE_PLACES as a mask.
CREATE FUNCTION guard.roles_in_place(kind text) RETURNS integer
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE kind
        WHEN 'municipality' THEN 7967 WHEN 'police' THEN 8033 WHEN 'probation' THEN 8065 WHEN 'school' THEN 6915
        WHEN 'institution-public' THEN 6939 WHEN 'institution' THEN 6921 WHEN 'housing' THEN 6921
        WHEN 'association' THEN 6921 ELSE 0 END
$$;

-- Raises unless the mask has a role, and only roles that the organisation can have.
CREATE FUNCTION guard.require_roles_in_place(member_roles integer, at_organisation uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF coalesce(member_roles, 0) <= 0 OR NOT EXISTS (
        SELECT 1 FROM partnerships_organisation o
        WHERE o.id = at_organisation AND member_roles & ~guard.roles_in_place(o.kind) = 0
    ) THEN
        RAISE EXCEPTION 'a role out of place' USING ERRCODE = 'TV016';
    END IF;
END
$$;

-- One change of an organisation's members at a time, and only for its administrators: without the lock two of them
-- could each take the role from the other, and nobody would be left.
CREATE FUNCTION guard.lock_members(at_organisation uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM 1 FROM partnerships_organisation o WHERE o.id = at_organisation FOR NO KEY UPDATE;
    PERFORM guard.require_administrator();
END
$$;

-- Raises unless the asker may invite there: at the own organisation, or the first administrator of another when the
-- asker's is the host.
CREATE FUNCTION guard.require_may_invite(at_organisation uuid, member_roles integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.lock_members(at_organisation);
    IF at_organisation = guard.organisation() THEN
        RETURN;
    END IF;
    IF member_roles IS DISTINCT FROM 4096 OR NOT guard.at_host()
        OR NOT EXISTS (SELECT 1 FROM partnerships_organisation o WHERE o.id = at_organisation AND o.ended_at IS NULL)
        OR EXISTS (SELECT 1 FROM partnerships_membership m
                   WHERE m.organisation_id = at_organisation AND m.state = 'active' AND m.roles & 4096 <> 0)
    THEN
        RAISE EXCEPTION 'only for the own organisation' USING ERRCODE = 'TV010';
    END IF;
END
$$;

-- Sets the units of a member. Raises TV018 for one of another organisation, or a closed one the member is not in.
CREATE OR REPLACE FUNCTION guard.set_units(member uuid, member_units uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM unnest(member_units) AS wished (id) WHERE NOT EXISTS (
            SELECT 1 FROM partnerships_unit u JOIN partnerships_membership m ON m.organisation_id = u.organisation_id
            WHERE u.id = wished.id AND m.id = member AND (u.ended_at IS NULL OR EXISTS (
                SELECT 1 FROM partnerships_unitmembership um WHERE um.membership_id = member AND um.unit_id = u.id)))
    ) THEN
        RAISE EXCEPTION 'no such unit here' USING ERRCODE = 'TV018';
    END IF;
    DELETE FROM partnerships_unitmembership WHERE membership_id = member AND unit_id <> ALL (member_units);
    INSERT INTO partnerships_unitmembership (membership_id, unit_id)
    SELECT member, wished.id FROM unnest(member_units) AS wished (id)
    ON CONFLICT DO NOTHING;
END
$$;

-- Invites somebody to work here: the account when there is none, the membership, and the letter's hash.
-- Who has left is invited anew under the same membership. Raises TV010, TV013, TV016, TV018, TV019.
CREATE OR REPLACE FUNCTION guard.invite(member uuid, at_organisation uuid, member_name text, member_title text,
    member_email text, member_phone text, member_roles integer, member_units uuid[], letter_hash bytea,
    letter_expires timestamptz)
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    account uuid;
    existing partnerships_membership;
BEGIN
    PERFORM guard.require_may_invite(at_organisation, member_roles);
    PERFORM guard.require_roles_in_place(member_roles, at_organisation);
    INSERT INTO accounts_user (id, email, password, is_active)
    VALUES (gen_random_uuid(), lower(member_email), '!', true) ON CONFLICT (email) DO NOTHING;
    SELECT u.id INTO account FROM accounts_user u WHERE u.email = lower(member_email);
    SELECT * INTO existing FROM partnerships_membership m
    WHERE m.user_id = account AND m.organisation_id = at_organisation FOR UPDATE;
    IF existing.state = 'active' THEN
        RAISE EXCEPTION 'works here already' USING ERRCODE = 'TV013';
    ELSIF existing.state = 'invited' THEN
        RAISE EXCEPTION 'invited already' USING ERRCODE = 'TV019';
    ELSIF existing.id IS NULL THEN
        INSERT INTO partnerships_membership (id, user_id, organisation_id, name, title, phone, email, roles, state)
        VALUES (member, account, at_organisation, member_name, member_title, member_phone, lower(member_email), member_roles, 'invited');
    ELSE
        member := existing.id;
        UPDATE partnerships_membership SET name = member_name, title = member_title, phone = member_phone,
            roles = member_roles, state = 'invited', left_at = NULL, reviewed_at = NULL, version = version + 1
        WHERE id = member;
    END IF;
    PERFORM guard.set_units(member, member_units);
    INSERT INTO partnerships_invitation (id, membership_id, token_hash, expires_at)
    VALUES (gen_random_uuid(), member, letter_hash, least(letter_expires, statement_timestamp() + interval '14 days 1 minute'));
    RETURN member;
END
$$;

-- Sends a new letter to somebody who has not answered: the old link no longer works.
CREATE FUNCTION guard.invite_again(member uuid, letter_hash bytea, letter_expires timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    invited partnerships_membership;
BEGIN
    SELECT * INTO invited FROM partnerships_membership m WHERE m.id = member;
    PERFORM guard.require_may_invite(coalesce(invited.organisation_id, guard.organisation()), invited.roles);
    PERFORM 1 FROM partnerships_membership m WHERE m.id = member AND m.state = 'invited' FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nobody such is invited' USING ERRCODE = 'TV011';
    END IF;
    UPDATE partnerships_invitation SET used_at = statement_timestamp() WHERE membership_id = member AND used_at IS NULL;
    INSERT INTO partnerships_invitation (id, membership_id, token_hash, expires_at)
    VALUES (gen_random_uuid(), member, letter_hash, least(letter_expires, statement_timestamp() + interval '14 days 1 minute'));
END
$$;

-- Takes an invitation back before it is answered. The account, which may work elsewhere, is left in peace.
CREATE FUNCTION guard.withdraw_invitation(member uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    invited partnerships_membership;
BEGIN
    SELECT * INTO invited FROM partnerships_membership m WHERE m.id = member;
    PERFORM guard.require_may_invite(coalesce(invited.organisation_id, guard.organisation()), invited.roles);
    UPDATE partnerships_membership SET state = 'left', roles = 0, left_at = statement_timestamp(), version = version + 1
    WHERE id = member AND state = 'invited';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nobody such is invited' USING ERRCODE = 'TV011';
    END IF;
    DELETE FROM partnerships_unitmembership WHERE membership_id = member;
    UPDATE partnerships_invitation SET used_at = statement_timestamp() WHERE membership_id = member AND used_at IS NULL;
END
$$;

-- Accepts an invitation once. A new account gets the password; one that has a password keeps its own.
CREATE OR REPLACE FUNCTION guard.accept_invitation(letter_hash bytea, new_password text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    letter record;
BEGIN
    SELECT i.id, i.membership_id, m.user_id, m.organisation_id INTO letter
    FROM partnerships_invitation i JOIN partnerships_membership m ON m.id = i.membership_id AND m.state = 'invited'
    WHERE guard.in_context() AND i.token_hash = letter_hash AND i.used_at IS NULL AND i.expires_at > statement_timestamp()
    FOR UPDATE OF i;
    IF letter IS NULL THEN
        RAISE EXCEPTION 'no such invitation' USING ERRCODE = 'TV014';
    END IF;
    UPDATE partnerships_invitation SET used_at = statement_timestamp() WHERE id = letter.id;
    UPDATE accounts_user SET password = new_password WHERE id = letter.user_id AND password = '!';
    -- Who left everywhere once, and comes back, has a closed account.
    UPDATE accounts_user SET is_active = true WHERE id = letter.user_id AND NOT is_active;
    UPDATE partnerships_membership SET state = 'active', version = version + 1 WHERE id = letter.membership_id;
    INSERT INTO audit_event (id, ticket_id, organisation_id, actor_id, name, object_id, detail)
    VALUES (gen_random_uuid(), guard.ticket(), letter.organisation_id, letter.membership_id,
            'partnerships.invitation_accepted', letter.membership_id, '{}');
    RETURN letter.user_id;
END
$$;

-- Changes how a member is named and reached, and the member's roles and units; returns the new version.
-- seen_version is the one that the administrator had in front of them: another one raises TV017.
DROP FUNCTION guard.change_member(uuid, text, text, text, integer, uuid[]);
-- Nobody gives oneself a role, or a unit whose matters one would then see: another administrator does (TV008).
CREATE FUNCTION guard.change_member(member uuid, member_name text, member_title text, member_phone text,
    member_roles integer, member_units uuid[], seen_version integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    held partnerships_membership;
BEGIN
    PERFORM guard.lock_members(guard.organisation());
    SELECT * INTO held FROM partnerships_membership m
    WHERE m.id = member AND m.organisation_id = guard.organisation() AND m.state <> 'left' FOR UPDATE;
    IF held.id IS NULL THEN
        RAISE EXCEPTION 'no such member here' USING ERRCODE = 'TV011';
    END IF;
    IF held.version IS DISTINCT FROM seen_version THEN
        RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'TV017';
    END IF;
    PERFORM guard.require_roles_in_place(member_roles, held.organisation_id);
    UPDATE partnerships_membership SET name = member_name, title = member_title, phone = member_phone,
        roles = member_roles, version = version + 1,
        reviewed_at = CASE WHEN roles <> member_roles THEN statement_timestamp() ELSE reviewed_at END
    WHERE id = member;
    PERFORM guard.require_administrator_left(guard.organisation());
    IF held.user_id = (SELECT m.user_id FROM partnerships_membership m WHERE m.id = guard.actor())
        AND (member_roles & ~held.roles <> 0 OR EXISTS (SELECT 1 FROM unnest(member_units) AS u
             WHERE NOT EXISTS (SELECT 1 FROM partnerships_unitmembership h WHERE h.membership_id = member AND h.unit_id = u)))
    THEN
        RAISE EXCEPTION 'nobody gives oneself a role or a unit' USING ERRCODE = 'TV008';
    END IF;
    PERFORM guard.set_units(member, member_units);
    RETURN held.version + 1;
END
$$;

-- Says that somebody's roles have been looked at and stay (R21); only those that the administrator had before them.
CREATE FUNCTION guard.review_roles(member uuid, seen_version integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.require_administrator();
    PERFORM guard.require_own_member(member);
    UPDATE partnerships_membership SET reviewed_at = statement_timestamp()
    WHERE id = member AND state = 'active' AND version = seen_version;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'TV017';
    END IF;
END
$$;

-- Changes the own telephone number and title; nothing that opens a door.
CREATE OR REPLACE FUNCTION guard.change_own_details(member_title text, member_phone text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    UPDATE partnerships_membership SET title = member_title, phone = member_phone, version = version + 1
    WHERE id = guard.actor();
END
$$;

-- Somebody at work leaves: no roles, no units, sessions ended on the next request; the account closes with the last job.
CREATE OR REPLACE FUNCTION guard.leave_organisation(member uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    account uuid;
BEGIN
    PERFORM guard.lock_members(guard.organisation());
    PERFORM guard.require_own_member(member);
    UPDATE partnerships_membership SET state = 'left', roles = 0, left_at = statement_timestamp(), version = version + 1
    WHERE id = member AND state = 'active' RETURNING user_id INTO account;
    IF account IS NULL THEN
        RAISE EXCEPTION 'nobody such is at work here' USING ERRCODE = 'TV011';
    END IF;
    DELETE FROM partnerships_unitmembership WHERE membership_id = member;
    DELETE FROM accounts_session WHERE user_id = account;
    IF NOT EXISTS (SELECT 1 FROM partnerships_membership m WHERE m.user_id = account AND m.state <> 'left') THEN
        UPDATE accounts_user SET is_active = false WHERE id = account;
    END IF;
    PERFORM guard.require_administrator_left(guard.organisation());
END
$$;

-- A lost second factor: one administrator asks, for a colleague at work and not for themselves …
CREATE OR REPLACE FUNCTION guard.ask_factor_reset(reset uuid, member uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    lost partnerships_membership;
BEGIN
    PERFORM guard.lock_members(guard.organisation());
    SELECT * INTO lost FROM partnerships_membership m
    WHERE m.id = member AND m.organisation_id = guard.organisation() AND m.state = 'active';
    IF lost.id IS NULL THEN
        RAISE EXCEPTION 'no such member here' USING ERRCODE = 'TV011';
    END IF;
    IF EXISTS (SELECT 1 FROM partnerships_membership m WHERE m.id = guard.actor() AND m.user_id = lost.user_id) THEN
        RAISE EXCEPTION 'not for the own factor' USING ERRCODE = 'TV015';
    END IF;
    IF EXISTS (SELECT 1 FROM partnerships_factorreset f WHERE f.membership_id = member AND f.agreed_at IS NULL
               AND f.asked_at > statement_timestamp() - interval '3 days') THEN
        RAISE EXCEPTION 'asked already' USING ERRCODE = 'TV009';
    END IF;
    INSERT INTO partnerships_factorreset (id, membership_id, organisation_id, asked_by_id)
    VALUES (reset, member, guard.organisation(), guard.actor());
END
$$;

-- … and another agrees within three days; neither may be the one whose factor it is (TV015). The one who asked must
-- still be an administrator here, and the member still at work: an invitation alone opens nobody's account.
CREATE OR REPLACE FUNCTION guard.agree_factor_reset(reset uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    asked partnerships_factorreset;
    account uuid;
    asking uuid;
BEGIN
    PERFORM guard.lock_members(guard.organisation());
    SELECT * INTO asked FROM partnerships_factorreset f
    WHERE f.id = reset AND f.organisation_id = guard.organisation() AND f.agreed_at IS NULL
      AND f.asked_at > statement_timestamp() - interval '3 days' FOR UPDATE;
    SELECT m.user_id INTO account FROM partnerships_membership m
    WHERE m.id = asked.membership_id AND m.organisation_id = guard.organisation() AND m.state = 'active';
    SELECT m.user_id INTO asking FROM partnerships_membership m
    WHERE m.id = asked.asked_by_id AND m.organisation_id = guard.organisation() AND m.state = 'active' AND m.roles & 4096 <> 0;
    IF account IS NULL OR asking IS NULL THEN
        RAISE EXCEPTION 'no such request' USING ERRCODE = 'TV011';
    END IF;
    IF asked.asked_by_id = guard.actor() OR asking = account
        OR EXISTS (SELECT 1 FROM partnerships_membership m WHERE m.id = guard.actor() AND m.user_id IN (account, asking)) THEN
        RAISE EXCEPTION 'two administrators, and neither for the own factor' USING ERRCODE = 'TV015';
    END IF;
    UPDATE partnerships_factorreset SET agreed_by_id = guard.actor(), agreed_at = statement_timestamp() WHERE id = reset;
    DELETE FROM mfa_authenticator WHERE user_id = account;
    DELETE FROM accounts_session WHERE user_id = account;
END
$$;

REVOKE ALL ON FUNCTION guard.is_administrator(), guard.roles_in_place(text), guard.require_roles_in_place(integer, uuid),
    guard.lock_members(uuid), guard.require_may_invite(uuid, integer), guard.invite_again(uuid, bytea, timestamptz),
    guard.withdraw_invitation(uuid), guard.review_roles(uuid, integer),
    guard.change_member(uuid, text, text, text, integer, uuid[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.is_administrator(), guard.roles_in_place(text),
    guard.invite_again(uuid, bytea, timestamptz), guard.withdraw_invitation(uuid), guard.review_roles(uuid, integer),
    guard.change_member(uuid, text, text, text, integer, uuid[], integer) TO tvaers_app;
