"""The app of consents."""

from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    """The app of consents."""

    name = "tvaers.consents"
    label = "consents"
