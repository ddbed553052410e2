"""Registers the pages and their names, what waits for somebody among cases, and what triage can lead to here."""

from django.apps import AppConfig


class CasePagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.cases"
    label = "case_pages"

    def ready(self) -> None:
        """Let Today ask for cases and tasks, and triage open and join cases."""
        from tvaers.web.cases import covering, names, outcomes, waiting  # noqa: PLC0415 - models must be ready first

        names.install()
        waiting.install()
        covering.install()
        outcomes.install()
