"""Put people behind their dossiers."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.enums import Category
from tvaers.sharing.policies import dossier_rows

IDENTITY = str(int(Category.IDENTITY))


class Migration(migrations.Migration):
    """Put people behind their dossiers."""

    dependencies: ClassVar = [("sharing", "0002_guard"), ("people", "0001_initial")]
    operations: ClassVar = [
        dossier_rows("people_person", category=IDENTITY, dossier="id"),
        dossier_rows(
            "people_address",
            category=IDENTITY,
            commands=("SELECT", "INSERT", "UPDATE", "DELETE"),
            owner_only=True,
        ),
        dossier_rows("people_token", category=IDENTITY, commands=("SELECT", "INSERT", "DELETE"), owner_only=True),
        dossier_rows(
            "people_reveal", category=IDENTITY, commands=("SELECT", "INSERT"), owner_only=True, signed=("member_id",)
        ),
        migrations.RunSQL(
            "GRANT USAGE ON SEQUENCE people_token_id_seq TO tvaers_app;",
            reverse_sql="REVOKE USAGE ON SEQUENCE people_token_id_seq FROM tvaers_app;",
        ),
    ]
