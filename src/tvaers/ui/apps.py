"""Registers the templates and template tags of the user interface."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The look, without any model."""

    name = "tvaers.ui"
    label = "ui"
