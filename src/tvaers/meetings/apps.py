"""The app of meetings."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """The app of meetings."""

    name = "tvaers.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Let Today ask what waits, and let items be found."""
        from tvaers.meetings import searchable, waiting  # noqa: PLC0415 - models must be ready first

        waiting.register()
        searchable.install()
