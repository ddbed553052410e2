"""The app of outreach."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """The app of outreach."""

    name = "tvaers.outreach"
    label = "outreach"

    def ready(self) -> None:
        """Let Today ask what waits."""
        from tvaers.outreach import waiting  # noqa: PLC0415 - models must be ready first

        waiting.register()
