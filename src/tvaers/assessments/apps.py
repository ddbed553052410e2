"""The app of assessments."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """The app of assessments."""

    name = "tvaers.assessments"
    label = "assessments"

    def ready(self) -> None:
        """Say what happens in an assessment, what is shared and found, whom it waits for, what leaves with whom."""
        from tvaers.assessments import events, leaving, searchable, shareable, waiting  # noqa: PLC0415 - models must be ready first

        events.install()
        shareable.install()
        waiting.install()
        leaving.install()
        searchable.install()
