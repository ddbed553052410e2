"""What was offered without saying why it is necessary is not accepted (R1)."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former

BEFORE = former(__file__, "0047_while_it_stands.sql", "answer_access")
ENDS = "    RETURNING a.dossier_id INTO about;"
SAID = """      AND (accepted IS NOT TRUE OR EXISTS (SELECT 1 FROM sharing_disclosure d WHERE d.id = a.id AND d.necessity <> ''))
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0051_left_behind")]
    operations: ClassVar = [migrations.RunSQL(BEFORE.replace(ENDS, SAID + ENDS), reverse_sql=BEFORE)]
