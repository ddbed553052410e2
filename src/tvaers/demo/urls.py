"""Addresses of the demonstration; mounted at /demo/ when `settings.TVAERS_DEMO` is true."""

from django.urls import path

from tvaers.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.personas, name="personas"),
    path("be/", views.become, name="become"),
    path("code/", views.code, name="code"),
]
