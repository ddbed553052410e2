"""Nobody is given anything on a frame beyond a party's last day in it; what is given can move to another frame."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file
from tvaers.sharing.policies import written_by_functions

UNDO = """
DROP FUNCTION guard.rebase_access(uuid, uuid, uuid, timestamptz);
DROP TRIGGER party_stays ON sharing_access;
DROP FUNCTION guard.party_stays();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0019_party_until")]
    operations: ClassVar = [
        sql_file(__file__, "0020_moving.sql", reverse=UNDO),
        written_by_functions("sharing.moved"),
    ]
