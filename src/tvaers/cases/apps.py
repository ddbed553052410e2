"""The app of cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The app of cases."""

    name = "tvaers.cases"
    label = "cases"

    def ready(self) -> None:
        """Say what happens in a case, what is shared and found, whom it keeps, and which two people it keeps apart."""
        from tvaers.cases import events, leaving, merging, searchable, shareable  # noqa: PLC0415 - models must be ready first

        events.install()
        shareable.install()
        leaving.install()
        merging.install()
        searchable.install()
