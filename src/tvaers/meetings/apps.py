"""The app of meetings."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """The app of meetings."""

    name = "tvaers.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Let Today ask what waits, tell the timeline of a case what was said of it at meetings, let items be found."""
        from tvaers.meetings import events, searchable, waiting  # noqa: PLC0415 - models must be ready first

        events.install()
        waiting.register()
        searchable.install()
