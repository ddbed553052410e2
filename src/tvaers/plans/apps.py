"""The app of plans."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """The app of plans."""

    name = "tvaers.plans"
    label = "plans"

    def ready(self) -> None:
        """Say what happens in a plan, what of it goes along with a case and is found, and who takes over its tasks."""
        from tvaers.plans import events, leaving, searchable, shareable  # noqa: PLC0415 - models must be ready first

        events.install()
        shareable.install()
        leaving.install()
        searchable.install()
