"""Put concerns behind their dossiers."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.enums import Category
from tvaers.sharing.policies import dossier_rows

CONCERN = str(int(Category.CONCERN))
REPORTER = str(int(Category.REPORTER))
APPENDED = ("SELECT", "INSERT")
TAKEN_BACK = ("SELECT", "INSERT", "UPDATE", "DELETE")


class Migration(migrations.Migration):
    """Put concerns behind their dossiers."""

    dependencies: ClassVar = [("sharing", "0002_guard"), ("concerns", "0001_initial")]
    operations: ClassVar = [
        dossier_rows("concerns_concern", category=CONCERN, dossier="id", owner_writes=True),
        dossier_rows("concerns_involved", category="category", commands=TAKEN_BACK, owner_writes=True),
        dossier_rows("concerns_reporter", category=REPORTER, owner_writes=True),
        dossier_rows("concerns_decision", category=CONCERN, commands=APPENDED, owner_writes=True),
        dossier_rows("concerns_letter", category=REPORTER, owner_writes=True),
    ]
