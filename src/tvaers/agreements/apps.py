"""The app of agreements."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """The app of agreements."""

    name = "tvaers.agreements"
    label = "agreements"
