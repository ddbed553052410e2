"""The address of the page that searches in texts. It never holds what was searched for (docs/adr/0017)."""

from django.urls import path

from tvaers.web.search import pages

app_name = "search"
urlpatterns = [path("", pages.search, name="search")]
