"""The concerns' app."""

from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    """The concerns' app."""

    name = "tvaers.concerns"
    label = "concerns"

    def ready(self) -> None:
        """Let Today ask for concerns, the pages about sharing share one, and the figures ask for areas."""
        from tvaers.cases import placing  # noqa: PLC0415 - models must be ready first
        from tvaers.concerns import queries, searchable, shareable, waiting  # noqa: PLC0415 - as above

        waiting.register()
        shareable.register()
        placing.register(queries.areas_of)
        searchable.install()
