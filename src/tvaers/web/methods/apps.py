"""The pages of the method library."""

from django.apps import AppConfig


class MethodsPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.methods"
    label = "methods_pages"
