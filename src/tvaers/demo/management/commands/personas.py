"""`python -m tvaers personas`: list as whom one can sign in, for a program (JSON) or for the terminal (--text)."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from tvaers.demo.personas import Persona, everybody, main_job


class Command(BaseCommand):
    """Print the personas."""

    help = "List the invented people as whom one can sign in."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --text."""
        parser.add_argument("--text", action="store_true", help="the five to begin with, for a terminal")

    def handle(self, *_arguments: str, **options: Any) -> None:
        """Print."""
        with override(settings.LANGUAGE_CODE):
            if options["text"]:
                for persona in main_job():
                    self.stdout.write(_line(persona))
            else:
                self.stdout.write(json.dumps([_row(each) for each in everybody()], ensure_ascii=False, indent=1))


def _line(persona: Persona) -> str:
    job = persona.job
    return f"{job.worker.name}, {job.title}, {job.organisation.name}: {job.worker.first}"


def _row(persona: Persona) -> dict[str, str]:
    job = persona.job
    return {
        "key": persona.key,
        "name": job.worker.name,
        "title": job.title,
        "organisation": job.organisation.name,
        "roles": persona.roles,
        "does": job.worker.does,
        "first": job.worker.first,
        "email": job.worker.email,
    }
