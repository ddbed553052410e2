"""The sharing app."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """The sharing app."""

    name = "tvaers.sharing"
    label = "sharing"

    def ready(self) -> None:
        """Let leaving ask what a colleague alone can see, and the start ask for what was erased."""
        from tvaers.sharing import leaving, startup  # noqa: PLC0415 - models must be ready first

        leaving.register()
        startup.register()
