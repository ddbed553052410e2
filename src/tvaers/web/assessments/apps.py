"""The pages of assessments."""

from django.apps import AppConfig


class AssessmentPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.assessments"
    label = "assessment_pages"
