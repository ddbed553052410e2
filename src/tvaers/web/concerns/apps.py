"""Registers the pages' templates and what the pages are called in the log."""

from django.apps import AppConfig


class ConcernPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.concerns"
    label = "web_concerns"

    def ready(self) -> None:
        """Name the pages."""
        from tvaers.sharing.looking import name_pages  # noqa: PLC0415 - models must be ready first
        from tvaers.web.concerns.looked import PAGES  # noqa: PLC0415 - as above

        name_pages(PAGES)
