"""The pages of the surveys."""

from django.apps import AppConfig


class SurveyPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.surveys"
    label = "surveys_pages"

    def ready(self) -> None:
        """Name the pages where the log is read."""
        from tvaers.sharing.looking import name_pages  # noqa: PLC0415 - models must be ready first
        from tvaers.web.surveys import words  # noqa: PLC0415 - as above

        name_pages(words.LOGGED)
