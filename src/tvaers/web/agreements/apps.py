"""Registers the pages' templates, and what waits in Today."""

from django.apps import AppConfig


class AgreementPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.agreements"
    label = "agreement_pages"

    def ready(self) -> None:
        """Let Today ask for agreements."""
        from tvaers.web.agreements import waiting  # noqa: PLC0415 - models must be ready first

        waiting.register()
