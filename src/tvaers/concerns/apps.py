"""The concerns' app."""

from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    """The concerns' app."""

    name = "tvaers.concerns"
    label = "concerns"

    def ready(self) -> None:
        """Let Today ask for concerns, and let the pages about sharing share one."""
        from tvaers.concerns import shareable, waiting  # noqa: PLC0415 - models must be ready first

        waiting.register()
        shareable.register()
