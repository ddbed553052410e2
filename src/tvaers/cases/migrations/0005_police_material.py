"""What the police wrote in another's case is passed on by nobody but the police (R3)."""

from typing import ClassVar

from django.db import migrations

from tvaers.sharing.policies import open_to_reader

READS = open_to_reader("cases_entry.dossier_id", category="cases_entry.category", may=1)
NO_DRAFT = "(signed_at IS NOT NULL OR author_id = (SELECT guard.actor()))"
# By the owner's own access, by what the police themselves share, or because one's own organisation wrote it.
AT_FIRST_HAND = READS.removesuffix(")") + (
    " AND (a.source = 'owner' OR a.owner_id = cases_entry.author_organisation_id))"
)
KEPT_BACK = f"(NOT is_police_material OR author_organisation_id = (SELECT guard.organisation()) OR {AT_FIRST_HAND})"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0004_parents_guard")]
    operations: ClassVar = [
        migrations.RunSQL(
            f"ALTER POLICY may_select ON cases_entry USING ({READS} AND {NO_DRAFT} AND {KEPT_BACK});",
            reverse_sql=f"ALTER POLICY may_select ON cases_entry USING ({READS} AND {NO_DRAFT});",
        )
    ]
