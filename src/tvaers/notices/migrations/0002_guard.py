"""Notices lie behind their dossiers, are given by one function, and are the only thing that goes that way."""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import allowed
from tvaers.guard.enums import Category
from tvaers.guard.policies import sql_file
from tvaers.people.references import is_of_kind
from tvaers.sharing.policies import dossier_rows

APPENDED = ("SELECT", "INSERT")
IDENTITY, OFFENCE = str(int(Category.IDENTITY)), str(int(Category.OFFENCE))
UNDO = """
DROP TRIGGER notices_alone ON sharing_access;
DROP FUNCTION guard.notices_alone();
DROP FUNCTION guard.give_notice(uuid, uuid, uuid, uuid, uuid, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("notices", "0001_initial"),
        ("people", "0007_of_kind"),
        ("sharing", "0025_notice_kind"),
    ]
    operations: ClassVar = [
        dossier_rows(
            "notices_housingnotice",
            category=IDENTITY,
            dossier="id",
            commands=APPENDED,
            owner_writes=True,
            signed=("written_by",),
        ),
        dossier_rows(
            "notices_noticedecision", category=OFFENCE, commands=APPENDED, owner_writes=True, signed=("written_by",)
        ),
        is_of_kind("notices_housingnotice", "notice"),
        sql_file(__file__, "0002_guard.sql", reverse=UNDO),
        allowed("notices.erase_due"),
    ]
