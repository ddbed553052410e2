"""The app of the local picture."""

from django.apps import AppConfig


class LocalPictureConfig(AppConfig):
    """The app of the local picture."""

    name = "tvaers.localpicture"
    label = "localpicture"

    def ready(self) -> None:
        """Let Today show what somebody follows."""
        from tvaers.localpicture import waiting  # noqa: PLC0415 - models must be ready first

        waiting.install()
