"""The tables of the method library."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import tvaers.foundation.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Method",
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
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("ssp", "SSP work"),
                            ("street", "Street work"),
                            ("talks", "Talks with young people and parents"),
                            ("networks", "Young people and their networks"),
                            ("radicalisation", "Worry about radicalisation"),
                            ("exit", "Exit and release"),
                            ("unrest", "Unrest and conflicts"),
                            ("areas", "Safety in the areas"),
                            ("sharing", "Sharing and writing down"),
                            ("other", "Something else"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "places",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("street", "The street: list of shifts"),
                                ("shift-plan", "The street: plan a shift"),
                                ("street-log", "The street: log on the phone"),
                                ("debrief", "The street: debrief"),
                                ("concern-new", "Concerns: write one down"),
                                ("triage", "Concerns: decide what becomes of one"),
                                ("parents", "Case: talk with the parents"),
                                ("case-plan", "Case: plan"),
                                ("network", "Case: network"),
                                ("local-picture", "The local picture"),
                            ],
                            max_length=16,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("keeper_id", models.UUIDField()),
                ("review_date", models.DateField(null=True)),
                ("starter", models.CharField(blank=True, default="", max_length=40)),
                ("begun_by", models.UUIDField()),
                ("begun_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "places__contained_by",
                                [
                                    "street",
                                    "shift-plan",
                                    "street-log",
                                    "debrief",
                                    "concern-new",
                                    "triage",
                                    "parents",
                                    "case-plan",
                                    "network",
                                    "local-picture",
                                ],
                            ),
                            (
                                "topic__in",
                                [
                                    "ssp",
                                    "street",
                                    "talks",
                                    "networks",
                                    "radicalisation",
                                    "exit",
                                    "unrest",
                                    "areas",
                                    "sharing",
                                    "other",
                                ],
                            ),
                        ),
                        name="method_of_lists",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MethodVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner_id", models.UUIDField()),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("in-use", "In use"), ("retired", "No longer in use")],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(max_length=90)),
                ("summary", models.CharField(max_length=200)),
                ("body", models.CharField(max_length=8000)),
                ("source", models.CharField(blank=True, default="", max_length=300)),
                ("changed", models.CharField(blank=True, default="", max_length=300)),
                ("edition", models.PositiveIntegerField(default=1)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("taken_by", models.UUIDField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                ("retired_by", models.UUIDField(null=True)),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "method",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="methods.method"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "title__regex",
                                "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                            ),
                            (
                                "summary__regex",
                                "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                            ),
                            (
                                "body__regex",
                                "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                            ),
                            (
                                "source__regex",
                                "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                            ),
                            (
                                "changed__regex",
                                "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                            ),
                            _connector="OR",
                            _negated=True,
                        ),
                        name="method_without_numbers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("retired_by", None),
                                ("state", "draft"),
                                ("taken_at", None),
                                ("taken_by", None),
                                ("retired_at", None),
                            ),
                            models.Q(
                                ("retired_by", None),
                                ("state", "in-use"),
                                ("taken_at__isnull", False),
                                ("taken_by__isnull", False),
                                ("retired_at", None),
                            ),
                            models.Q(
                                ("retired_at__isnull", False),
                                ("state", "retired"),
                                ("taken_at__isnull", False),
                                ("retired_by__isnull", False),
                                ("taken_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="method_version_as_its_state",
                    ),
                    models.UniqueConstraint(fields=("method", "number"), name="method_version_numbered"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")), fields=("method",), name="method_one_draft"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in-use")), fields=("method",), name="method_one_in_use"
                    ),
                ],
            },
        ),
    ]
