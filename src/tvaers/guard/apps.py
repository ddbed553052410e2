"""Installs the guard on every connection of the application role, and after migrations its key and the key store."""

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from tvaers.foundation import keystore


class GuardConfig(AppConfig):
    """The guard's app."""

    name = "tvaers.guard"
    label = "guard"

    def ready(self) -> None:
        """Watch new connections, so that no statement runs outside a context unnoticed."""
        from tvaers.guard import context, startup  # noqa: F401, PLC0415 - settings first; startup registers its check

        connection_created.connect(context.watch, dispatch_uid="guard.watch")
        post_migrate.connect(install_key, sender=self, dispatch_uid="guard.install_key")
        post_migrate.connect(install_key_store, sender=self, dispatch_uid="guard.install_key_store")


def install_key(*, using: str, **_: object) -> None:
    """Give the database the key that contexts are signed with, as HMAC pads that no login role may read."""
    from tvaers.guard import context  # noqa: PLC0415 - settings must be ready first

    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regclass('guard.secret') IS NOT NULL")
        if cursor.fetchone() != (True,):
            return  # migrated backwards, below the guard
        cursor.execute(
            "INSERT INTO guard.secret (inner_pad, outer_pad) VALUES (%s, %s)"
            " ON CONFLICT (only_row) DO UPDATE SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
            context.pads(settings.TVAERS_CONTEXT_KEY),
        )


def install_key_store(*, using: str, **_: object) -> None:
    """Make the key store with a new database, once; one that has vanished since is never made anew."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regclass('guard.key_store') IS NOT NULL")
        if cursor.fetchone() != (True,):
            return  # migrated backwards, below the guard
        cursor.execute("SELECT guard.key_store_id()")
        if cursor.fetchone() == (None,):
            cursor.execute("INSERT INTO guard.key_store (id) VALUES (%s)", [keystore.store().create()])
