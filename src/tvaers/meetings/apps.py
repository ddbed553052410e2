"""The app of meetings."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """The app of meetings."""

    name = "tvaers.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Let Today ask what waits."""
        from tvaers.meetings import waiting  # noqa: PLC0415 - models must be ready first

        waiting.register()
