"""The tables of plans of conflicts."""

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
            name="Plan",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("ready", "Ready"),
                            ("in-force", "In force"),
                            ("normal", "Normal again"),
                            ("closed", "Closed"),
                        ],
                        default="draft",
                        max_length=8,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ongoing", "Something that goes on now"),
                            ("foreseeable", "Something that can be foreseen"),
                        ],
                        max_length=11,
                    ),
                ),
                ("title", models.CharField(max_length=90)),
                (
                    "areas",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("trigger", models.CharField(max_length=2000)),
                ("happened_on", models.DateField(null=True)),
                ("lead_id", models.UUIDField()),
                ("normal_signs", models.CharField(max_length=2000)),
                ("went_well", models.CharField(blank=True, default="", max_length=2000)),
                ("next_time", models.CharField(blank=True, default="", max_length=2000)),
                ("review_on", models.DateField(null=True)),
                ("expires_at", models.DateTimeField()),
                ("edition", models.PositiveIntegerField(default=1)),
                ("begun_by", models.UUIDField()),
                ("begun_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("started_by", models.UUIDField(null=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("calmed_by", models.UUIDField(null=True)),
                ("calmed_at", models.DateTimeField(null=True)),
                ("closed_by", models.UUIDField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
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
                                "trigger__regex",
                                "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                            ),
                            (
                                "normal_signs__regex",
                                "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                            ),
                            (
                                "went_well__regex",
                                "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                            ),
                            (
                                "next_time__regex",
                                "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                            ),
                            _connector="OR",
                            _negated=True,
                        ),
                        name="conflict_plan_without_numbers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["ongoing", "foreseeable"]),
                            ("state__in", ["draft", "ready", "in-force", "normal", "closed"]),
                        ),
                        name="conflict_plan_of_lists",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "draft"),
                                ("calmed_at", None),
                                ("calmed_by", None),
                                ("started_at", None),
                                ("started_by", None),
                                ("closed_at", None),
                                ("closed_by", None),
                            ),
                            models.Q(
                                ("kind", "foreseeable"),
                                ("state", "ready"),
                                ("calmed_at", None),
                                ("calmed_by", None),
                                ("started_at", None),
                                ("started_by", None),
                                ("closed_at", None),
                                ("closed_by", None),
                                ("review_on__isnull", False),
                            ),
                            models.Q(
                                ("calmed_at", None),
                                ("calmed_by", None),
                                ("state", "in-force"),
                                ("started_at__isnull", False),
                                ("started_by__isnull", False),
                                ("closed_at", None),
                                ("closed_by", None),
                                ("review_on__isnull", False),
                            ),
                            models.Q(
                                ("state", "normal"),
                                ("started_at__isnull", False),
                                ("started_by__isnull", False),
                                ("calmed_at__isnull", False),
                                ("calmed_by__isnull", False),
                                ("closed_at", None),
                                ("closed_by", None),
                            ),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                ("state", "closed"),
                                models.Q(
                                    models.Q(
                                        ("calmed_at", None),
                                        ("calmed_by", None),
                                        ("started_at", None),
                                        ("started_by", None),
                                    ),
                                    models.Q(
                                        ("started_at__isnull", False),
                                        ("started_by__isnull", False),
                                        ("calmed_at__isnull", False),
                                        ("calmed_by__isnull", False),
                                        models.Q(("next_time", ""), ("went_well", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="conflict_plan_as_its_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("actor", "Who does what"), ("measure", "Measure"), ("message", "Message")],
                        max_length=7,
                    ),
                ),
                ("organisation_id", models.UUIDField(null=True)),
                ("who", models.CharField(blank=True, default="", max_length=120)),
                (
                    "target",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("youth", "Young people"),
                            ("parents", "Parents"),
                            ("citizens", "Citizens"),
                            ("institutions", "Schools, clubs and other institutions"),
                            ("politicians", "Politicians"),
                            ("press", "The press"),
                            ("staff", "Our own staff"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("text", models.CharField(max_length=1000)),
                ("contact", models.CharField(blank=True, default="", max_length=120)),
                ("due_on", models.DateField(null=True)),
                ("by_id", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="parts",
                        to="conflict.plan",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LogLine",
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
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="lines",
                        to="conflict.plan",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Done",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner_id", models.UUIDField()),
                ("by_id", models.UUIDField()),
                ("done_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "part",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="done",
                        to="conflict.part",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("part",), name="conflict_part_done_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "who__regex",
                        "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                    ),
                    (
                        "text__regex",
                        "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                    ),
                    (
                        "contact__regex",
                        "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                    ),
                    _connector="OR",
                    _negated=True,
                ),
                name="conflict_part_without_numbers",
            ),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_on", None), ("kind", "actor"), ("target", "")),
                    models.Q(
                        ("contact", ""),
                        ("kind", "measure"),
                        ("target__in", ["youth", "parents", "citizens", "institutions"]),
                    ),
                    models.Q(
                        ("contact", ""),
                        ("due_on", None),
                        ("kind", "message"),
                        (
                            "target__in",
                            ["youth", "parents", "citizens", "institutions", "politicians", "press", "staff"],
                        ),
                    ),
                    _connector="OR",
                ),
                name="conflict_part_of_its_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organisation_id__isnull", False), models.Q(("who", ""), _negated=True), _connector="OR"
                ),
                name="conflict_part_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="logline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "text__regex",
                        "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                    ),
                    _negated=True,
                ),
                name="conflict_line_without_numbers",
            ),
        ),
    ]
