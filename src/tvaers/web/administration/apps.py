"""Registers the pages' templates."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.administration"
    label = "administration"
