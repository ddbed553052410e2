"""What the parties do under a theme of an agreement: written by each party's own people while it is in force."""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

import tvaers.foundation.ids
from tvaers.guard.policies import WORK_FLOOR, protection

RUNS = """
-- True when the asker writes what the own organisation does under a signed agreement: a coordinator or a steering group
-- member (agreements.rules.DRAFTING) of a party, until its last day as one.
CREATE FUNCTION guard.runs_agreement(agreement uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT guard.at_work() AND guard.roles() & 1025 <> 0 AND EXISTS (
        SELECT 1 FROM agreements_agreement a JOIN agreements_agreementparty p ON p.agreement_id = a.id
        WHERE a.id = agreement AND a.state = 'signed' AND p.organisation_id = guard.organisation()
          AND (p.left_on IS NULL OR p.left_on >= (statement_timestamp() AT TIME ZONE 'Europe/Copenhagen')::date))
$$;
REVOKE ALL ON FUNCTION guard.runs_agreement(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.runs_agreement(uuid) TO tvaers_app;
"""
TABLE = "agreements_agreementinitiative"
READ = f"EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = {TABLE}.agreement_id)"
WRITE = (
    f"owner_id = (SELECT guard.organisation()) AND guard.runs_agreement({TABLE}.agreement_id)"
    f" AND EXISTS (SELECT 1 FROM agreements_agreementtheme t WHERE t.id = {TABLE}.theme_id"
    f" AND t.agreement_id = {TABLE}.agreement_id)"
)
CHANGEABLE = ("text", "budget", "result", "version")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("agreements", "0005_leaving"), ("partnerships", "0006_idle")]
    operations: ClassVar = [
        migrations.CreateModel(
            "AgreementInitiative",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("budget", models.CharField(blank=True, max_length=200)),
                ("result", models.TextField(blank=True)),
                ("begun_at", models.DateTimeField(db_default=django.db.models.functions.Now())),
                ("version", models.IntegerField(db_default=1, default=1)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="initiatives",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnerships.organisation"
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="initiatives",
                        to="agreements.agreementtheme",
                    ),
                ),
            ],
        ),
        RunSQL(RUNS, reverse_sql="DROP FUNCTION guard.runs_agreement(uuid);"),
        protection(
            TABLE,
            WORK_FLOOR,
            {"SELECT": READ, "INSERT": WRITE, "UPDATE": WRITE, "DELETE": WRITE},
            changeable=CHANGEABLE,
        ),
    ]
