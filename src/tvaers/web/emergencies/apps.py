"""The pages of emergency look-ups."""

from django.apps import AppConfig


class EmergencyPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.emergencies"
    label = "emergency_pages"

    def ready(self) -> None:
        """Let Today ask for them, and name the pages where the log is read."""
        from tvaers.sharing.looking import name_pages  # noqa: PLC0415 - models must be ready first
        from tvaers.web.emergencies import waiting, words  # noqa: PLC0415 - as above

        waiting.register()
        name_pages(words.LOGGED)
