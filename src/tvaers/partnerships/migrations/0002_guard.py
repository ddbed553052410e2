"""Protect organisations, units and memberships; memberships change through functions."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import WORK_FLOOR, protection, reference, sql_file

# partnerships.enums.Role.ADMINISTRATOR as the context carries it.
ADMINISTRATOR = "(SELECT guard.roles()) & 4096 <> 0"
AT_HOST = "(SELECT guard.at_host())"
UNDO = """
DROP FUNCTION guard.agree_factor_reset(uuid);
DROP FUNCTION guard.ask_factor_reset(uuid, uuid);
DROP FUNCTION guard.leave_organisation(uuid);
DROP FUNCTION guard.change_own_details(text, text);
DROP FUNCTION guard.change_member(uuid, text, text, text, integer, uuid[]);
DROP FUNCTION guard.accept_invitation(bytea, text);
DROP FUNCTION guard.invitation(bytea);
DROP FUNCTION guard.invite(uuid, uuid, text, text, text, text, integer, uuid[], bytea, timestamptz);
DROP FUNCTION guard.set_units(uuid, uuid[]);
DROP FUNCTION guard.require_administrator_left(uuid);
DROP FUNCTION guard.require_own_member(uuid);
DROP FUNCTION guard.require_administrator();
DROP FUNCTION guard.memberships_of_session(bytea, interval);
"""
HOST = """
-- True when the asker's organisation keeps the lists of organisations and areas for all.
CREATE FUNCTION guard.at_host() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT EXISTS (SELECT 1 FROM partnerships_organisation o WHERE o.id = guard.organisation() AND o.is_host) $$;
REVOKE ALL ON FUNCTION guard.at_host() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.at_host() TO tvaers_app;
"""


class Migration(migrations.Migration):
    """Protect organisations, units and memberships; memberships change through functions."""

    dependencies: ClassVar = [
        ("guard", "0001_context"),
        ("accounts", "0002_guard"),
        ("partnerships", "0001_initial"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(HOST, reverse_sql="DROP FUNCTION guard.at_host();"),
        reference(
            "partnerships_organisation",
            insert=f"{ADMINISTRATOR} AND {AT_HOST} AND NOT is_host",
            update=f"{ADMINISTRATOR} AND (id = (SELECT guard.organisation()) OR {AT_HOST})",
            changeable=("name", "short_name", "mark", "phone", "ended_at"),
        ),
        reference(
            "partnerships_unit",
            insert=f"{ADMINISTRATOR} AND organisation_id = (SELECT guard.organisation())",
            update=f"{ADMINISTRATOR} AND organisation_id = (SELECT guard.organisation())",
            changeable=("name", "kind", "ended_at"),
        ),
        reference("partnerships_membership"),
        reference("partnerships_unitmembership"),
        protection("partnerships_invitation", WORK_FLOOR, {}),
        protection(
            "partnerships_factorreset",
            WORK_FLOOR,
            {"SELECT": f"{ADMINISTRATOR} AND organisation_id = (SELECT guard.organisation())"},
        ),
        sql_file(__file__, "0002_functions.sql", reverse=UNDO),
    ]
