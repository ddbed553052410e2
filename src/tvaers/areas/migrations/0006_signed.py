"""Whoever reads a file of borders in does so in no other name."""

from typing import ClassVar

from django.db import migrations

from tvaers.sharing.policies import own_hand


class Migration(migrations.Migration):
    dependencies: ClassVar = [("areas", "0005_borders_guard")]
    operations: ClassVar = [own_hand("areas_borderfile", "by_id")]
