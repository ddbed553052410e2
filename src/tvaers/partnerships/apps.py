"""The partnerships' app."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    """The partnerships' app."""

    name = "tvaers.partnerships"
    label = "partnerships"

    def ready(self) -> None:
        """Ask who may act whenever a session is entered."""
        from tvaers.partnerships import actor  # noqa: PLC0415 - models must be ready first

        actor.register()
