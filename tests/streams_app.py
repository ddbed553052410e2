"""The streams as they are, in a test's surroundings: files without fingerprints, sessions checked soon."""

import os
from datetime import timedelta

from django.conf import settings

settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

from tvaers.config.asgi import application  # noqa: E402 - after the settings
from tvaers.web.live import streams  # noqa: E402 - as above

streams.CHECK_SECONDS = timedelta(milliseconds=int(os.environ.get("STREAMS_CHECK_MS", "15000"))).total_seconds()

__all__ = ["application"]
