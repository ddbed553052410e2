"""A file that stays never leaves the organisation that answers for its dossier, such as a signed consent."""

from typing import ClassVar

from django.db import migrations, models

from tvaers.guard.policies import APP
from tvaers.sharing.policies import open_to_reader

OWNERS = open_to_reader("files_file.dossier_id", category="files_file.category", may=1, owner_only=True)
# Its content is seen where the file is.
SEEN = "EXISTS (SELECT 1 FROM files_file f WHERE f.id = files_filecontent.id)"
STAYS = f"""
CREATE POLICY stays ON files_file AS RESTRICTIVE FOR SELECT TO {APP} USING (NOT stays OR {OWNERS});
CREATE POLICY stays ON files_filecontent AS RESTRICTIVE FOR SELECT TO {APP} USING ({SEEN});
"""
GOES = "DROP POLICY stays ON files_filecontent; DROP POLICY stays ON files_file;"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("files", "0002_guard")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="file", name="stays", field=models.BooleanField(db_default=False, default=False)
        ),
        migrations.RunSQL(STAYS, reverse_sql=GOES),
    ]
