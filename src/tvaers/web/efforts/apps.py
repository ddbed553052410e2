"""The pages of the catalogue of efforts."""

from django.apps import AppConfig


class EffortsPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.efforts"
    label = "efforts_pages"
