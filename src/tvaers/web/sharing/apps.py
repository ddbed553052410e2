"""Registers the pages' templates, what waits in Today, and what the pages are called in the log."""

from django.apps import AppConfig


class SharingPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.sharing"
    label = "sharing_pages"

    def ready(self) -> None:
        """Let Today ask for offers, the page of its readers name a question, and name the pages."""
        from tvaers.sharing.looking import name_pages  # noqa: PLC0415 - models must be ready first
        from tvaers.web.sharing import questions, waiting, words  # noqa: PLC0415 - as above

        questions.install()
        waiting.register()
        name_pages(words.LOGGED)
