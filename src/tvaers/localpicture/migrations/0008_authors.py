"""Authorities alone write in the local picture: an association's people neither read it nor fill it."""

from typing import ClassVar

from django.db import migrations

from tvaers.sharing.policies import only_authorities

TABLES = ("bulletin", "bulletinnote", "areastate", "areafact")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0054_authors"), ("localpicture", "0007_forgotten")]
    operations: ClassVar = [
        only_authorities(f"localpicture_{table}", audience="owner_id", name="authors") for table in TABLES
    ]
