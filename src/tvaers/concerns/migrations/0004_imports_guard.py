"""Put imports behind their dossiers; an organisation keeps its own arrivals and mappings; requests may start an import."""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import allowed
from tvaers.guard.enums import Category
from tvaers.guard.policies import WORK_FLOOR, protection
from tvaers.people.references import points_at_person
from tvaers.sharing.policies import dossier_rows

OWN = "organisation_id = (SELECT guard.organisation())"

# What was offered decides who sees it; only whoever made the offer writes what it is for.
OFFER_SEEN = "EXISTS (SELECT 1 FROM sharing_disclosure d WHERE d.group_id = concerns_passing.id)"
OFFER_MADE = (
    "EXISTS (SELECT 1 FROM sharing_disclosure d JOIN sharing_access a ON a.id = d.id"
    " WHERE d.group_id = concerns_passing.id AND a.granted_by_id = (SELECT guard.actor())"
    " AND a.owner_id = (SELECT guard.organisation()))"
)


class Migration(migrations.Migration):
    """Put imports behind their dossiers; an organisation keeps its own arrivals and mappings; requests may start an import."""

    dependencies: ClassVar = [
        ("sharing", "0005_disclosure_guard"),
        ("people", "0003_merge"),
        ("guard", "0002_queue"),
        ("concerns", "0003_imports"),
    ]
    operations: ClassVar = [
        dossier_rows("concerns_import", category=str(int(Category.CONCERN)), dossier="id", owner_writes=True),
        protection("concerns_importmapping", WORK_FLOOR, dict.fromkeys(("SELECT", "INSERT", "UPDATE"), OWN)),
        protection("concerns_arrival", WORK_FLOOR, dict.fromkeys(("SELECT", "INSERT"), OWN)),
        protection("concerns_passing", WORK_FLOOR, {"SELECT": OFFER_SEEN, "INSERT": OFFER_MADE}),
        points_at_person("concerns_involved"),
        allowed("concerns.run_import", "concerns.erase_due"),
    ]
