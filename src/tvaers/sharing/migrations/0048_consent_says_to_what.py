"""A consent's frame is opened with what may be shared on it: the former function, which asks for none, is closed."""

from typing import ClassVar

from django.db import migrations

# Still called by the function that took its place.
FORMER = "FUNCTION guard.open_consent(uuid, uuid, integer, timestamptz)"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0047_while_it_stands")]
    operations: ClassVar = [
        migrations.RunSQL(
            f"REVOKE EXECUTE ON {FORMER} FROM tvaers_app;", reverse_sql=f"GRANT EXECUTE ON {FORMER} TO tvaers_app;"
        )
    ]
