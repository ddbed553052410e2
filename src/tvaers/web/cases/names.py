"""What the pages of cases and tasks are called where the log is read."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from tvaers.sharing.looking import name_pages

PAGES: dict[str, Promise] = {
    "cases:case": gettext_lazy("Overview"),
    "cases:plan": gettext_lazy("Plan and tasks"),
    "cases:plan-print": gettext_lazy("Plan for printing"),
    "cases:timeline": gettext_lazy("Timeline"),
    "cases:words": gettext_lazy("Words and strengths"),
    "cases:network": gettext_lazy("Network"),
    "cases:course": gettext_lazy("Course"),
    "cases:files": gettext_lazy("Files"),
    "cases:file-remove": gettext_lazy("Removing a file"),
    "files:download": gettext_lazy("A file that was fetched"),
    "cases:looked": gettext_lazy("Who has looked"),
    "cases:entry": gettext_lazy("A note"),
    "cases:write": gettext_lazy("Writing a note"),
    "cases:list": gettext_lazy("The list of cases"),
    "today:list": gettext_lazy("Today"),
    "tasks:list": gettext_lazy("The list of tasks"),
    "tasks:task": gettext_lazy("A task"),
    "tasks:looked": gettext_lazy("Who has looked"),
    "sharing:readers": gettext_lazy("Who can see this"),
    "sharing:share": gettext_lazy("Sharing"),
    "sharing:to": gettext_lazy("Sharing"),
}


def install() -> None:
    """Name the pages."""
    name_pages(PAGES)
