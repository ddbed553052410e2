"""Registers the pages' templates, and what waits in Today."""

from django.apps import AppConfig


class SharingPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.sharing"
    label = "sharing_pages"

    def ready(self) -> None:
        """Let Today ask for offers, and the page of its readers name a question."""
        from tvaers.web.sharing import questions, waiting  # noqa: PLC0415 - models must be ready first

        questions.install()
        waiting.register()
