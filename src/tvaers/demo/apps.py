"""The demonstration's app; installed only when `settings.TVAERS_DEMO` is true, and not in the wheel for production."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Personas to sign in as, and the commands that load what is invented. No model."""

    name = "tvaers.demo"
    label = "demo"
