"""Another party's file goes along into what follows the agreement that has it as an annex, and into nothing else."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations import RunSQL

from tvaers.guard.policies import former, sql_file

ANNEX = "agreements_agreementannex"
POLICY = f"""
ALTER POLICY may_insert ON {ANNEX} WITH CHECK (
    EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = {ANNEX}.agreement_id)
    AND guard.may_draft({ANNEX}.agreement_id)
    AND ({ANNEX}.file_id IS NULL OR (guard.may_annex({{asked}})
         AND EXISTS (SELECT 1 FROM files_organisationfile f WHERE f.id = {ANNEX}.file_id))));
"""
FORMER = f"""{former(__file__, "0009_annex_files.sql", "may_annex")}
REVOKE ALL ON FUNCTION guard.may_annex(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.may_annex(uuid) TO tvaers_app;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("agreements", "0011_parts_stay")]
    operations: ClassVar = [
        sql_file(__file__, "0012_annexes_follow.sql", reverse="DROP FUNCTION guard.may_annex(uuid, uuid);\n"),
        RunSQL(
            POLICY.format(asked=f"{ANNEX}.agreement_id, {ANNEX}.file_id") + "DROP FUNCTION guard.may_annex(uuid);\n",
            reverse_sql=FORMER + POLICY.format(asked=f"{ANNEX}.file_id"),
        ),
    ]
