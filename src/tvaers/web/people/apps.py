"""The people's pages."""

from django.apps import AppConfig


class PeoplePagesConfig(AppConfig):
    """The people's pages."""

    name = "tvaers.web.people"
    label = "web_people"

    def ready(self) -> None:
        """Name the pages where the log is read."""
        from tvaers.sharing.looking import name_pages  # noqa: PLC0415 - models must be ready first
        from tvaers.web.people.words import LOGGED  # noqa: PLC0415 - as above

        name_pages(LOGGED)
