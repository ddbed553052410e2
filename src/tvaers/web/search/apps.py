"""The page that searches in texts, and its name where the log is read."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class SearchPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.search"
    label = "search_pages"

    def ready(self) -> None:
        """Name the page."""
        from tvaers.sharing.looking import name_pages  # noqa: PLC0415 - models must be ready first

        name_pages({"search:search": gettext_lazy("Searching in texts")})
