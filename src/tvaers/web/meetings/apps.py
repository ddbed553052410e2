"""The pages of meetings."""

from django.apps import AppConfig


class MeetingPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.meetings"
    label = "meeting_pages"

    def ready(self) -> None:
        """Say who hears of what is announced."""
        from tvaers.foundation import live  # noqa: PLC0415 - models must be ready first
        from tvaers.meetings import queries  # noqa: PLC0415 - as above

        live.register("meeting", live.changed(queries.concerns_us))
