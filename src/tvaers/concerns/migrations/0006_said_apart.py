"""Keep what the young person says, what the parents say, and why somebody was not told, each in a place of its own (R9)."""

from typing import ClassVar

from django.db import migrations

from tvaers.sharing.sealing import SealedTextField


def _text(name: str) -> migrations.AddField:
    return migrations.AddField(model_name="concern", name=name, field=SealedTextField(db_default=b"", default=b""))


class Migration(migrations.Migration):
    """Add the three texts; what was written in one field stays there and can be read."""

    dependencies: ClassVar = [("concerns", "0005_import_stopped")]
    operations: ClassVar = [_text("child_view"), _text("parents_reaction"), _text("not_told_because")]
