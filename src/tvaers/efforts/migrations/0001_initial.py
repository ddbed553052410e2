"""The tables of the catalogue of efforts."""

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
            name="Effort",
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
                        choices=[("draft", "Draft"), ("offered", "Offered"), ("closed", "Closed")],
                        default="draft",
                        max_length=8,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mentor", "Mentor"),
                            ("leisure-pass", "Leisure pass"),
                            ("leisure-job", "Leisure job"),
                            ("conversation", "Course of conversations"),
                            ("parent-coach", "Parent coach"),
                            ("school", "School and education"),
                            ("work", "Work and training"),
                            ("housing", "Housing"),
                            ("health", "Treatment and health"),
                            ("exit", "Exit from a gang"),
                            ("other", "Something else"),
                        ],
                        max_length=16,
                    ),
                ),
                ("title", models.CharField(max_length=90)),
                ("what", models.CharField(max_length=2000)),
                ("for_whom", models.CharField(max_length=300)),
                ("provider", models.CharField(max_length=120)),
                (
                    "provider_kind",
                    models.CharField(
                        choices=[
                            ("public", "A public authority"),
                            ("self-governing", "A self-governing institution with public tasks"),
                            ("association", "An association or volunteers"),
                            ("firm", "A firm or housing organisation"),
                        ],
                        max_length=16,
                    ),
                ),
                ("contact", models.CharField(blank=True, default="", max_length=120)),
                (
                    "areas",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("capacity", models.CharField(blank=True, default="", max_length=300)),
                ("source", models.CharField(blank=True, default="", max_length=300)),
                ("from_date", models.DateField(null=True)),
                ("until_date", models.DateField(null=True)),
                ("needs_consent", models.BooleanField(default=False)),
                (
                    "room",
                    models.CharField(
                        blank=True,
                        choices=[("more", "Room for more"), ("waiting", "Waiting list"), ("full", "Full")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("room_by", models.UUIDField(null=True)),
                ("room_on", models.DateField(null=True)),
                ("keeper_id", models.UUIDField()),
                ("review_date", models.DateField(null=True)),
                ("starter", models.CharField(blank=True, default="", max_length=40)),
                ("edition", models.PositiveIntegerField(default=1)),
                ("begun_by", models.UUIDField()),
                ("begun_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("offered_by", models.UUIDField(null=True)),
                ("offered_at", models.DateTimeField(null=True)),
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
                                "what__regex",
                                "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                            ),
                            (
                                "for_whom__regex",
                                "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                            ),
                            (
                                "provider__regex",
                                "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                            ),
                            (
                                "contact__regex",
                                "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                            ),
                            (
                                "capacity__regex",
                                "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                            ),
                            (
                                "source__regex",
                                "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                            ),
                            _connector="OR",
                            _negated=True,
                        ),
                        name="effort_without_numbers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "mentor",
                                    "leisure-pass",
                                    "leisure-job",
                                    "conversation",
                                    "parent-coach",
                                    "school",
                                    "work",
                                    "housing",
                                    "health",
                                    "exit",
                                    "other",
                                ],
                            ),
                            ("provider_kind__in", ["public", "self-governing", "association", "firm"]),
                            ("room__in", ["", "more", "waiting", "full"]),
                            ("state__in", ["draft", "offered", "closed"]),
                        ),
                        name="effort_of_lists",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("provider_kind__in", ["association", "firm"]), _negated=True),
                            ("needs_consent", True),
                            _connector="OR",
                        ),
                        name="effort_asks_consent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_by", None),
                                ("offered_at", None),
                                ("offered_by", None),
                                ("state", "draft"),
                                ("audience", []),
                                ("closed_at", None),
                            ),
                            models.Q(
                                ("offered_at__isnull", False),
                                ("offered_by__isnull", False),
                                ("state", "offered"),
                                ("closed_at", None),
                                ("closed_by", None),
                                ("review_date__isnull", False),
                            ),
                            models.Q(
                                ("offered_at__isnull", False),
                                ("offered_by__isnull", False),
                                ("state", "closed"),
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="effort_as_its_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("room", ""), ("room_by", None), ("room_on", None)),
                            models.Q(
                                models.Q(("room", ""), _negated=True),
                                ("room_by__isnull", False),
                                ("room_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="effort_room_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_date", None),
                            ("until_date", None),
                            ("from_date__lte", models.F("until_date")),
                            _connector="OR",
                        ),
                        name="effort_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EffortStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner_id", models.UUIDField()),
                ("place", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=300)),
                (
                    "who",
                    models.CharField(
                        choices=[
                            ("lead", "Whoever leads the case"),
                            ("provider", "Agreed with the provider"),
                            ("choose", "Chosen each time"),
                        ],
                        max_length=8,
                    ),
                ),
                ("days", models.PositiveSmallIntegerField()),
                (
                    "effort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="efforts.effort"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "text__regex",
                                "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                            ),
                            _negated=True,
                        ),
                        name="effort_step_without_numbers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__lte", 250), ("who__in", ["lead", "provider", "choose"])),
                        name="effort_step_of_lists",
                    ),
                    models.UniqueConstraint(fields=("effort", "place"), name="effort_step_numbered"),
                ],
            },
        ),
    ]
