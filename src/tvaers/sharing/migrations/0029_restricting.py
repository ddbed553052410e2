"""A case is restricted to named colleagues, with what belongs to it, and opened again."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file
from tvaers.sharing.policies import written_by_functions

UNDO = f"""
{former(__file__, "0023_readers.sql", "let_in_to")}
{former(__file__, "0003_handover.sql", "hand_over_access")}
ALTER POLICY may_select ON sharing_access USING (reader_id = ANY ((SELECT guard.readers())::uuid[])
    OR owner_id = (SELECT guard.organisation()) AND guard.can(dossier_id, 511, 1));
DROP FUNCTION guard.sees_given(uuid, uuid);
DROP TRIGGER only_named ON sharing_access;
DROP FUNCTION guard.only_named();
DROP FUNCTION guard.may_be_let_in(uuid, uuid);
DROP TRIGGER restrict_along ON sharing_link;
DROP FUNCTION guard.restrict_along();
DROP FUNCTION guard.note_restriction(uuid, bytea);
DROP FUNCTION guard.unrestrict(uuid);
DROP FUNCTION guard.restrict(uuid, uuid[]);
DROP FUNCTION guard.end_restriction(uuid);
DROP FUNCTION guard.named_in(uuid);
DROP FUNCTION guard.give_back(uuid);
DROP FUNCTION guard.close_to_others(uuid, uuid[], boolean);
DROP FUNCTION guard.around_case(uuid);
DROP FUNCTION guard.known_restriction(uuid);
DROP FUNCTION guard.restriction_of(uuid);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0028_restrictions")]
    operations: ClassVar = [
        sql_file(__file__, "0029_restricting.sql", reverse=UNDO),
        written_by_functions("sharing.restricted", "sharing.unrestricted"),
    ]
