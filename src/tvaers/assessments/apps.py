"""The app of assessments."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """The app of assessments."""

    name = "tvaers.assessments"
    label = "assessments"

    def ready(self) -> None:
        """Say what happens in an assessment, what of it can be shared, whom it waits for, and what leaves with whom."""
        from tvaers.assessments import events, leaving, shareable, waiting  # noqa: PLC0415 - models must be ready first

        events.install()
        shareable.install()
        waiting.install()
        leaving.install()
