"""Registers the pages' templates."""

from django.apps import AppConfig


class AgreementPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.agreements"
    label = "agreement_pages"
