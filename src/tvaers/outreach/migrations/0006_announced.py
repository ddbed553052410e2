"""Shifts are announced when they change or something was met on them, and alerts to the own organisation: ids alone."""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.live import announces


class Migration(migrations.Migration):
    dependencies: ClassVar = [("outreach", "0005_ends")]
    operations: ClassVar = [
        announces("outreach_shift", kind="shift"),
        # However many stops a phone sends at once, their shift is told once.
        announces("outreach_stop", kind="shift", id="shift_id"),
        announces("outreach_safetyalert", kind="alert", id="shift_id"),
    ]
