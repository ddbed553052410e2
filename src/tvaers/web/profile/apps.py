"""The profile's app."""

from django.apps import AppConfig


class ProfileConfig(AppConfig):
    """The profile's app."""

    name = "tvaers.web.profile"
    label = "profile"
