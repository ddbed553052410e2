"""Bulletins, their follow-ups and states of areas are announced when they come or change: ids and nothing else."""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.live import announces


class Migration(migrations.Migration):
    dependencies: ClassVar = [("localpicture", "0003_picture")]
    operations: ClassVar = [
        announces("localpicture_bulletin", kind="bulletin"),
        announces("localpicture_bulletinnote", kind="followup", id="bulletin_id"),
        announces("localpicture_areastate", kind="areastate"),
    ]
