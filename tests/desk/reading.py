"""Pages read the way a browser reads them: elements, their words, what a form would send."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
Fields = dict[str, str | list[str]]


@dataclass
class Element:
    """One element of a page."""

    tag: str
    attrs: dict[str, str]
    children: list["Element | str"] = field(default_factory=list)

    def walk(self) -> Iterator["Element"]:
        """Every element inside, in the order of the page."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    def all(self, tag: str = "", **attrs: str | bool) -> list["Element"]:
        """Those with this tag and these attributes; `data_kind=True` asks for any value."""
        return [found for found in self.walk() if found.fits(tag, attrs)]

    def one(self, tag: str = "", **attrs: str | bool) -> "Element":
        """The only one; raises AssertionError when there are none or several."""
        found = self.all(tag, **attrs)
        assert len(found) == 1, f"{len(found)} elements are {tag} {attrs}"
        return found[0]

    def fits(self, tag: str, attrs: dict[str, str | bool]) -> bool:
        """Whether this element has the tag and the attributes asked for."""
        if tag and self.tag != tag:
            return False
        for name, wanted in attrs.items():
            value = self.attrs.get(name.rstrip("_").replace("_", "-"))
            if value is None or (wanted is not True and value != wanted):
                return False
        return True

    def has_class(self, name: str) -> bool:
        """Whether the class is one of its classes."""
        return name in self.attrs.get("class", "").split()

    @property
    def text(self) -> str:
        """The words inside, white space collapsed."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._texts()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top = Element("page", {})
        self.open = [self.top]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        tags = [element.tag for element in self.open]
        if tag in tags[1:]:
            del self.open[len(tags) - 1 - tags[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(answer: Any) -> Element:
    """The page (or fragment) an answer holds."""
    return read_text(answer.content.decode())


def read_text(html: str) -> Element:
    """The page a text of HTML is."""
    reader = _Reader()
    reader.feed(html)
    return reader.top


def form_to(page: Element, address: str) -> Element:
    """The first form on a page that posts to `address`."""
    return next(form for form in page.all("form") if form.attrs.get("action") == address)


def filled_in(form: Element) -> Fields:
    """What a browser would send if the form were sent as it stands."""
    sent: Fields = {}
    for control in form.walk():
        name, value = control.attrs.get("name"), _value(control)
        if not name or value is None or "disabled" in control.attrs:
            continue
        before = sent.get(name)
        if before is None:
            sent[name] = value
        else:
            sent[name] = [*(before if isinstance(before, list) else [before]), value]
    return sent


def _value(control: Element) -> str | None:
    if control.tag == "textarea":
        text = "".join(child for child in control.children if isinstance(child, str))
        return text.removeprefix("\n")
    if control.tag == "select":
        options = control.all("option")
        chosen = [option for option in options if "selected" in option.attrs] or options[:1]
        return chosen[0].attrs.get("value", chosen[0].text) if chosen else None
    if control.tag != "input" or control.attrs.get("type") in {"submit", "button"}:
        return None
    if control.attrs.get("type") in {"radio", "checkbox"} and "checked" not in control.attrs:
        return None
    return control.attrs.get("value", "on" if control.attrs.get("type") == "checkbox" else "")


def described_by(page: Element, name: str) -> str:
    """The words that stand beside a field by `aria-describedby`; raises AssertionError without any."""
    ids = [
        spot
        for control in page.walk()
        if control.attrs.get("name") == name
        or any(inner.attrs.get("name") == name for inner in control.walk())
        for spot in control.attrs.get("aria-describedby", "").split()
    ]
    assert ids, f"nothing describes the field {name}"
    return " ".join(page.one(id=spot).text for spot in dict.fromkeys(ids))


def said(page: Element) -> str:
    """What the flash messages of a page say."""
    return " ".join(status.text for status in page.all(role="status"))


def rows_of(page: Element) -> list[tuple[str, str, str]]:
    """Every planned or due row: its follow-up, kind and day, as the marks of the markup say."""
    return [
        (row.attrs.get("data-followup", ""), row.attrs["data-kind"], row.all("time")[0].attrs["datetime"])
        for row in page.all(data_kind=True)
        if row.all("time")
    ]
