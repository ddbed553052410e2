"""An annex can be a file: its parties read it, what is signed holds its SHA-256, and it stays while it is an annex."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from tvaers.guard.policies import former, sql_file

UNDO = (
    "DROP FUNCTION guard.reads_annex(uuid);\nDROP FUNCTION guard.may_annex(uuid);\nDROP FUNCTION guard.is_annex(uuid);\n"
    + former(__file__, "0008_signed_text.sql", "agreement_content")
)
ANNEX, FILE, CONTENT = "agreements_agreementannex", "files_organisationfile", "files_organisationfilecontent"
# Which file it is never changes; another file is another annex.
CHANGEABLE = "agreement_id, place, kind, title, text"
# Who drafts (agreements.rules.DRAFTING) keeps a file of the own organisation, as those do whom the files ask for.
DRAFTS = "owner_id = (SELECT guard.organisation()) AND (SELECT guard.roles()) & 1025 <> 0"
OWN_FILE = f"EXISTS (SELECT 1 FROM {FILE} f WHERE f.id = {CONTENT}.id AND f.{DRAFTS})"
# As of 0004, and: of a file that the asker reads and may make an annex, before the key to it is looked up.
MAY_WRITE = (
    f"EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = {ANNEX}.agreement_id)"
    f" AND guard.may_draft({ANNEX}.agreement_id)"
)
OF_FILE = (
    f"({ANNEX}.file_id IS NULL OR (guard.may_annex({ANNEX}.file_id)"
    f" AND EXISTS (SELECT 1 FROM {FILE} f WHERE f.id = {ANNEX}.file_id)))"
)
POLICIES = f"""
ALTER POLICY may_insert ON {ANNEX} WITH CHECK ({MAY_WRITE} AND {OF_FILE});
REVOKE UPDATE ON {ANNEX} FROM tvaers_app;
GRANT UPDATE ({CHANGEABLE}) ON {ANNEX} TO tvaers_app;
CREATE POLICY annex_select ON {FILE} FOR SELECT TO tvaers_app USING (guard.reads_annex(id));
CREATE POLICY drafter_insert ON {FILE} FOR INSERT TO tvaers_app WITH CHECK ({DRAFTS});
CREATE POLICY drafter_insert ON {CONTENT} FOR INSERT TO tvaers_app WITH CHECK ({OWN_FILE});
CREATE POLICY drafter_delete ON {FILE} FOR DELETE TO tvaers_app USING ({DRAFTS});
CREATE POLICY annex_stays ON {FILE} AS RESTRICTIVE FOR DELETE TO tvaers_app USING (NOT guard.is_annex(id));
"""
NO_POLICIES = f"""
DROP POLICY annex_stays ON {FILE};
DROP POLICY drafter_delete ON {FILE};
DROP POLICY drafter_insert ON {CONTENT};
DROP POLICY drafter_insert ON {FILE};
DROP POLICY annex_select ON {FILE};
REVOKE UPDATE ({CHANGEABLE}) ON {ANNEX} FROM tvaers_app;
GRANT UPDATE ON {ANNEX} TO tvaers_app;
ALTER POLICY may_insert ON {ANNEX} WITH CHECK ({MAY_WRITE});
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("agreements", "0008_signed_text"), ("files", "0002_guard")]
    operations: ClassVar = [
        migrations.AddField(
            "agreementannex",
            "file",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="files.organisationfile",
            ),
        ),
        migrations.AddField(
            "agreementannex", "digest", models.CharField(max_length=64, blank=True, default="", db_default="")
        ),
        migrations.AddConstraint(
            "agreementannex",
            models.CheckConstraint(
                condition=models.Q(file=None, digest="") | models.Q(file__isnull=False, digest__regex="^[0-9a-f]{64}$"),
                name="annex_file_with_digest",
            ),
        ),
        sql_file(__file__, "0009_annex_files.sql", reverse=UNDO),
        RunSQL(POLICIES, reverse_sql=NO_POLICIES),
    ]
