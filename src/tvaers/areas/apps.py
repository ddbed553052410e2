"""The areas' app."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """The areas' app."""

    name = "tvaers.areas"
    label = "areas"
