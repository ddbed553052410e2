"""What roles let somebody see and work for, in words; from the tables in `rules`."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships import rules
from tvaers.partnerships.enums import CATEGORY_LABELS, PURPOSE_LABELS, ROLE_DUTIES, ROLE_LABELS, Role, roles_in

# Up to so many it is shorter to say what is left out.
_FEW = 3


def listed(words: Iterable[str | Promise]) -> str:
    """Join words as a sentence does: "a, b and c"."""
    *first, last = [str(word) for word in words] or [""]
    if not first:
        return last
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last}


def roles_in_words(mask: int) -> str:
    """Name the roles of a mask."""
    return ", ".join(str(ROLE_LABELS[role]) for role in roles_in(mask))


def sees(mask: int) -> str:
    """Say what the roles of a mask let somebody see of a case that they have access to (R7)."""
    opened = rules.categories_for(mask)
    if not opened:
        return _("nothing about young people")
    left_out = [CATEGORY_LABELS[each] for each in Category if each not in opened]
    if not left_out:
        return _("everything")
    if len(left_out) <= _FEW:
        return _("everything except %(what)s") % {"what": listed(left_out)}
    return listed(CATEGORY_LABELS[each] for each in Category if each in opened)


def works_for(mask: int) -> list[str]:
    """Name the purposes that the roles of a mask work for."""
    return [str(PURPOSE_LABELS[each]) for each in Purpose if each in rules.purposes_for(mask)]


def role_hint(role: Role) -> str:
    """Say in a line or two what somebody in the role does and sees, for where it is given."""
    return _("%(duty)s Sees %(what)s.") % {"duty": ROLE_DUTIES[role], "what": sees(role)}
