"""The pages of templates."""

from django.apps import AppConfig


class TemplatingPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.templating"
    label = "templating_pages"
