"""Put consents behind their dossiers; they never leave the owner."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.enums import Category
from tvaers.sharing.policies import dossier_rows

PLAN = str(int(Category.PLAN))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0002_guard"), ("consents", "0001_initial")]
    operations: ClassVar = [dossier_rows("consents_consent", category=PLAN, owner_only=True, signed=("written_by",))]
