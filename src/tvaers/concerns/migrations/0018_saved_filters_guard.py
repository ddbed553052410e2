"""A saved filter is its owner's alone, and goes the night after they have left."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import WORK_FLOOR, protection
from tvaers.sharing.policies import own_hand

FILTER = "concerns_savedfilter"
MINE = f"{FILTER}.owner_id = (SELECT guard.organisation()) AND {FILTER}.member_id = (SELECT guard.actor())"
LEFT = (
    f"{FILTER}.owner_id = (SELECT guard.organisation()) AND (SELECT guard.kind()) = 'system' AND EXISTS (SELECT 1"
    f" FROM partnerships_membership m WHERE m.id = {FILTER}.member_id AND m.state = 'left')"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("concerns", "0017_saved_filters"), ("partnerships", "0007_reviewed_by")]
    operations: ClassVar = [
        protection(
            FILTER,
            WORK_FLOOR,
            {
                "SELECT": f"({MINE}) OR ({LEFT})",
                "INSERT": MINE,
                "UPDATE": MINE,
                "DELETE": f"({MINE}) OR ({LEFT})",
            },
            changeable=("threshold", "muted_at", "muted_on"),
        ),
        own_hand(FILTER, "member_id"),
    ]
