"""The tables of the local picture."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import tvaers.foundation.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("areas", "0006_signed"),
    ]

    operations = [
        migrations.CreateModel(
            name="LastLook",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("owner_id", models.UUIDField()),
                ("looked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("before", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Bulletin",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner_id", models.UUIDField(db_index=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("by_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mood", "Mood"),
                            ("gathering", "Young people gathering"),
                            ("conflict", "Conflict"),
                            ("damage", "Damage"),
                            ("place", "The place itself"),
                            ("good", "Good news"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "certainty",
                    models.CharField(
                        choices=[("observed", "Seen"), ("estimated", "Estimate"), ("told", "Told by others")],
                        max_length=10,
                    ),
                ),
                ("spot", models.CharField(blank=True, max_length=120)),
                ("happened_at", models.DateTimeField()),
                ("title", models.CharField(max_length=90)),
                ("text", models.CharField(blank=True, max_length=1000)),
                (
                    "size",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not known"),
                            ("1-4", "1–4"),
                            ("5-9", "5–9"),
                            ("10-19", "10–19"),
                            ("20-49", "20–49"),
                            ("50+", "50 or more"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "ages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("0-11", "under 12"),
                                ("12-14", "12–14"),
                                ("15-17", "15–17"),
                                ("18-24", "18–24"),
                                ("25+", "25 or more"),
                            ],
                            max_length=6,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("anchors", models.CharField(blank=True, max_length=400)),
                ("is_lasting", models.BooleanField(default=False)),
                ("signal_id", models.UUIDField(null=True)),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("expires_at", models.DateTimeField(db_index=True)),
                (
                    "area",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BulletinNote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner_id", models.UUIDField()),
                ("by_id", models.UUIDField()),
                ("text", models.CharField(max_length=600)),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "bulletin",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="notes",
                        to="localpicture.bulletin",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BulletinThanks",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner_id", models.UUIDField()),
                ("by_id", models.UUIDField()),
                ("thanked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "bulletin",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="thanks",
                        to="localpicture.bulletin",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner_id", models.UUIDField()),
                ("by_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mood", "Mood"),
                            ("gathering", "Young people gathering"),
                            ("conflict", "Conflict"),
                            ("damage", "Damage"),
                            ("place", "The place itself"),
                            ("good", "Good news"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AreaFact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner_id", models.UUIDField()),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("by_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("anchor", "What works here"),
                            ("offer", "Offers for young people"),
                            ("effort", "Efforts under way"),
                        ],
                        max_length=6,
                    ),
                ),
                ("text", models.CharField(max_length=400)),
                ("contact", models.CharField(blank=True, max_length=120)),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("expires_at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("text__regex", "[0-9]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9]{4}"),
                            ("contact__regex", "[0-9]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9]{4}"),
                            _connector="OR",
                            _negated=True,
                        ),
                        name="area_fact_without_numbers",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaState",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner_id", models.UUIDField()),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("by_id", models.UUIDField()),
                (
                    "level",
                    models.CharField(
                        choices=[("calm", "Calm"), ("tense", "Tense"), ("conflict", "Conflict")], max_length=8
                    ),
                ),
                ("reason", models.CharField(max_length=600)),
                ("set_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("expires_at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["area", "-set_at"], name="area_state_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reason__regex", "[0-9]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9]{4}"), _negated=True
                        ),
                        name="area_state_without_numbers",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="bulletin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("title__regex", "[0-9]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9]{4}"),
                    ("text__regex", "[0-9]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9]{4}"),
                    ("spot__regex", "[0-9]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9]{4}"),
                    ("anchors__regex", "[0-9]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9]{4}"),
                    _connector="OR",
                    _negated=True,
                ),
                name="bulletin_without_numbers",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulletinnote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("text__regex", "[0-9]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9]{4}"), _negated=True
                ),
                name="bulletin_note_without_numbers",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulletinthanks",
            constraint=models.UniqueConstraint(fields=("bulletin", "by_id"), name="thanks_once"),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(
                fields=("by_id", "area", "kind"), name="subscription_once", nulls_distinct=False
            ),
        ),
    ]
