"""The server's entry point."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tvaers.config.settings")
application = get_wsgi_application()

from tvaers.foundation import logs  # noqa: E402 - the settings and apps must be ready first
from tvaers.guard import startup  # noqa: E402 - as above

logs.tell_crashes()
startup.serve_when_safe()
