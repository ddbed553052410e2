"""A concern's row is written for a concern, an import's for an import."""

from typing import ClassVar

from django.db import migrations

from tvaers.people.references import is_of_kind


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0007_of_kind"), ("concerns", "0010_release")]
    operations: ClassVar = [is_of_kind("concerns_concern", "concern"), is_of_kind("concerns_import", "import")]
