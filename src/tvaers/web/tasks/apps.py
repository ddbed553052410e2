"""Registers the pages' templates."""

from django.apps import AppConfig


class TaskPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.tasks"
    label = "task_pages"
