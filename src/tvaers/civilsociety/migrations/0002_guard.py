"""Volunteers lie behind dossiers of their own, which no way leads to but their own organisation's."""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import allowed
from tvaers.guard.enums import Category
from tvaers.guard.policies import sql_file
from tvaers.people.references import is_of_kind
from tvaers.sharing.policies import dossier_rows

VOLUNTEER, TRAINING = "civilsociety_volunteer", "civilsociety_training"
IDENTITY = str(int(Category.IDENTITY))
UNDO = """
ALTER TABLE civilsociety_volunteer DROP CONSTRAINT volunteer_goes;
DROP TRIGGER volunteers_unframed ON sharing_frame;
DROP FUNCTION guard.volunteers_unframed();
DROP TRIGGER volunteers_unlinked ON sharing_link;
DROP FUNCTION guard.volunteers_unlinked();
DROP POLICY volunteers ON sharing_access;
DROP TRIGGER volunteers_alone ON sharing_access;
DROP FUNCTION guard.volunteers_alone();
DROP FUNCTION guard.keep_volunteer(uuid);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("civilsociety", "0001_initial"),
        ("people", "0007_of_kind"),
        ("sharing", "0056_volunteers"),
    ]
    operations: ClassVar = [
        dossier_rows(
            VOLUNTEER,
            category=IDENTITY,
            dossier="id",
            owner_only=True,
            signed=("begun_by", "written_by", "assessed_by"),
        ),
        dossier_rows(
            TRAINING,
            category=IDENTITY,
            commands=("SELECT", "INSERT", "DELETE"),
            owner_only=True,
            signed=("written_by",),
        ),
        is_of_kind(VOLUNTEER, "volunteer"),
        sql_file(__file__, "0002_guard.sql", reverse=UNDO),
        allowed("civilsociety.erase_due"),
    ]
