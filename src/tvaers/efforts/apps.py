"""The app of the catalogue of efforts."""

from django.apps import AppConfig


class EffortsConfig(AppConfig):
    """The app of the catalogue of efforts."""

    name = "tvaers.efforts"
    label = "efforts"

    def ready(self) -> None:
        """Let Today ask what is due to be looked at again."""
        from tvaers.efforts import waiting  # noqa: PLC0415 - models must be ready first

        waiting.install()
