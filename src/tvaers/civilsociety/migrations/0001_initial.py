"""The tables of volunteers."""

import django.db.models.functions.datetime
from django.db import migrations, models

import tvaers.foundation.ids
import tvaers.sharing.sealing


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Training",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("dossier_id", models.UUIDField(db_index=True)),
                ("what", tvaers.sharing.sealing.SealedTextField()),
                ("held_on", models.DateField()),
                ("written_by", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="Volunteer",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "Asked"), ("active", "Active"), ("ended", "Has stopped")], max_length=6
                    ),
                ),
                ("name", tvaers.sharing.sealing.SealedTextField()),
                ("reach", tvaers.sharing.sealing.SealedTextField()),
                ("tasks", tvaers.sharing.sealing.SealedTextField()),
                ("note", tvaers.sharing.sealing.SealedTextField()),
                ("contact_id", models.UUIDField()),
                ("begins_on", models.DateField()),
                ("agreed_on", models.DateField(null=True)),
                ("confidential_on", models.DateField(null=True)),
                ("with_children", models.BooleanField()),
                ("why_children", tvaers.sharing.sealing.SealedTextField()),
                ("consented_on", models.DateField(null=True)),
                ("ordered_on", models.DateField(null=True)),
                ("assessed_on", models.DateField(null=True)),
                ("assessed_by", models.UUIDField(null=True)),
                ("deleted_on", models.DateField(null=True)),
                ("review_on", models.DateField(db_index=True)),
                ("ended_on", models.DateField(null=True)),
                ("erase_on", models.DateField(db_index=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("begun_by", models.UUIDField()),
                ("form_id", models.UUIDField(null=True)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on", None), ("state", "asked")),
                            models.Q(
                                ("agreed_on__isnull", False),
                                ("confidential_on__isnull", False),
                                ("ended_on", None),
                                ("state", "active"),
                            ),
                            models.Q(("ended_on__isnull", False), ("state", "ended")),
                            _connector="OR",
                        ),
                        name="volunteer_active_with_papers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("with_children", True),
                                models.Q(
                                    ("assessed_on", None),
                                    ("consented_on", None),
                                    ("deleted_on", None),
                                    ("ordered_on", None),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("ordered_on", None), ("ordered_on__gte", models.F("consented_on")), _connector="OR"
                            ),
                            models.Q(
                                ("assessed_on", None), ("assessed_on__gte", models.F("ordered_on")), _connector="OR"
                            ),
                            models.Q(
                                ("deleted_on", None), ("deleted_on__gte", models.F("assessed_on")), _connector="OR"
                            ),
                            models.Q(("ordered_on", None), ("consented_on__isnull", False), _connector="OR"),
                            models.Q(("assessed_on", None), ("ordered_on__isnull", False), _connector="OR"),
                            models.Q(("deleted_on", None), ("assessed_on__isnull", False), _connector="OR"),
                        ),
                        name="volunteer_certificate_in_steps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("assessed_by", None), ("assessed_on", None)),
                            models.Q(("assessed_by__isnull", False), ("assessed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="volunteer_assessed_by_somebody",
                    ),
                ],
            },
        ),
    ]
