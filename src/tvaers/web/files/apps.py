"""Registers the pages."""

from django.apps import AppConfig


class FilesPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.files"
    label = "files_pages"
