"""The register of legal bases is kept by administrators at the host: the future alone."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file
from tvaers.sharing.policies import written_by_functions

UNDO = """
DROP FUNCTION guard.end_basis(uuid, timestamptz);
DROP FUNCTION guard.standing_on_basis(uuid, timestamptz);
DROP FUNCTION guard.change_basis(uuid, timestamptz, text, text, text, text, text, text, text[], text[], text[], integer,
    integer, boolean, boolean);
DROP FUNCTION guard.withdraw_coming_basis(uuid);
DROP FUNCTION guard.keep_basis(uuid, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("partnerships", "0006_idle"), ("sharing", "0016_bases_guard")]
    operations: ClassVar = [
        sql_file(__file__, "0017_keeping_bases.sql", reverse=UNDO),
        written_by_functions("sharing.basis_changed", "sharing.basis_ended", "sharing.basis_withdrawn"),
    ]
