"""Members get a version, so that two administrators lose nothing; the role of administrator is looked up, not believed."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations, models

from tvaers.guard.policies import allow, sql_file

BEFORE = (Path(__file__).parent / "sql" / "0002_functions.sql").read_text(encoding="utf-8")
UNDO = f"""
DROP FUNCTION guard.agree_factor_reset(uuid);
DROP FUNCTION guard.ask_factor_reset(uuid, uuid);
DROP FUNCTION guard.leave_organisation(uuid);
DROP FUNCTION guard.change_own_details(text, text);
DROP FUNCTION guard.review_roles(uuid, integer);
DROP FUNCTION guard.change_member(uuid, text, text, text, integer, uuid[], integer);
DROP FUNCTION guard.accept_invitation(bytea, text);
DROP FUNCTION guard.withdraw_invitation(uuid);
DROP FUNCTION guard.invite_again(uuid, bytea, timestamptz);
DROP FUNCTION guard.invitation(bytea);
DROP FUNCTION guard.invite(uuid, uuid, text, text, text, text, integer, uuid[], bytea, timestamptz);
DROP FUNCTION guard.set_units(uuid, uuid[]);
DROP FUNCTION guard.require_may_invite(uuid, integer);
DROP FUNCTION guard.lock_members(uuid);
DROP FUNCTION guard.require_roles_in_place(integer, uuid);
DROP FUNCTION guard.roles_in_place(text);
DROP FUNCTION guard.is_administrator();
DROP FUNCTION guard.require_administrator_left(uuid);
DROP FUNCTION guard.require_own_member(uuid);
DROP FUNCTION guard.require_administrator();
DROP FUNCTION guard.memberships_of_session(bytea, interval);
{BEFORE}
"""

CLAIMED = "(SELECT guard.roles()) & 4096 <> 0"
LOOKED_UP = "(SELECT guard.is_administrator())"
AT_HOST = "(SELECT guard.at_host())"
OWN = "organisation_id = (SELECT guard.organisation())"


def policies(administrator: str) -> str:
    """Return the statements that make the written tables' policies ask for the administrator in this way."""
    place = f"{administrator} AND (id = (SELECT guard.organisation()) OR {AT_HOST})"
    unit = f"{administrator} AND {OWN}"
    return f"""
ALTER POLICY may_insert ON partnerships_organisation WITH CHECK ({administrator} AND {AT_HOST} AND NOT is_host);
ALTER POLICY may_update ON partnerships_organisation USING ({place}) WITH CHECK ({place});
ALTER POLICY may_insert ON partnerships_unit WITH CHECK ({unit});
ALTER POLICY may_update ON partnerships_unit USING ({unit}) WITH CHECK ({unit});
ALTER POLICY may_select ON partnerships_factorreset USING ({unit});
"""


# An administrator sees that a letter is on its way, and until when; never the link's hash.
LETTERS = allow(
    "partnerships_invitation",
    "SELECT",
    f"{LOOKED_UP} AND EXISTS (SELECT 1 FROM partnerships_membership m WHERE m.id = partnerships_invitation.membership_id"
    f" AND (m.{OWN} OR {AT_HOST}))",
    columns=("id", "membership_id", "created_at", "expires_at", "used_at"),
)
NO_LETTERS = """
DROP POLICY may_select ON partnerships_invitation;
REVOKE SELECT (id, membership_id, created_at, expires_at, used_at) ON partnerships_invitation FROM tvaers_app;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0002_guard"), ("partnerships", "0002_guard")]
    operations: ClassVar = [
        migrations.AddField("membership", "version", models.IntegerField(db_default=1)),
        sql_file(__file__, "0003_functions.sql", reverse=UNDO),
        migrations.RunSQL(policies(LOOKED_UP), reverse_sql=policies(CLAIMED)),
        migrations.RunSQL(LETTERS, reverse_sql=NO_LETTERS),
    ]
