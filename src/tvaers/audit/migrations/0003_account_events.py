"""The log of accounts, appended before anybody acts for an organisation."""

from typing import ClassVar

import django.contrib.postgres.functions
from django.db import migrations, models

import tvaers.foundation.ids
from tvaers.guard.policies import log, sql_file


class Migration(migrations.Migration):
    """The log of accounts, appended before anybody acts for an organisation."""

    dependencies: ClassVar = [("audit", "0002_guard")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="AccountEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.ordered,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow()),
                ),
                ("ticket_id", models.UUIDField(null=True)),
                ("user_id", models.UUIDField(null=True)),
                ("name", models.CharField(max_length=80)),
            ],
            options={"indexes": [models.Index(fields=["user_id", "at"], name="account_event_user_at")]},
        ),
        log("audit_accountevent", read="user_id = (SELECT guard.signed_in_user())"),
        sql_file(
            __file__,
            "0003_account_events.sql",
            reverse="DROP FUNCTION guard.record_account_event(uuid, text, uuid);",
        ),
    ]
