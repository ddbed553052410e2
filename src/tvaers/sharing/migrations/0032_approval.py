"""A second pair of eyes before something is sent, where the organisation's rule asks for it."""

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

import tvaers.foundation.ids
from tvaers.guard.policies import WORK_FLOOR, former, protection, sql_file
from tvaers.partnerships.enums import OrganisationKind
from tvaers.sharing.policies import open_to_reader, organisation_rows, written_by_functions

# As of 0029; a reader knows nothing of what was not sent.
READER = "reader_id = ANY ((SELECT guard.readers())::uuid[]) AND (source <> 'owner' OR ended_at IS NULL)"
OWNERS = " OR owner_id = (SELECT guard.organisation()) AND guard.sees_given(id, dossier_id)"
SENT = " AND state NOT IN ('drafted', 'dropped')"
ALTER = "ALTER POLICY may_select ON sharing_access USING ({});"
STATES = [
    ("drafted", "Drafted"),
    ("dropped", "Not sent"),
    ("offered", "Offered"),
    ("accepted", "Accepted"),
    ("declined", "Declined"),
    ("revoked", "Withdrawn"),
    ("ended", "Ended"),
    ("moved", "Moved"),
    ("restricted", "Restricted"),
]
# What was drafted is sent to nobody by a former release.
FORGOTTEN = """
UPDATE sharing_access SET state = 'revoked', ended_at = coalesce(ended_at, statement_timestamp())
    WHERE state IN ('drafted', 'dropped');
"""
UNDO = f"""
{former(__file__, "0022_counted.sql", "disclosure_counts")}
{former(__file__, "0010_seen_offered.sql", "record_seen")}
{former(__file__, "0031_questions.sql", "end_access")}
DROP FUNCTION guard.approve_group(uuid, uuid, boolean, bytea);
DROP TRIGGER needs_approval ON sharing_access;
DROP FUNCTION guard.needs_approval();
DROP FUNCTION guard.asks_approval(uuid, uuid, integer);
"""
APPROVAL = "sharing_approval"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0031_questions_guard"), ("partnerships", "0006_idle")]
    operations: ClassVar = [
        migrations.AlterField("access", "state", models.CharField(choices=STATES, default="accepted", max_length=10)),
        migrations.CreateModel(
            "ApprovalRule",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "receiver_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(choices=OrganisationKind.choices, max_length=20), size=None
                    ),
                ),
                ("categories", models.IntegerField()),
                (
                    "owner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnerships.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            "Approval",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("dossier_id", models.UUIDField(db_index=True)),
                ("is_approved", models.BooleanField()),
                ("words", models.BinaryField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.Now())),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnerships.membership"
                    ),
                ),
            ],
        ),
        organisation_rows(
            "sharing_approvalrule",
            writes="(SELECT guard.is_administrator())",
            commands=("SELECT", "INSERT", "UPDATE"),
            changeable=("receiver_kinds", "categories"),
        ),
        protection(
            APPROVAL,
            WORK_FLOOR,
            {"SELECT": open_to_reader(f"{APPROVAL}.dossier_id", category="511", may=1, owner_only=True)},
        ),
        RunSQL(
            f"INSERT INTO guard.dossier_table (name, dossier_column) VALUES ('{APPROVAL}', 'dossier_id');",
            reverse_sql=f"DELETE FROM guard.dossier_table WHERE name = '{APPROVAL}'::regclass;",
        ),
        sql_file(__file__, "0032_approval.sql", reverse=UNDO),
        RunSQL(ALTER.format(READER + SENT + OWNERS), reverse_sql=ALTER.format(READER + OWNERS)),
        RunSQL(RunSQL.noop, reverse_sql=FORGOTTEN),
        written_by_functions("sharing.drafted", "sharing.approved", "sharing.sent_back"),
    ]
