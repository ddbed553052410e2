"""The app of files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The app of files."""

    name = "tvaers.files"
    label = "files"
