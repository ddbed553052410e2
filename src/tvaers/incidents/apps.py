"""The incidents' app."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """The incidents' app."""

    name = "tvaers.incidents"
    label = "incidents"
