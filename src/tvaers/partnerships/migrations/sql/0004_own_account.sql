-- An invitation is accepted with the own account. Whoever works somewhere accepts signed in as themselves: a letter to
-- an address that another account holds makes nobody a colleague.

-- Shows whom a letter invites; called by whoever has the link. has_password: the account is in use, by a job somewhere
-- or by who is signed in, and keeps its password.
CREATE OR REPLACE FUNCTION guard.invitation(letter_hash bytea)
RETURNS TABLE (membership_id uuid, member_name text, member_email text, organisation_name text, user_id uuid, has_password boolean)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT m.id, m.name::text, u.email::text, o.name::text, u.id,
           u.id IS NOT DISTINCT FROM guard.signed_in_user()
           OR EXISTS (SELECT 1 FROM partnerships_membership w WHERE w.user_id = u.id AND w.state = 'active')
    FROM partnerships_invitation i
    JOIN partnerships_membership m ON m.id = i.membership_id AND m.state = 'invited'
    JOIN accounts_user u ON u.id = m.user_id
    JOIN partnerships_organisation o ON o.id = m.organisation_id
    WHERE guard.in_context() AND i.token_hash = letter_hash AND i.used_at IS NULL AND i.expires_at > statement_timestamp()
$$;

-- Accepts an invitation once. An account in use keeps its password, and its owner is signed in with the second factor
-- (TV032). Any other, new or of somebody who left everywhere, starts anew: it gets the password, and what an earlier
-- owner of it has – second factor, sessions – ends.
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
    -- Two letters at once: the second waits here, and finds an account in use.
    PERFORM 1 FROM accounts_user u WHERE u.id = letter.user_id FOR UPDATE;
    IF letter.user_id IS NOT DISTINCT FROM guard.signed_in_user()
        OR EXISTS (SELECT 1 FROM partnerships_membership w WHERE w.user_id = letter.user_id AND w.state = 'active')
    THEN
        IF letter.user_id IS DISTINCT FROM guard.signed_in_user()
            OR NOT EXISTS (SELECT 1 FROM mfa_authenticator f WHERE f.user_id = letter.user_id AND f.type = 'totp')
        THEN
            RAISE EXCEPTION 'the account is in use, and not signed in' USING ERRCODE = 'TV032';
        END IF;
    ELSE
        IF new_password IS NULL OR new_password LIKE '!%' THEN
            RAISE EXCEPTION 'no password' USING ERRCODE = 'TV032';
        END IF;
        UPDATE accounts_user SET password = new_password, is_active = true WHERE id = letter.user_id;
        DELETE FROM mfa_authenticator WHERE user_id = letter.user_id;
        DELETE FROM accounts_session WHERE user_id = letter.user_id;
    END IF;
    UPDATE partnerships_invitation SET used_at = statement_timestamp() WHERE id = letter.id;
    UPDATE partnerships_membership SET state = 'active', version = version + 1 WHERE id = letter.membership_id;
    INSERT INTO audit_event (id, ticket_id, organisation_id, actor_id, name, object_id, detail)
    VALUES (gen_random_uuid(), guard.ticket(), letter.organisation_id, letter.membership_id,
            'partnerships.invitation_accepted', letter.membership_id, '{}');
    RETURN letter.user_id;
END
$$;
