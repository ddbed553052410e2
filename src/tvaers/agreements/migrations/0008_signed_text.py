"""A text that was sent keeps the names and legal bases that it had, and can be read letter for letter as it is hashed."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from tvaers.guard.policies import former, sql_file

UNDO = "DROP FUNCTION guard.agreement_text(uuid);\n" + former(
    __file__, "0004_life.sql", "agreement_content", "send_agreement", "take_agreement_back"
)

# What only the database's functions write is empty in what is begun.
EMPTY = {"agreements_agreement": "bases IS NULL", "agreements_agreementparty": "name = ''"}


class Migration(migrations.Migration):
    dependencies: ClassVar = [("agreements", "0007_reminding"), ("sharing", "0016_bases_guard")]
    operations: ClassVar = [
        migrations.AddField("agreement", "bases", models.JSONField(null=True)),
        migrations.AddField(
            "agreementparty", "name", models.CharField(max_length=120, blank=True, default="", db_default="")
        ),
        *(
            RunSQL(
                f"CREATE POLICY nothing_kept ON {table} AS RESTRICTIVE FOR INSERT TO tvaers_app WITH CHECK ({condition});",
                reverse_sql=f"DROP POLICY nothing_kept ON {table};",
            )
            for table, condition in EMPTY.items()
        ),
        sql_file(__file__, "0008_signed_text.sql", reverse=UNDO),
    ]
