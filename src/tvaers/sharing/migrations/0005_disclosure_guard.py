"""Why an offer was necessary, and the frames that consents open."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import WORK_FLOOR, protection, sql_file

# The giver's organisation may read why, and the reader the offer names, as long as it is offered or stands.
EITHER_END = (
    "EXISTS (SELECT 1 FROM sharing_access a WHERE a.id = sharing_disclosure.id"
    " AND (a.owner_id = (SELECT guard.organisation()) OR a.reader_id = ANY ((SELECT guard.readers())::uuid[])"
    " AND a.purpose & (SELECT guard.purposes()) <> 0 AND a.categories & (SELECT guard.categories()) <> 0"
    " AND a.state IN ('offered', 'accepted') AND a.ended_at IS NULL AND a.until_at > statement_timestamp()))"
)
UNDO = """
DROP FUNCTION guard.end_consent(uuid);
DROP FUNCTION guard.open_consent(uuid, uuid, integer, timestamptz);
DROP FUNCTION guard.note_necessity(uuid, uuid, bytea);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0004_disclosures")]
    operations: ClassVar = [
        protection("sharing_disclosure", WORK_FLOOR, {"SELECT": EITHER_END}),
        # Erasing the dossier erases why it was shared.
        migrations.RunSQL(
            "INSERT INTO guard.dossier_table (name, dossier_column) VALUES ('sharing_disclosure', 'dossier_id');",
            reverse_sql="DELETE FROM guard.dossier_table WHERE name = 'sharing_disclosure'::regclass;",
        ),
        sql_file(__file__, "0005_disclosures.sql", reverse=UNDO),
    ]
