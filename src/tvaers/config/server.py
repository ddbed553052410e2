"""How the server runs: gunicorn's settings, the same for the demonstration and for an installation (ADR 0018).

    gunicorn --config python:tvaers.config.server --bind 127.0.0.1:8000

Processes and threads are TVAERS_WORKERS and TVAERS_THREADS where those are set.
"""

from tvaers.foundation import environment

wsgi_app = "tvaers.config.wsgi"
environment.read_file()
workers, threads = environment.number("TVAERS_WORKERS"), environment.number("TVAERS_THREADS")
worker_class = "gthread"
# Each process asks for itself whether it may serve (guard.startup), with connections that do not outlive a fork.
preload_app = False
# Seconds in which a page that is being made may become done, when the server is told to stop.
graceful_timeout = 5
# What the server writes is its own alone.
umask = 0o077
control_socket_disable = True
if environment.number("TVAERS_PROXIES"):
    # Whose word is taken for how the browser came (X-Forwarded-Proto). Where a proxy is counted, it alone reaches the
    # port, from whatever address: in containers it has one of its own. Without its word every form would be refused.
    forwarded_allow_ips = "*"
# One line for each thing that happened, of which nobody can be read.
logger_class = "tvaers.foundation.serving.ServerLogger"
