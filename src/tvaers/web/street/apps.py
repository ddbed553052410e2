"""The pages of outreach."""

from django.apps import AppConfig


class StreetPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.street"
    label = "street_pages"
