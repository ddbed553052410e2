"""The app of notices to housing organisations."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The app of notices to housing organisations."""

    name = "tvaers.notices"
    label = "notices"

    def ready(self) -> None:
        """Let the readers of a notice be told."""
        from tvaers.notices import shareable  # noqa: PLC0415 - models must be ready first

        shareable.install()
