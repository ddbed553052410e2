"""What the log tells of emergency look-ups is for who made them, who judges them and the inspectors.

No dossier stands in it where nobody was found, and what names no dossier is open to the whole organisation: a colleague
could read that somebody had looked somebody up, and for which danger.
"""

from typing import ClassVar

from django.db import migrations

from tvaers.sharing.policies import open_to_reader

OURS = "organisation_id = (SELECT guard.organisation())"
MINE = "actor_id = (SELECT guard.actor())"
INSPECTOR = "(SELECT guard.roles()) & 2048 <> 0"
# Whoever may be asked to judge one: guard.roles() has partnerships.enums.Role.SUPERVISOR.
JUDGES = "(SELECT guard.roles()) & 256 <> 0 AND name <> 'emergencies.alarmed'"
OPEN = open_to_reader("audit_event.dossier_id", category="511", may=1)


def _read(without_dossier: str) -> str:
    return f"ALTER POLICY may_select ON audit_event USING ({OURS} AND ({without_dossier} OR {MINE} OR {INSPECTOR} OR {OPEN}));"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("emergencies", "0005_not_by_oneself"), ("sharing", "0002_guard")]
    operations: ClassVar = [
        migrations.RunSQL(
            _read(f"(dossier_id IS NULL AND (name NOT LIKE 'emergencies.%' OR {JUDGES}))"),
            reverse_sql=_read("dossier_id IS NULL"),
        )
    ]
