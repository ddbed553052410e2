"""That only authorities read such rows is asked of who writes them too: the column may hold one organisation."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former

BEFORE = former(__file__, "0053_authorities.sql", "only_authorities")
EACH = "ARRAY(SELECT jsonb_array_elements_text(to_jsonb(NEW) -> TG_ARGV[0]))::uuid[]"
ONE_OR_EACH = """CASE jsonb_typeof(to_jsonb(NEW) -> TG_ARGV[0])
        WHEN 'array' THEN ARRAY(SELECT jsonb_array_elements_text(to_jsonb(NEW) -> TG_ARGV[0]))::uuid[]
        ELSE ARRAY[(to_jsonb(NEW) ->> TG_ARGV[0])::uuid] END"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0053_authorities")]
    operations: ClassVar = [migrations.RunSQL(BEFORE.replace(EACH, ONE_OR_EACH), reverse_sql=BEFORE)]
