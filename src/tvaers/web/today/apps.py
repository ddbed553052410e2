"""Registers the page's template."""

from django.apps import AppConfig


class TodayConfig(AppConfig):
    """A page only; no model."""

    name = "tvaers.web.today"
    label = "today"
