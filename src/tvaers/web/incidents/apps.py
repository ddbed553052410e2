"""The pages of incidents and signals."""

from django.apps import AppConfig


class IncidentPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.incidents"
    label = "incident_pages"
