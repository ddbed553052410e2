"""The people's app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people's app."""

    name = "tvaers.people"
    label = "people"
