"""Registers the pages' templates."""

from django.apps import AppConfig


class TaskPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.tasks"
    label = "task_pages"

    def ready(self) -> None:
        """Let Today ask."""
        from tvaers.web.tasks import waiting  # noqa: PLC0415 - models must be ready first

        waiting.install()
