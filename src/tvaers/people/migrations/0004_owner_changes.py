"""What is known about a person is changed by its owner's own people only, however much was disclosed."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.enums import Category
from tvaers.guard.policies import allow
from tvaers.sharing.policies import open_to_reader

IDENTITY = str(int(Category.IDENTITY))


def rule(*, owner_only: bool) -> str:
    return open_to_reader("people_person.id", category=IDENTITY, may=2, owner_only=owner_only)


def policy(*, owner_only: bool) -> str:
    return f"DROP POLICY may_update ON people_person;\n{allow('people_person', 'UPDATE', rule(owner_only=owner_only))}"


class Migration(migrations.Migration):
    """What is known about a person is changed by its owner's own people only, however much was disclosed."""

    dependencies: ClassVar = [("people", "0003_merge")]
    operations: ClassVar = [migrations.RunSQL(policy(owner_only=True), reverse_sql=policy(owner_only=False))]
