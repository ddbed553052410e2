"""The app of search."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The app of search; apps above say what is searched."""

    name = "tvaers.search"
    label = "search"
