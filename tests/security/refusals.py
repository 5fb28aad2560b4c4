"""How a form is sent with any characters at all, and what the page says that refuses it."""

from typing import Any
from urllib.parse import urlencode

from django.test import Client

from tests.desk.reading import Element, filled_in, read

ENCODED = "application/x-www-form-urlencoded"


def send(client: Client, address: str, fields: dict[str, Any]) -> Any:
    """Post a form as scripts can: halves of surrogate pairs go out as the bytes they would be."""
    return client.post(address, urlencode(fields, doseq=True, errors="surrogatepass"), content_type=ENCODED)


def page_of(answer: Any) -> Element:
    """The page of an answer; an empty one of whatever is none."""
    is_page = answer.get("Content-Type", "").startswith("text/html") and answer.status_code < 500
    return read(answer) if is_page else Element("page", {})


def sentences(page: Element) -> dict[str, str]:
    """Each field the page calls wrong, with the words that describe it or the group it stands in."""
    words = {spot.attrs["id"]: spot.text for spot in page.all(id=True)}
    wrong = {control.attrs["name"]: "" for control in page.all(name=True, aria_invalid="true")}
    for element in page.all(aria_describedby=True):
        said = " ".join(words.get(spot, "") for spot in element.attrs["aria-describedby"].split())
        for control in [element, *element.all(name=True)]:
            if (name := control.attrs.get("name")) in wrong:
                wrong[name] = f"{wrong[name]} {said}".strip()
    return wrong


def typed_on(page: Element) -> dict[str, set[str]]:
    """Everything that any form of the page would send, by field."""
    found: dict[str, set[str]] = {}
    for form in page.all("form"):
        for name, value in filled_in(form).items():
            found.setdefault(name, set()).update(value if isinstance(value, list) else [value])
    return found


def as_kept(text: str) -> str:
    """A text as it comes back in a form: read as UTF-8, line ends as browsers see them, trimmed."""
    read_as = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return read_as.replace("\r\n", "\n").replace("\r", "\n").strip()
