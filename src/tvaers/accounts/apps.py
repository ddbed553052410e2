"""The accounts' app."""

from django.apps import AppConfig
from django.contrib.contenttypes.management import create_contenttypes
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """The accounts' app."""

    name = "tvaers.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Keep Django from writing its permission rows: rights here are the database's, not Django's."""
        post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
        post_migrate.disconnect(create_contenttypes)
