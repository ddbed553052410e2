"""A member's browser, as small as can be: cookies, pages, forms sent as they stand on the page."""

import http.client
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

SESSION, CSRF = "__Host-tvaers-session", "__Host-tvaers-csrf"
NEW = "/concerns/new/"
CONCERN = {
    "parts": "1",
    "part-0-role": "of-concern",
    "part-0-name": "Testus Opdigt",
    "part-0-born_year": "2012",
    "about": "person",
    "kind": "school",
    "name": "Lise Lærer",
    "workplace": "Prøveskolen",
    "told": "unknown",
    "channel": "system",
}
_WRITTEN = re.compile(r"^/concerns/([0-9a-f-]{36})/receipt/$")


@dataclass
class Answer:
    """What came back. status 0: nothing did."""

    status: int
    text: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def main(self) -> str:
        """What the page says, without its frame."""
        return " ".join(re.sub(r"<[^>]+>", " ", self.text.partition("<main")[2].partition("</main")[0]).split())

    @property
    def written(self) -> UUID | None:
        """The concern that the answer leads to the receipt of; None when it says anything else."""
        found = _WRITTEN.match(self.headers.get("location", "")) if self.status == 302 else None
        return UUID(found[1]) if found else None

    def hidden(self, name: str) -> str:
        """Return the value of a hidden field."""
        found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', self.text)
        assert found, f"no field {name} in: {self.main[:300]}"
        return found[1]


class Browser:
    """Somebody signed in. A connection for each request: what is reused would hide who died in between."""

    def __init__(self, port: int, session: str, *, timeout: float = 60) -> None:
        """Hold the session's cookie."""
        self._port = port
        self._timeout = timeout
        self._cookies = {SESSION: session}

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path)

    def post(self, path: str, data: dict[str, str], **headers: str) -> Answer:
        """Send a form from a page of ours."""
        origin = f"http://127.0.0.1:{self._port}"
        sent = {"Content-Type": "application/x-www-form-urlencoded", "Origin": origin, **headers}
        return self._ask("POST", path, urlencode(data), sent)

    def form(self) -> dict[str, str] | None:
        """Open the form for a concern; return its fields as a person fills them, None when there is no form."""
        page = self.get(NEW)
        if page.status != 200:
            return None
        return {**CONCERN, "form": page.hidden("form"), "csrfmiddlewaretoken": page.hidden("csrfmiddlewaretoken")}

    def _ask(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        asking = http.client.HTTPConnection("127.0.0.1", self._port, timeout=self._timeout)
        try:
            asking.request(method, path, body, {"Cookie": cookies, "Accept-Language": "da", **(headers or {})})
            came = asking.getresponse()
            answer = Answer(came.status, came.read().decode(errors="replace"))
            answer.headers = {name.lower(): value for name, value in came.getheaders()}
            for cookie in came.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.partition(";")[0].partition("=")
                self._cookies[name] = value
            return answer
        except (OSError, http.client.HTTPException):
            return Answer(0)
        finally:
            asking.close()
