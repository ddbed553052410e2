"""An import is started by a member; nothing else of concerns is."""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import for_members


class Migration(migrations.Migration):
    dependencies: ClassVar = [("guard", "0005_whose_jobs"), ("concerns", "0011_of_kind")]
    operations: ClassVar = [for_members("concerns.run_import")]
