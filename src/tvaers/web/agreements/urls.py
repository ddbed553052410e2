"""Addresses of the agreement pages."""

from django.urls import path

from tvaers.web.agreements import views

app_name = "agreements"
urlpatterns = [path("", views.agreements, name="list")]
