"""A walk over the pages: links followed, forms sent, so often per kind of address."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client

from tests.desk.reading import Element, Fields, filled_in, read
from tests.desk.visiting import HTMX

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
# A kind of page is looked at so often by following links: people differ in what is known of them.
SO_OFTEN = 6
FIGURES = "/insights/"
# The month or the quarter a page is about, and whose figures, since when.
KEY = re.compile(r"/\d{4}-\w+/")
ALWAYS_SAID = {"whose", "period", "from", "to"}
NOT_WALKED = re.compile(r"^/(accounts/logout|static)/")


class Walk:
    """What somebody was answered on their way, with the address of each."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.answers: list[tuple[str, HttpResponse]] = []
        self.forms: dict[str, tuple[str, Element]] = {}
        self._seen: set[str] = set()
        self._kinds: Counter[str] = Counter()

    def look_at(self, *addresses: str) -> list[str]:
        """Open these, and return where they lead."""
        return [link for address in addresses for link in self._look(address)]

    def go_on_from(self, *addresses: str) -> None:
        """Open these and follow every link from there on."""
        waiting = self.look_at(*addresses)
        while waiting:
            address = waiting.pop(0)
            if self._is_worth(address):
                waiting += self._look(address)

    def post(self, address: str, typed: dict[str, Any], *, htmx: bool = False) -> HttpResponse:
        """Send a form and look at what follows."""
        answer = self.client.post(address, typed, headers=HTMX if htmx else {})
        return self._keep(address, answer)

    def send_every_form(self, *, empty: bool) -> None:
        """Send each kind of form once, as it stands on its page or without anything in it."""
        for action, form in list(self.forms.values()):
            typed: Fields = {} if empty else filled_in(form)
            self.post(action, typed, htmx="hx-post" in form.attrs)

    def _is_worth(self, address: str) -> bool:
        kind = _kind(address)
        if address in self._seen or NOT_WALKED.match(address) or self._kinds[kind] >= SO_OFTEN:
            return False
        self._kinds[kind] += 1
        return True

    def _look(self, address: str) -> list[str]:
        self._seen.add(address)
        answer = self._keep(address, self.client.get(address))
        if not answer.get("Content-Type", "").startswith("text/html"):
            return []
        page = read(answer)
        for form in page.all("form", method="post"):
            action = urljoin(address, form.attrs.get("action", ""))
            if not NOT_WALKED.match(action):
                self.forms.setdefault(_kind(action), (action, form))
        return list(_links(page, address))

    def _keep(self, address: str, answer: Any) -> HttpResponse:
        self.answers.append((address, answer))
        if 300 <= answer.status_code < 400:
            target = urljoin(address, answer["Location"])
            return self._keep(target, self.client.get(target))
        kept: HttpResponse = answer
        return kept


def _links(page: Element, address: str) -> Iterator[str]:
    for link in page.all("a", href=True):
        target = urlsplit(urljoin(address, link.attrs["href"]))
        if not target.scheme and not target.netloc:
            yield target.path + (f"?{target.query}" if target.query else "")


def _kind(address: str) -> str:
    """The address without what tells one person from another."""
    parts = urlsplit(address)
    names = sorted(pair.partition("=")[0] for pair in parts.query.split("&"))
    if parts.path.startswith(FIGURES):
        names = _narrowed_by(names)
    return "?".join([KEY.sub("/<key>/", ID.sub("<id>", parts.path)), *names])


def _narrowed_by(names: list[str]) -> list[str]:
    """Figures are narrowed by one thing and then another, without end: one of each, and some by several."""
    names = [name for name in names if name not in ALWAYS_SAID]
    return names if len(names) < 2 else ["several"]
