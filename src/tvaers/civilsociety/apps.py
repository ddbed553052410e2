"""The app of civil society."""

from django.apps import AppConfig


class CivilSocietyConfig(AppConfig):
    """The app of civil society."""

    name = "tvaers.civilsociety"
    label = "civilsociety"

    def ready(self) -> None:
        """Let Today ask who is due to be looked at again."""
        from tvaers.civilsociety import waiting  # noqa: PLC0415 - models must be ready first

        waiting.install()
