"""The people's pages."""

from django.apps import AppConfig


class PeoplePagesConfig(AppConfig):
    """The people's pages."""

    name = "tvaers.web.people"
    label = "web_people"
