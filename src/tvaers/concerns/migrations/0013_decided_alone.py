"""How urgent a concern is, what was decided and which letter was given, is written by roles that decide."""

from typing import ClassVar

from django.db import migrations

# Whoever writes a concern down says how urgent it is then; it is received, and nothing has been decided about it.
KEPT = """
CREATE TRIGGER keep_urgency BEFORE UPDATE OF is_acute, acute_at, acute_by ON concerns_concern FOR EACH ROW
    WHEN (current_user = 'tvaers_app' AND (NEW.is_acute, NEW.acute_at, NEW.acute_by)
          IS DISTINCT FROM (OLD.is_acute, OLD.acute_at, OLD.acute_by))
    EXECUTE FUNCTION guard.only_who_decides();
CREATE TRIGGER begin_undecided BEFORE INSERT ON concerns_concern FOR EACH ROW
    WHEN (current_user = 'tvaers_app' AND (NEW.state <> 'received' OR NEW.outcome <> ''
          OR NEW.decided_at IS NOT NULL OR NEW.erase_on IS NOT NULL))
    EXECUTE FUNCTION guard.only_who_decides();
CREATE TRIGGER keep_decision BEFORE INSERT ON concerns_decision FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.only_who_decides();
CREATE TRIGGER keep_letter BEFORE INSERT OR UPDATE ON concerns_letter FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.only_who_decides();
CREATE TRIGGER keep_given BEFORE UPDATE ON concerns_letter FOR EACH ROW
    WHEN (OLD.given_at IS NOT NULL) EXECUTE FUNCTION guard.refuse_rewriting();
"""
UNDO = """
DROP TRIGGER keep_given ON concerns_letter;
DROP TRIGGER keep_letter ON concerns_letter;
DROP TRIGGER keep_decision ON concerns_decision;
DROP TRIGGER begin_undecided ON concerns_concern;
DROP TRIGGER keep_urgency ON concerns_concern;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("work", "0003_kept"), ("concerns", "0012_started_by_members")]
    operations: ClassVar = [migrations.RunSQL(KEPT, reverse_sql=UNDO)]
