"""The job that reminds the parties may be put into the queue."""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import allowed


class Migration(migrations.Migration):
    dependencies: ClassVar = [("agreements", "0006_initiatives"), ("guard", "0005_whose_jobs")]
    operations: ClassVar = [allowed("agreements.remind")]
