"""A consent's frame says what may go along, and until when more may be given on it (R8)."""

from typing import ClassVar

from django.db import migrations, models

from tvaers.guard.policies import former, sql_file

UNDO = f"""
DROP FUNCTION guard.end_consents(uuid);
DROP FUNCTION guard.open_consent(uuid, uuid, integer, timestamptz, integer);
{former(__file__, "0016_bases.sql", "basis_stop")}
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0017_keeping_bases")]
    operations: ClassVar = [
        migrations.AddField(model_name="frame", name="categories", field=models.IntegerField(null=True)),
        migrations.AddField(model_name="frame", name="superseded_at", field=models.DateTimeField(null=True)),
        sql_file(__file__, "0018_consented.sql", reverse=UNDO),
    ]
