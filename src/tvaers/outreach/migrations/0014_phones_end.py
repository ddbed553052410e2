"""A phone that has not called for two years is forgotten, once all that was written on it is erased."""

from typing import ClassVar

from django.db import migrations

TABLE = "outreach_device"
OWN = f"{TABLE}.owner_id = (SELECT guard.organisation())"
READS = f"{TABLE}.member_id = (SELECT guard.actor()) OR (SELECT guard.roles()) & 257 <> 0"
JOB = "(SELECT guard.kind()) = 'system'"
OVER = (
    f"{TABLE}.seen_at < statement_timestamp() - interval '2 years'"
    f" AND NOT EXISTS (SELECT 1 FROM outreach_entry e WHERE e.device_id = {TABLE}.id)"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("outreach", "0013_neighbours_now")]
    operations: ClassVar = [
        migrations.RunSQL(
            f"GRANT DELETE ON {TABLE} TO tvaers_app;\n"
            f"CREATE POLICY may_delete ON {TABLE} FOR DELETE TO tvaers_app USING ({OWN} AND {JOB} AND {OVER});\n"
            f"ALTER POLICY may_select ON {TABLE} USING ({OWN} AND ({READS} OR {JOB}));\n",
            reverse_sql=f"ALTER POLICY may_select ON {TABLE} USING ({OWN} AND ({READS}));\n"
            f"DROP POLICY may_delete ON {TABLE};\nREVOKE DELETE ON {TABLE} FROM tvaers_app;\n",
        )
    ]
