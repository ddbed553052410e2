"""The log's app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The log's app."""

    name = "tvaers.audit"
    label = "audit"
