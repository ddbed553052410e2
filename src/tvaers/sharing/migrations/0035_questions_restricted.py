"""What others were asked about a case is restricted with it."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = f"""
DROP TRIGGER restrict_along ON sharing_link;
CREATE TRIGGER restrict_along AFTER INSERT ON sharing_link FOR EACH ROW WHEN (NEW.kind IN ('belongs', 'became'))
    EXECUTE FUNCTION guard.restrict_along();
{former(__file__, "0029_restricting.sql", "restriction_of", "around_case")}
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0034_meetings_asked")]
    operations: ClassVar = [sql_file(__file__, "0035_questions_restricted.sql", reverse=UNDO)]
