"""The app of assessments."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """The app of assessments."""

    name = "tvaers.assessments"
    label = "assessments"
