"""`python -m tvaers migrate`: Django's command; a migration happens whole or not at all, and waits for nobody long."""

from contextlib import nullcontext
from typing import Any

from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

# PostgreSQL's names for a lock that was not given in time, and a statement that ran too long.
_GAVE_UP = {
    "55P03": "Somebody worked with a table that it changes, for longer than a migration waits.",
    "57014": "A statement ran longer than a migration may.",
}


class WholeMigrations(MigrationExecutor):
    """Changes the schema and notes that it did in one transaction.

    Django notes it after the commit when foreign keys or indexes were put off to the end: what stops there leaves a
    migration that is applied and not noted, and cannot be applied again.
    """

    def apply_migration(
        self,
        state: ProjectState,
        migration: Migration,
        fake: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        fake_initial: bool = False,  # noqa: FBT001, FBT002 - as above
    ) -> ProjectState:
        """Apply it, or leave everything as it was."""
        with transaction.atomic(using=self.connection.alias) if migration.atomic else nullcontext():
            return super().apply_migration(state, migration, fake, fake_initial)

    def unapply_migration(
        self,
        state: ProjectState,
        migration: Migration,
        fake: bool = False,  # noqa: FBT001, FBT002 - Django's signature
    ) -> ProjectState:
        """Undo it, or leave everything as it was."""
        with transaction.atomic(using=self.connection.alias) if migration.atomic else nullcontext():
            return super().unapply_migration(state, migration, fake)


# Django's command makes its executor by this name.
setattr(migrate, "MigrationExecutor", WholeMigrations)  # noqa: B010 - the types do not list what it imports


class Command(migrate.Command):
    """Applies migrations; one that gives up says that nothing was lost."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Apply them."""
        try:
            super().handle(*args, **options)
        except OperationalError as error:
            reason = _GAVE_UP.get(getattr(error.__cause__, "sqlstate", None) or "")
            if reason is None:
                raise
            raise CommandError(
                f"{reason} It was undone, and the migrations before it stand: the program that runs now goes on as"
                " before. Run the same command again, at a quieter time if need be."
            ) from error
