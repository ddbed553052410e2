"""Registers the gallery's templates; installed only when `settings.TVAERS_GALLERY` is true."""

from django.apps import AppConfig


class GalleryConfig(AppConfig):
    """Invented persons only; no model, no data."""

    name = "tvaers.web.gallery"
    label = "gallery"
