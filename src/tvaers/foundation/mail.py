"""Handing letters over to a mail server."""

import smtplib

from django.core.mail.backends import smtp


class EmailBackend(smtp.EmailBackend):
    """Django's, which keeps the line open when the server will not be spoken to safely or refuses our login."""

    _partial_connection: smtplib.SMTP | None

    def open(self) -> bool | None:
        """Connect, protect the way and sign in, as Django does; hang up when that fails, and raise what it raises."""
        try:
            opened: bool | None = super().open()
        except OSError:
            if self._partial_connection is not None:
                self._partial_connection.close()
                self._partial_connection = None
            raise
        return opened
