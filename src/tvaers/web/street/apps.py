"""The pages of outreach."""

from django.apps import AppConfig


class StreetPagesConfig(AppConfig):
    """Pages only; no model."""

    name = "tvaers.web.street"
    label = "street_pages"

    def ready(self) -> None:
        """Say who hears of what is announced."""
        from tvaers.foundation import live  # noqa: PLC0415 - models must be ready first
        from tvaers.outreach import queries  # noqa: PLC0415 - as above

        live.register("shift", live.changed(queries.sees_shift))
        live.register("alert", live.changed(queries.sees_alerts))
