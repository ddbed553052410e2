"""The work app."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """The work app."""

    name = "tvaers.work"
    label = "work"
