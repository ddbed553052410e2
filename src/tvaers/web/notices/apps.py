"""The pages of notices to housing organisations."""

from django.apps import AppConfig


class NoticePagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.notices"
    label = "notice_pages"

    def ready(self) -> None:
        """Name the pages where the log is read."""
        from tvaers.sharing.looking import name_pages  # noqa: PLC0415 - models must be ready first
        from tvaers.web.notices import words  # noqa: PLC0415 - as above

        name_pages(words.LOGGED)
