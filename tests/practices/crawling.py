"""From Today along every link and past every form: which addresses one meets, and after how many taps."""

import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from django.test import Client

from tests.desk.reading import Element, read

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
# Parts of an address that are words and not ids, as the table writes them.
NAMED = (
    (re.compile(r"^(/insights/csv/)[a-z-]+/"), r"\1<figure>/"),
    (re.compile(r"^(/insights/(?:quarter|month)/)\d{4}-\w+/"), r"\1<key>/"),
)
# Of each kind of page so many are opened: people differ in what is known of them.
SO_MANY = 20
LEADS = {"a": "href", "form": "action", "button": "formaction"}
ALSO = ("hx-get", "hx-post")


@dataclass
class Crawl:
    """What was come past, with the fewest taps to it."""

    client: Client
    taps: dict[str, int] = field(default_factory=dict)
    _opened: set[str] = field(default_factory=set)
    _kinds: Counter[str] = field(default_factory=Counter)

    def go(self, start: str = "/") -> "Crawl":
        """Breadth first, so that the taps counted are the fewest."""
        waiting = [(start, 0)]
        self.taps[kind_of(start)] = 0
        while waiting:
            address, taps = waiting.pop(0)
            waiting += [(link, taps + 1) for link in self._open(address, taps)]
        return self

    def _open(self, address: str, taps: int) -> list[str]:
        kind = kind_of(address)
        if address in self._opened or self._kinds[kind] >= SO_MANY or address.startswith("/accounts/"):
            return []
        self._opened.add(address)
        self._kinds[kind] += 1
        answer = self.client.get(address, follow=True)
        assert answer.status_code == 200, f"a link leads to {address}: {answer.status_code}"
        if not answer["Content-Type"].startswith("text/html"):
            return []
        page = read(answer)
        for target in doors(page, address):
            self.taps.setdefault(kind_of(target), taps + 1)
        return links(page, address)


def kind_of(address: str) -> str:
    """The address as the table writes it: without its query, ids as <id>."""
    path = ID.sub("<id>", urlsplit(address).path)
    for words, written in NAMED:
        path = words.sub(written, path)
    return path


def doors(page: Element, address: str) -> list[str]:
    """Every address of ours a page leads to: by link, by form, by button, by what a field fetches."""
    found = []
    for element in page.walk():
        names = [LEADS[element.tag]] if element.tag in LEADS else []
        found += [element.attrs[name] for name in (*names, *ALSO) if element.attrs.get(name)]
    return [target for target in (urljoin(address, door) for door in found) if _is_ours(target)]


def links(page: Element, address: str) -> list[str]:
    """Every page of ours a page has a link to."""
    targets = [urljoin(address, link.attrs["href"]).partition("#")[0] for link in page.all("a", href=True)]
    return [target for target in dict.fromkeys(targets) if _is_ours(target)]


def _is_ours(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc and parts.path.startswith("/")
