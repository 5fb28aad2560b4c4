"""Whether a page is well-formed: every element ends where it should, no attribute stands twice."""

from html.parser import HTMLParser
from typing import Any

from tests.desk.reading import VOID


class Balance(HTMLParser):
    """Collects elements that end where none began, and those left open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        if len(names) != len(set(names)):
            self.wrong.append(f"{tag} has an attribute twice")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.wrong.append(f"</{tag}> ends another element")


def unbalanced(answer: Any) -> list[str]:
    """What is not well-formed in an answer that is a page."""
    if answer.status_code >= 500 or not answer.get("Content-Type", "").startswith("text/html"):
        return []
    return unbalanced_in(answer.content.decode())


def unbalanced_in(html: str) -> list[str]:
    """What is not well-formed in a text of HTML."""
    balance = Balance()
    balance.feed(html)
    balance.close()
    return [*balance.wrong[:2], *(f"<{tag}> stays open" for tag in balance.open)]
