"""A part of an agreement's text stays in that text: an annex that moved would give its file to the parties of another."""

from typing import ClassVar

from django.db import migrations

PARTS = ("agreementtheme", "agreementaction", "agreementindicator", "agreementannex")
STAYS = """
CREATE TRIGGER stays BEFORE UPDATE ON agreements_{part} FOR EACH ROW
    WHEN (OLD.agreement_id IS DISTINCT FROM NEW.agreement_id) EXECUTE FUNCTION guard.refuse_move();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("agreements", "0010_no_gaps"), ("sharing", "0038_corrected_concerns")]
    operations: ClassVar = [
        migrations.RunSQL(
            "".join(STAYS.format(part=part) for part in PARTS),
            reverse_sql="".join(f"DROP TRIGGER stays ON agreements_{part};\n" for part in PARTS),
        )
    ]
