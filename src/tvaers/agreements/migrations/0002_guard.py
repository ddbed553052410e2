"""All at work read the agreements; nobody writes them yet but the migrations and the maintenance role."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import reference


class Migration(migrations.Migration):
    dependencies: ClassVar = [("guard", "0001_context"), ("agreements", "0001_initial")]
    operations: ClassVar = [
        reference("agreements_agreement"),
        reference("agreements_agreementparty"),
        reference("agreements_agreementtheme"),
    ]
