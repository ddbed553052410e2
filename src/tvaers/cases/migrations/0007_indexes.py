"""Cases are found by their lead, drafts by their author, corrections by what they correct."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0006_erasure")]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="case", index=models.Index(fields=["lead_id", "review_on"], name="case_lead_review")
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["author_id"], name="entry_drafts", condition=models.Q(("signed_at__isnull", True))
            ),
        ),
        migrations.AddIndex(model_name="entry", index=models.Index(fields=["corrects_id"], name="entry_corrects")),
    ]
