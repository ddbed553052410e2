"""The pages of plans of conflicts."""

from django.apps import AppConfig


class ConflictPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.conflict"
    label = "conflict_pages"
