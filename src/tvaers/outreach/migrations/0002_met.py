import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import tvaers.foundation.ids


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0005_borders_guard"),
        ("outreach", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ShiftMember",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner_id", models.UUIDField()),
                ("member_id", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="Stop",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("owner_id", models.UUIDField()),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("at", models.DateTimeField()),
                ("north", models.DecimalField(decimal_places=3, max_digits=6, null=True)),
                ("east", models.DecimalField(decimal_places=3, max_digits=6, null=True)),
                ("heads_12_14", models.PositiveSmallIntegerField(null=True)),
                ("heads_15_17", models.PositiveSmallIntegerField(null=True)),
                ("heads_18_up", models.PositiveSmallIntegerField(null=True)),
                (
                    "counting",
                    models.CharField(
                        choices=[("counted", "Counted"), ("estimated", "Estimated")], default="counted", max_length=9
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[("observed", "Seen"), ("estimated", "Our impression")],
                        default="observed",
                        max_length=9,
                    ),
                ),
                (
                    "mood",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Calm"), (2, "Friendly"), (3, "Lively"), (4, "Tense"), (5, "Heated")], null=True
                    ),
                ),
                (
                    "activities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, size=None
                    ),
                ),
                (
                    "talks",
                    models.CharField(
                        blank=True,
                        choices=[("none", "None"), ("few", "1 or 2"), ("some", "3 to 5"), ("many", "6 or more")],
                        default="",
                        max_length=4,
                    ),
                ),
                (
                    "offered",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, size=None
                    ),
                ),
                (
                    "accepted",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, size=None
                    ),
                ),
                (
                    "incidents",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, size=None
                    ),
                ),
                ("words", models.CharField(blank=True, default="", max_length=400)),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner_id", models.UUIDField()),
                ("by_id", models.UUIDField()),
                ("sequence", models.PositiveIntegerField()),
                ("fork", models.PositiveSmallIntegerField(default=0)),
                ("entry_id", models.UUIDField()),
                ("digest", models.BinaryField(max_length=32)),
                ("previous", models.BinaryField(max_length=32)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("start", "Shift started"),
                            ("stop", "Stop"),
                            ("later", "Home later"),
                            ("reminder", "Reminder"),
                            ("end", "Shift ended"),
                        ],
                        max_length=8,
                    ),
                ),
                ("said_at", models.DateTimeField()),
                ("received_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("device", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="outreach.device")),
            ],
        ),
        migrations.CreateModel(
            name="Watch",
            fields=[
                (
                    "shift",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="watch",
                        serialize=False,
                        to="outreach.shift",
                    ),
                ),
                ("owner_id", models.UUIDField()),
                ("backup_id", models.UUIDField()),
                ("home_at", models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name="shift",
            index=models.Index(fields=["owner_id", "from_at"], name="shift_owner_from"),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("theme__regex", "[0-9]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9]{4}"), _negated=True
                ),
                name="shift_theme_no_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_at__gt", models.F("from_at"))), name="shift_ends_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.UniqueConstraint(
                condition=models.Q(("phone_id__isnull", False)),
                fields=("owner_id", "by_id", "phone_id"),
                name="shift_once_from_a_phone",
            ),
        ),
        migrations.AddField(
            model_name="safetyalert",
            name="shift",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="outreach.shift"
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="shift",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="outreach.shift"),
        ),
        migrations.AddField(
            model_name="entry",
            name="shift",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="outreach.shift"
            ),
        ),
        migrations.AddField(
            model_name="debrief",
            name="shift",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="debriefs", to="outreach.shift"
            ),
        ),
        migrations.AddField(
            model_name="shiftmember",
            name="shift",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="team", to="outreach.shift"
            ),
        ),
        migrations.AddField(
            model_name="stop",
            name="area",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
            ),
        ),
        migrations.AddField(
            model_name="stop",
            name="corrects",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="outreach.stop"
            ),
        ),
        migrations.AddField(
            model_name="stop",
            name="shift",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="stops", to="outreach.shift"
            ),
        ),
        migrations.AddConstraint(
            model_name="safetyalert",
            constraint=models.UniqueConstraint(fields=("shift", "due_at"), name="alert_once_for_a_time"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("device", "sequence", "fork"), name="entry_once_in_sequence"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("device", "sequence", "digest"), name="entry_content_once"),
        ),
        migrations.AddConstraint(
            model_name="debrief",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("went_well__regex", "[0-9]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9]{4}"), _negated=True
                ),
                name="debrief_went_well_no_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="debrief",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("was_hard__regex", "[0-9]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9]{4}"), _negated=True
                ),
                name="debrief_was_hard_no_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="debrief",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("next_time__regex", "[0-9]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9]{4}"), _negated=True
                ),
                name="debrief_next_time_no_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="debrief",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("supervision__regex", "[0-9]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9]{4}"), _negated=True
                ),
                name="debrief_supervision_no_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="shiftmember",
            constraint=models.UniqueConstraint(fields=("shift", "member_id"), name="shift_member_once"),
        ),
        migrations.AddIndex(
            model_name="stop",
            index=models.Index(fields=["shift", "at"], name="stop_shift_at"),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("words__regex", "[0-9]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9]{4}"), _negated=True
                ),
                name="stop_words_no_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.CheckConstraint(
                condition=models.Q(("mood", None), ("mood__range", (1, 5)), _connector="OR"), name="stop_mood"
            ),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("east", None), ("north", None)),
                    models.Q(("east__isnull", False), ("north__isnull", False)),
                    _connector="OR",
                ),
                name="stop_point_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.CheckConstraint(
                condition=models.Q(("heads_12_14", None), ("heads_12_14__lte", 200), _connector="OR"),
                name="stop_heads_12_14",
            ),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.CheckConstraint(
                condition=models.Q(("heads_15_17", None), ("heads_15_17__lte", 200), _connector="OR"),
                name="stop_heads_15_17",
            ),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.CheckConstraint(
                condition=models.Q(("heads_18_up", None), ("heads_18_up__lte", 200), _connector="OR"),
                name="stop_heads_18_up",
            ),
        ),
    ]
