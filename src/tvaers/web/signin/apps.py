"""The sign-in's app."""

from django.apps import AppConfig


class SigninConfig(AppConfig):
    """The sign-in's app."""

    name = "tvaers.web.signin"
    label = "signin"

    def ready(self) -> None:
        """Log who signs in and out, and hand what was kept to its owner only."""
        from tvaers.web.signin import events  # noqa: PLC0415 - settings must be ready first

        events.connect()
