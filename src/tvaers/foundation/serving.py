"""Gunicorn's log in the form of ours: gunicorn --logger-class tvaers.foundation.serving.ServerLogger."""

from typing import Any

from gunicorn.glogging import Logger

from tvaers.foundation.logs import Lines, readable


class ServerLogger(Logger):
    """Writes our lines; who asked for which address is not among them."""

    def setup(self, cfg: Any) -> None:  # noqa: ANN401 - gunicorn's configuration has no type
        """Open the log as gunicorn does, and give it our form."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Lines(readable=readable()))

    def access(self, resp: object, req: object, environ: object, request_time: object) -> None:
        """Write nothing: gunicorn would tell the addresses of pages and of people's machines."""
