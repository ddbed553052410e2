"""Who keeps the areas is looked up in the tables, not believed from the context."""

from typing import ClassVar

from django.db import migrations


def policies(administrator: str) -> str:
    keeps = f"{administrator} AND (SELECT guard.at_host())"
    return f"""
ALTER POLICY may_insert ON areas_area WITH CHECK ({keeps});
ALTER POLICY may_update ON areas_area USING ({keeps}) WITH CHECK ({keeps});
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("partnerships", "0003_administration"), ("areas", "0002_guard")]
    operations: ClassVar = [
        migrations.RunSQL(
            policies("(SELECT guard.is_administrator())"),
            reverse_sql=policies("(SELECT guard.roles()) & 4096 <> 0"),
        ),
    ]
