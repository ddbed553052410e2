"""The profile's app."""

from django.apps import AppConfig


class ProfileConfig(AppConfig):
    """The profile's app."""

    name = "tvaers.web.profile"
    label = "profile"

    def ready(self) -> None:
        """Let Today ask."""
        from tvaers.web.profile import waiting  # noqa: PLC0415 - models must be ready first

        waiting.install()
