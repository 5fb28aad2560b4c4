"""A plain browser: cookies, forms with their hidden fields, no scripts. It lives by the moved clock, so it
keeps cookies whatever date they carry."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

SIGN_IN = "/accounts/login/"
HEALTH = "/healthz"
TIMEOUT = 30.0


class PageError(Exception):
    """The server answered something a form cannot go on from."""


@dataclass(frozen=True)
class Page:
    """One answer of the server."""

    status: int
    path: str
    location: str
    body: str

    def hidden_fields(self, action: str) -> dict[str, str]:
        """The hidden fields of the form that posts to `action`, with their values."""
        reader = _Forms(action, self.path)
        reader.feed(self.body)
        if "csrfmiddlewaretoken" not in reader.fields:
            raise PageError(f"{self.path} ({self.status}) holds no form that posts to {action}")
        return reader.fields


class Browser:
    """One person's session at `host:port`."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies: dict[str, str] = {}
        self._connection = http.client.HTTPConnection("localhost", port, timeout=TIMEOUT)

    def get(self, path: str) -> Page:
        """Ask for a page; redirects are not followed."""
        return self._ask("GET", path)

    def send_form(self, page: str, action: str, fields: dict[str, str | list[str]]) -> Page:
        """Open `page`, fill its form for `action` and send it: the way a browser without scripts does."""
        hidden: dict[str, str | list[str]] = {**self.get(page).hidden_fields(action)}
        return self.post(action, {**hidden, **fields})

    def post(self, action: str, fields: Mapping[str, str | list[str]]) -> Page:
        """Send fields that hold everything the form needs."""
        return self._ask("POST", action, urlencode(fields, doseq=True))

    def sign_in(self, email: str, password: str) -> None:
        """Sign in through the page; raises PageError when the server does not let us."""
        answer = self.send_form(SIGN_IN, SIGN_IN, {"login": email, "password": password})
        if answer.status != 302:
            raise PageError(f"signing in answered {answer.status}: {answer.body[:500]}")

    def is_signed_in(self, page: str) -> bool:
        """Whether `page` opens without being sent to the sign-in page."""
        return self.get(page).status == 200

    def is_healthy(self) -> bool:
        """Whether the app says of itself that everything works."""
        return self.get(HEALTH).status == 200

    def _ask(self, method: str, path: str, body: str | None = None) -> Page:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://localhost:{self._port}"
        answer = self._request(method, path, body, headers)
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self._cookies[name] = morsel.value
        location = urlsplit(answer.headers.get("Location", "")).path
        return Page(answer.status, path, location, answer.read().decode("utf-8"))

    def _request(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        try:
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            # A POST is never sent twice: whether it arrived is not ours to guess.
            if method != "GET" or not isinstance(error, ConnectionError):
                raise
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()


class _Forms(HTMLParser):
    """Collects the hidden fields of the one form with this action."""

    def __init__(self, action: str, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._action, self._page = action, page
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = urlsplit(found.get("action") or self._page).path == self._action
        elif tag == "input" and self._inside and found.get("type") == "hidden" and found.get("name"):
            self.fields[found["name"]] = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
