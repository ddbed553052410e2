"""How the process that holds the streams runs: gunicorn's settings (ADR 0032).

gunicorn --config python:tvaers.config.streams --bind 127.0.0.1:8001
"""

from tvaers.foundation import environment

wsgi_app = "tvaers.config.asgi"
environment.read_file()
workers = environment.number("TVAERS_LIVE_WORKERS")
worker_class = "asgi"
preload_app = False
# Streams end when they are told to, which is after this: no page is being made here.
graceful_timeout = 1
umask = 0o077
control_socket_disable = True
logger_class = "tvaers.foundation.serving.ServerLogger"
