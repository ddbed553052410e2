"""All read the borders; the host's administrators keep them, and whoever runs its machine, by a command.

A file of borders is the host's own; its administrators start what reads it in.
"""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import allowed, for_members
from tvaers.guard.policies import reference
from tvaers.sharing.policies import organisation_rows

AT_HOST = "(SELECT guard.at_host())"
BEFORE = f"(SELECT guard.is_administrator()) AND {AT_HOST}"
KEEPS = f"((SELECT guard.is_administrator()) OR (SELECT guard.kind()) = 'system') AND {AT_HOST}"


def policies(keeps: str) -> str:
    return f"""
ALTER POLICY may_insert ON areas_area WITH CHECK ({keeps});
ALTER POLICY may_update ON areas_area USING ({keeps}) WITH CHECK ({keeps});
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("guard", "0005_whose_jobs"),
        ("partnerships", "0003_administration"),
        ("sharing", "0005_disclosure_guard"),
        ("areas", "0004_borders"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(
            f"{policies(KEEPS)}GRANT UPDATE (code, police_district_id) ON areas_area TO tvaers_app;",
            reverse_sql=f"REVOKE UPDATE (code, police_district_id) ON areas_area FROM tvaers_app;{policies(BEFORE)}",
        ),
        reference(
            "areas_border",
            insert=KEEPS,
            update=KEEPS,
            changeable=(
                *("rings", "light", "west", "south", "east", "north"),
                *("label_east", "label_north", "source", "is_schematic", "written_at"),
            ),
        ),
        organisation_rows(
            "areas_borderfile",
            writes=f"({KEEPS})",
            commands=("SELECT", "INSERT", "UPDATE"),
            changeable=(
                *("kind", "from_on", "source", "is_schematic", "name_property", "code_property", "content", "state"),
                *("outlines", "done", "added", "moved", "same", "problems", "ended_at"),
            ),
        ),
        allowed("areas.run_file"),
        for_members("areas.run_file"),
    ]
