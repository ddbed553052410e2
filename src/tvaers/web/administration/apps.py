"""Registers the pages' templates, and with Today what waits for an administrator."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.administration"
    label = "administration"

    def ready(self) -> None:
        """Install what Today asks for."""
        from tvaers.web.administration import waiting  # noqa: PLC0415 - models are ready only now

        waiting.install()
