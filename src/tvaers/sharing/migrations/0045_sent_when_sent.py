"""What waited for approval is asked once more, on the day it is sent, all that is asked of what is given at once."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = (
    former(__file__, "0041_out_of_sight.sql", "approve_group")
    + former(__file__, "0036_answers_waiting.sql", "answer_when_sent")
    + former(__file__, "0033_onward.sql", "tell_origin")
    + """
DROP TRIGGER no_further_meeting_sent ON sharing_access;
CREATE TRIGGER no_further_meeting_sent BEFORE UPDATE ON sharing_access FOR EACH ROW
    WHEN (OLD.state = 'drafted' AND NEW.state = 'offered' AND NEW.basis_id IS NOT NULL)
    EXECUTE FUNCTION guard.no_further_meeting();
DROP TRIGGER tell_origin_when_approved ON sharing_access;
CREATE TRIGGER tell_origin_when_approved AFTER UPDATE ON sharing_access FOR EACH ROW
    WHEN (NEW.source = 'disclosure' AND OLD.state = 'drafted' AND NEW.state = 'offered')
    EXECUTE FUNCTION guard.tell_origin();
DROP TRIGGER tell_origin_at_once ON sharing_access;
CREATE TRIGGER tell_origin_at_once AFTER INSERT ON sharing_access FOR EACH ROW
    WHEN (NEW.source = 'disclosure' AND NEW.state = 'offered') EXECUTE FUNCTION guard.tell_origin();
"""
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0044_counted_once")]
    operations: ClassVar = [sql_file(__file__, "0045_sent_when_sent.sql", reverse=UNDO)]
