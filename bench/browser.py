"""A browser that needs little of the machine it measures: one kept connection, cookies, sign-in with both factors."""

import http.client
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Self
from urllib.parse import urlencode, urlsplit

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from bench.world.house import PASSWORD, secret_of

PERIOD = 30
CSRF = "__Host-tvaers-csrf"
FOUND = 302


@dataclass(frozen=True)
class Answer:
    """What came back. location: of a redirection, the path alone."""

    status: int
    body: str
    location: str = ""


class SignInError(RuntimeError):
    """Somebody was not let in."""


@dataclass
class Browser:
    """Somebody's browser, at a server on 127.0.0.1."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._asked("GET", path, None)

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form; the token against forgery goes with it."""
        return self._asked("POST", path, urlencode(fields | {"csrfmiddlewaretoken": self.cookies.get(CSRF, "")}))

    def _asked(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            response = self._sent(method, path, body, headers)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            # The server has closed a connection that stood idle; of this request it has read nothing.
            self.close()
            response = self._sent(method, path, body, headers)
        text = response.read().decode()
        for line in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return Answer(response.status, text, urlsplit(response.headers.get("Location", "")).path)

    def _sent(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        self._connection.request(method, path, body, headers)
        return self._connection.getresponse()

    def sign_in(self, email: str) -> Self:
        """Sign in with password and one-time code. Raises SignInError."""
        self.get("/login/")
        if self.post("/login/", login=email, password=PASSWORD).status != FOUND:
            raise SignInError(f"{email}: the password was not taken")
        if self.post("/login/code/", code=code_of(email)).status != FOUND:
            raise SignInError(f"{email}: the code was not taken")
        return self

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def code_of(email: str) -> str:
    """Return the code that somebody's telephone shows now."""
    return str(format_hotp_value(hotp_value(secret_of(email), int(time.time()) // PERIOD)))
