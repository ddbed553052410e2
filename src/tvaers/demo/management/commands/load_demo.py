"""`python -m tvaers load_demo`: load what is invented; again at any time, it changes nothing that is there."""

import os
import sys
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand

from tvaers.demo.loading import load
from tvaers.foundation.secrets import Secrets

ROLE = "tvaers_maintenance"


class Command(BaseCommand):
    """Load the demonstration's data and say what was loaded, line by line."""

    help = "Load the invented organisations, people, concerns and cases."
    requires_system_checks = ()

    def handle(self, *_arguments: str, **_options: Any) -> None:
        """Load. What people do needs the application's own login, so any other starts the command again with it."""
        if settings.TVAERS_DATABASE_ROLE != "app":
            os.environ["TVAERS_DATABASE_ROLE"] = "app"
            os.execv(sys.executable, [sys.executable, "-m", "tvaers", "load_demo"])  # noqa: S606 - this very program
        with maintenance() as connection:
            load(connection, say=self._say)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def maintenance() -> psycopg.Connection[Any]:
    """Log in as the maintenance role, beside Django's own connections."""
    place = settings.DATABASES["default"]
    secrets = Secrets.load(Path(os.environ.get("TVAERS_SECRETS") or settings.VAR / "secrets.json"))
    return psycopg.connect(
        dbname=place["NAME"],
        user=ROLE,
        password=secrets.passwords[ROLE],
        host=place["HOST"] or None,
        port=place["PORT"] or None,
        autocommit=True,
    )
