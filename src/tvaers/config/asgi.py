"""The entry point of the process that holds the streams."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tvaers.config.settings")
django.setup()

from tvaers.foundation import logs  # noqa: E402 - the settings and apps must be ready first
from tvaers.guard import startup  # noqa: E402 - as above
from tvaers.web.live.application import Application  # noqa: E402 - as above

logs.tell_crashes()
startup.serve_when_safe()
application = Application()
