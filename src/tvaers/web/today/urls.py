"""The address of the first page."""

from django.urls import path

from tvaers.web.today import views

app_name = "today"
urlpatterns = [path("", views.today, name="list")]
