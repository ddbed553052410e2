"""Registers the pages' templates."""

from django.apps import AppConfig


class ConcernPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.concerns"
    label = "web_concerns"
