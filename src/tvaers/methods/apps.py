"""The app of the method library."""

from django.apps import AppConfig


class MethodsConfig(AppConfig):
    """The app of the method library."""

    name = "tvaers.methods"
    label = "methods"

    def ready(self) -> None:
        """Let Today ask what is due to be looked at again."""
        from tvaers.methods import waiting  # noqa: PLC0415 - models must be ready first

        waiting.install()
