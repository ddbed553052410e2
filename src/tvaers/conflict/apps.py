"""The app of plans of conflicts."""

from django.apps import AppConfig


class ConflictConfig(AppConfig):
    """The app of plans of conflicts."""

    name = "tvaers.conflict"
    label = "conflict"

    def ready(self) -> None:
        """Let Today ask what is due to be looked at again, and what was not learned yet."""
        from tvaers.conflict import waiting  # noqa: PLC0415 - models must be ready first

        waiting.install()
