"""The app of emergency look-ups."""

from django.apps import AppConfig


class EmergenciesConfig(AppConfig):
    """The app of emergency look-ups."""

    name = "tvaers.emergencies"
    label = "emergencies"
