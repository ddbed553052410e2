"""What a refused link says is the same whether its ends are linked out of the asker's sight or not."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = """
DROP TRIGGER one_link ON sharing_link;
CREATE TRIGGER one_link BEFORE INSERT ON sharing_link FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.one_link();
""" + former(__file__, "0039_summaries.sql", "one_link")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0039_summaries")]
    operations: ClassVar = [sql_file(__file__, "0040_links_tell_nothing.sql", reverse=UNDO)]
