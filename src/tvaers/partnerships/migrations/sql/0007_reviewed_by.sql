-- Who looked at somebody's roles is kept beside the day (R21).

-- As of 0003, and: whoever changes the roles has looked at them.
CREATE OR REPLACE FUNCTION guard.change_member(member uuid, member_name text, member_title text, member_phone text,
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
        reviewed_at = CASE WHEN roles <> member_roles THEN statement_timestamp() ELSE reviewed_at END,
        reviewed_by_id = CASE WHEN roles <> member_roles THEN guard.actor() ELSE reviewed_by_id END
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

-- As of 0003, and: by whom.
CREATE OR REPLACE FUNCTION guard.review_roles(member uuid, seen_version integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.require_administrator();
    PERFORM guard.require_own_member(member);
    UPDATE partnerships_membership SET reviewed_at = statement_timestamp(), reviewed_by_id = guard.actor()
    WHERE id = member AND state = 'active' AND version = seen_version;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'TV017';
    END IF;
END
$$;

-- When the colleagues of an administrator last signed in, in any of their jobs; nothing to whoever is none.
CREATE FUNCTION guard.colleagues_signed_in() RETURNS TABLE (member uuid, signed_in_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT m.id, u.last_login FROM partnerships_membership m JOIN accounts_user u ON u.id = m.user_id
    WHERE guard.at_work() AND guard.roles() & 4096 <> 0 AND m.organisation_id = guard.organisation()
      AND m.state = 'active'
$$;
REVOKE ALL ON FUNCTION guard.colleagues_signed_in() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.colleagues_signed_in() TO tvaers_app;
