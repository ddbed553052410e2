"""The main menu: wiring only."""

from django.utils.translation import gettext_lazy as _

from tvaers.partnerships.enums import Role
from tvaers.ui.shell import NavigationItem

ITEMS = (
    NavigationItem("today:list", _("Today"), "/", keys="g t"),
    NavigationItem("concerns:queue", _("Concerns"), "/concerns/", keys="g c"),
    NavigationItem("cases:list", _("Cases"), "/cases/", keys="g f"),
    NavigationItem("tasks:list", _("Tasks"), "/tasks/", keys="g o"),
    NavigationItem("sharing:offers", _("Sharing"), "/sharing/", keys="g d"),
    NavigationItem("agreements:list", _("Agreement"), "/agreements/"),
    NavigationItem("administration:people", _("Administration"), "/administration/", needs=int(Role.ADMINISTRATOR)),
)
