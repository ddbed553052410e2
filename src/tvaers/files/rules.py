"""What a file can tell about, and who removes one. No database, clock or request."""

from uuid import UUID

from tvaers.guard.enums import Category
from tvaers.partnerships.rules import DECIDING

# Least intrusive first, as a sharer is offered them.
CATEGORIES = (
    Category.PLAN,
    Category.ENTRY,
    Category.ASSESSMENT,
    Category.OTHERS,
    Category.HEALTH,
    Category.OFFENCE,
)


def may_remove(*, actor: UUID, roles: int, added_by: UUID) -> bool:
    """Tell whether somebody who works on a dossier removes a file of it: the own one, or any by a role that decides."""
    return actor == added_by or bool(roles & DECIDING)
