"""`python -m tvaers worker`: does the work of the queue until it is told to stop."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from tvaers.foundation import logs, queue
from tvaers.guard import startup

# Less than the time after which a service manager ends a process by force.
SECONDS_TO_FINISH = 10


class Command(BaseCommand):
    """Runs one worker process. SIGTERM or Ctrl-C lets what runs come to its end and takes up nothing new."""

    help = "Do the work of the queue, until SIGTERM or Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --once: do what waits, then stop."""
        parser.add_argument("--once", action="store_true", help="Do what waits, then stop.")
        parser.add_argument("--at-once", type=int, default=2, help="How many jobs run side by side (2).")

    def handle(self, *_: object, **options: Any) -> None:
        """Run the worker."""
        logs.tell_crashes()
        if options["once"]:
            startup.refuse_unless_safe()
        else:
            startup.wait_until_there()
        queue.worker().run_worker(
            wait=not options["once"],
            concurrency=options["at_once"],
            shutdown_graceful_timeout=SECONDS_TO_FINISH,
            listen_notify=not options["once"],
        )
