"""A template can be a plan for release or exit, too."""

from typing import ClassVar

from django.db import migrations, models

FORMS = [
    ("assessment", "Assessment"),
    ("description", "Description of a concern"),
    ("drawing", "Network drawing"),
    ("talk", "Talk with the young person and the parents"),
    ("log", "Log of one young person, with consent"),
    ("plan", "Plan for release or exit, with consent"),
    ("family", "The family's view"),
    ("young", "The young person's own view"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("assessments", "0004_searched")]
    operations: ClassVar = [
        migrations.RemoveConstraint("template", "template_of_list"),
        migrations.AlterField("assessment", "form", models.CharField(choices=FORMS, max_length=12)),
        migrations.AlterField("template", "form", models.CharField(choices=FORMS, max_length=12)),
        migrations.AddConstraint(
            "template",
            models.CheckConstraint(condition=models.Q(form__in=[name for name, _ in FORMS]), name="template_of_list"),
        ),
    ]
