"""The pages of volunteers."""

from django.apps import AppConfig


class CivilSocietyPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.civilsociety"
    label = "civilsociety_pages"

    def ready(self) -> None:
        """Name the pages where the log is read."""
        from tvaers.sharing.looking import name_pages  # noqa: PLC0415 - models must be ready first
        from tvaers.web.civilsociety import words  # noqa: PLC0415 - as above

        name_pages(words.LOGGED)
