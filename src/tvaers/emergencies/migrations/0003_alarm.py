"""An organisation whose emergency look-ups become a habit is told so; and a double that was looked up stays findable."""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from tvaers.foundation.queue import allowed
from tvaers.guard.policies import WORK_FLOOR, protection, sql_file
from tvaers.sharing.policies import written_by_functions

# Its inspectors, and the job that writes to them.
READ = (
    "organisation_id = (SELECT guard.organisation())"
    " AND ((SELECT guard.roles()) & 2048 <> 0 OR (SELECT guard.kind()) = 'system')"
)
UNDO = """
DROP FUNCTION guard.looked_up_in_danger(uuid);
DROP FUNCTION guard.read_emergency_alarm(uuid);
DROP FUNCTION guard.watch_emergencies();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0001_initial"), ("emergencies", "0002_guard")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="EmergencyAlarm",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("lookups", models.PositiveIntegerField()),
                ("accesses", models.PositiveIntegerField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnerships.organisation"
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.membership",
                    ),
                ),
            ],
        ),
        sql_file(__file__, "0003_alarm.sql", reverse=UNDO),
        protection("emergencies_emergencyalarm", WORK_FLOOR, {"SELECT": READ}),
        allowed("emergencies.watch", "emergencies.tell_alarm"),
        written_by_functions("emergencies.alarmed", "emergencies.alarm_read"),
    ]
