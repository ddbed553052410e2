"""Put concerns behind their dossiers."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.enums import Category
from tvaers.sharing.policies import dossier_rows

CONCERN = str(int(Category.CONCERN))
REPORTER = str(int(Category.REPORTER))
APPENDED = ("SELECT", "INSERT")
# Whoever writes a concern down does not decide on it.
DECIDED = """
CREATE TRIGGER keep_decision BEFORE UPDATE OF state, outcome, decided_at, erase_on ON concerns_concern FOR EACH ROW
    WHEN (current_user = 'tvaers_app' AND (NEW.state, NEW.outcome, NEW.decided_at, NEW.erase_on)
          IS DISTINCT FROM (OLD.state, OLD.outcome, OLD.decided_at, OLD.erase_on))
    EXECUTE FUNCTION guard.only_who_decides();
"""
TAKEN_BACK = ("SELECT", "INSERT", "UPDATE", "DELETE")


class Migration(migrations.Migration):
    """Put concerns behind their dossiers."""

    dependencies: ClassVar = [("sharing", "0002_guard"), ("concerns", "0001_initial")]
    operations: ClassVar = [
        dossier_rows(
            "concerns_concern",
            category=CONCERN,
            dossier="id",
            owner_writes=True,
            signed=("recorded_by", "acute_by", "opened_by"),
        ),
        migrations.RunSQL(DECIDED, reverse_sql="DROP TRIGGER keep_decision ON concerns_concern;"),
        dossier_rows("concerns_involved", category="category", commands=TAKEN_BACK, owner_writes=True),
        dossier_rows("concerns_reporter", category=REPORTER, owner_writes=True),
        dossier_rows("concerns_decision", category=CONCERN, commands=APPENDED, owner_writes=True, signed=("by",)),
        dossier_rows("concerns_letter", category=REPORTER, owner_writes=True, signed=("given_member_id",)),
    ]
