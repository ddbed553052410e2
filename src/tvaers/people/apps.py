"""The people's app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people's app."""

    name = "tvaers.people"
    label = "people"

    def ready(self) -> None:
        """Say how a person is named on the page about readers."""
        from tvaers.people import shareable  # noqa: PLC0415 - models must be ready first

        shareable.install()
