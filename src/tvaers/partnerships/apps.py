"""The partnerships' app."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    """The partnerships' app."""

    name = "tvaers.partnerships"
    label = "partnerships"
