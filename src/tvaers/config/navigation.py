"""The main menu: wiring only."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tvaers.civilsociety.rules import PLACES
from tvaers.localpicture.rules import READERS
from tvaers.partnerships.enums import Role
from tvaers.partnerships.rules import WITH_PEOPLE
from tvaers.ui.shell import NavigationItem

WORKING = int(WITH_PEOPLE)
# Nobody is named in it, so the steering group follows it too.
LOCAL = int(WITH_PEOPLE | Role.STEERING)
KEEPING = int(Role.COORDINATOR | Role.SUPERVISOR)
ITEMS = (
    NavigationItem("today:list", _("Today"), "/", keys="g t"),
    NavigationItem("concerns:queue", _("Concerns"), "/concerns/", needs=WORKING, keys="g c"),
    NavigationItem("cases:list", _("Cases"), "/cases/", needs=WORKING, keys="g f"),
    NavigationItem("tasks:list", _("Tasks"), "/tasks/", needs=WORKING, keys="g o"),
    NavigationItem("meetings:list", _("Meetings"), "/meetings/", needs=LOCAL, keys="g b"),
    NavigationItem("street:list", pgettext_lazy("menu", "The street"), "/street/", needs=WORKING, keys="g g"),
    NavigationItem("sharing:offers", pgettext_lazy("menu", "Shared"), "/sharing/", needs=WORKING, keys="g d"),
    NavigationItem(
        "localpicture:list", _("The local picture"), "/localpicture/", needs=LOCAL, keys="g l", kinds=frozenset(READERS)
    ),
    NavigationItem(
        "efforts:list",
        pgettext_lazy("menu", "Efforts"),
        "/efforts/",
        needs=LOCAL,
        keys="g i",
        kinds=frozenset(READERS),
    ),
    NavigationItem(
        "methods:list",
        pgettext_lazy("menu", "How we work"),
        "/methods/",
        needs=LOCAL,
        keys="g m",
        kinds=frozenset(READERS),
    ),
    # Who keeps them; others come to them from how we work.
    NavigationItem(
        "templates:list", _("Templates"), "/templates/", needs=KEEPING, keys="g s", kinds=frozenset(READERS)
    ),
    # In a municipality coordinators come to it from the efforts, and everybody who keeps them from the profile.
    NavigationItem(
        "civilsociety:list", _("Volunteers"), "/volunteers/", needs=KEEPING, keys="g v", kinds=PLACES - READERS
    ),
    NavigationItem("agreements:list", _("Agreement"), "/agreements/"),
    # Others come to it from Today and from finding a person.
    NavigationItem("emergencies:list", _("Emergency look-ups"), "/emergencies/", needs=int(Role.INSPECTOR)),
    NavigationItem("administration:people", _("Administration"), "/administration/", needs=int(Role.ADMINISTRATOR)),
)
