"""A follow-up that says too much is taken out: by whoever wrote it or the bulletin, or who decides at either's place."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import allow

NOTE = "localpicture_bulletinnote"
ME, US, DECIDES = "(SELECT guard.actor())", "(SELECT guard.organisation())", "(SELECT guard.decides())"
THEIRS = (
    f"({NOTE}.owner_id = {US} AND ({NOTE}.by_id = {ME} OR {DECIDES}))"
    f" OR EXISTS (SELECT 1 FROM localpicture_bulletin b WHERE b.id = {NOTE}.bulletin_id AND b.owner_id = {US}"
    f" AND (b.by_id = {ME} OR {DECIDES}))"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("localpicture", "0008_authors")]
    operations: ClassVar = [
        migrations.RunSQL(
            allow(NOTE, "DELETE", THEIRS),
            reverse_sql=f"DROP POLICY may_delete ON {NOTE};\nREVOKE DELETE ON {NOTE} FROM tvaers_app;",
        )
    ]
