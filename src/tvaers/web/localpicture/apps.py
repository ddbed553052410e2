"""The pages of the local picture."""

from django.apps import AppConfig


class LocalPicturePagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.localpicture"
    label = "localpicture_pages"

    def ready(self) -> None:
        """Name the pages where the log is read; say what browsers hear of what is announced."""
        from tvaers.sharing.looking import name_pages  # noqa: PLC0415 - models must be ready first
        from tvaers.web.localpicture import telling, words  # noqa: PLC0415 - as above

        name_pages(words.LOGGED)
        telling.install()
