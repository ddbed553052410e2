"""Who gives which notice, of what, and for how long (R25). The database decides the same (sql/0002_guard.sql)."""

from datetime import timedelta
from typing import Final

from tvaers.guard.enums import Category
from tvaers.notices.enums import NoticeKind
from tvaers.partnerships.enums import OrganisationKind

# Who can give one is its own kind of organisation; the receiver is always a housing organisation.
GIVERS: Final = {OrganisationKind.POLICE: NoticeKind.DECISION, OrganisationKind.HOUSING: NoticeKind.ADDRESS}
BASES: Final = {NoticeKind.DECISION: "al-63-d", NoticeKind.ADDRESS: "al-63-e"}
CATEGORIES: Final = {NoticeKind.DECISION: Category.IDENTITY | Category.OFFENCE, NoticeKind.ADDRESS: Category.IDENTITY}
# What the receiver does about it is done by then; afterwards the notice is erased at both ends.
LONGEST: Final = timedelta(days=183)
USUAL: Final = timedelta(days=91)
