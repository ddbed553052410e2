"""A row of meetings is seen by the organisation that calls it, and written by who calls meetings there."""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import allowed, for_members
from tvaers.sharing.policies import organisation_rows

SERIES = "meetings_series"
# meetings.rules.CONVENES as a mask of partnerships.enums.Role.
CALLS = "(SELECT guard.roles()) & 1511 <> 0"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("meetings", "0006_series")]
    operations: ClassVar = [
        organisation_rows(
            SERIES,
            writes=CALLS,
            commands=("SELECT", "INSERT", "UPDATE"),
            changeable=("chair_id", "planned_until", "ended_at"),
            signed=("chair_id", "by_id"),
        ),
        allowed("meetings.plan_series_of", "meetings.settle_series"),
        for_members("meetings.settle_series"),
    ]
