"""The app of the surveys."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """The app of the surveys."""

    name = "tvaers.surveys"
    label = "surveys"

    def ready(self) -> None:
        """Let Today ask what is due to be asked again, and to be done."""
        from tvaers.surveys import waiting  # noqa: PLC0415 - models must be ready first

        waiting.install()
