"""The app of emergency look-ups."""

from django.apps import AppConfig


class EmergenciesConfig(AppConfig):
    """The app of emergency look-ups."""

    name = "tvaers.emergencies"
    label = "emergencies"

    def ready(self) -> None:
        """Say which two people emergency look-ups keep apart."""
        from tvaers.emergencies import merging  # noqa: PLC0415 - models must be ready first

        merging.install()
