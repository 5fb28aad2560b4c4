"""Our inner words (COPY.md, top), and where a buyer could come upon one: pages, mails, files, headers."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests.desk.reading import Element, read_text

# What no buyer reads, in any language: pattern -> what it catches.
INNER_WORDS = {
    "our name": r"lost\s*-?_?deals",
    "a no as a noun": r"\b(?:a|the|your|this|that|their|our)\s+[\"“']?no[\"”']?\b(?!\s+(?:longer|more))",
    "noes": r"\bnoes\b",
    "prospect": r"prospe[ck]t",
    "win-back": r"win[\s_-]?back|won[\s_-]back|zur(?:ü|ue)ckgewinn",
    "let go": r"\blet(?:ting)?[\s_-]go\b|losgelassen",
    "lead": r"\bleads?\b(?!\s+nowhere)",
    "nurture": r"nurtur",
    "sequence": r"\bsequen[cz]",
    "pitch": r"\bpitch",
    "hand-over": r"hand(?:ed|ing)?[\s_-]?over|\bbaton\b|übergabe",
    "follow-up": r"follow[\s_-]?ups?\b",
    "loss": r"\bloss(?:es)?\b|\bdeals?\b",
}
# What of the source a person or a machine of theirs reads beside the words: names of classes are neither.
TOLD_BY = frozenset(
    {"title", "alt", "aria-label", "aria-description", "placeholder", "value", "name", "id", "content"}
    | {"href", "action", "lang"}
)


def inner_words(text: str) -> list[str]:
    """Which of our words stand in a text, with what stands around them."""
    found = []
    for word, pattern in INNER_WORDS.items():
        for match in re.finditer(pattern, text, re.IGNORECASE):
            found.append(f"{word}: …{text[max(0, match.start() - 30) : match.end() + 30]}…")
    return found


def in_headers(headers: Mapping[str, str] | Iterable[tuple[str, str]]) -> list[str]:
    """Our words in names and values of headers, of an answer or of a mail."""
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return [found for name, value in pairs for found in inner_words(f"{name}: {value}")]


def in_html(html: str) -> list[str]:
    """Our words in everything a page or a mail tells: text, title, what is hidden or read aloud, comments."""
    page = read_text(html)
    told = [" ".join(page.text.split()), *_attributes(page), *re.findall(r"<!--(.*?)-->", html, re.DOTALL)]
    told += re.findall(r"<title>(.*?)</title>", html, re.DOTALL)
    return [found for text in told for found in inner_words(text)]


def _attributes(page: Element) -> Iterator[str]:
    for element in page.walk():
        for name, value in element.attrs.items():
            if name in TOLD_BY or name.startswith("data-"):
                yield f"{name}={value}"


def in_answer(answer: Any) -> list[str]:
    """Our words in an answer as a whole."""
    found = in_headers(list(answer.items()))
    found += [
        name for cookie in answer.cookies.values() for name in inner_words(f"{cookie.key}={cookie.value}")
    ]
    kind = answer.get("Content-Type", "")
    text = answer.content.decode(errors="replace")
    return found + (in_html(text) if kind.startswith("text/html") else inner_words(text))


def in_mail(message: Any) -> list[str]:
    """Our words in a mail as it leaves (an email.message.Message): headers, every part, names of files."""
    found = in_headers(message.items())
    for part in message.walk():
        if part.is_multipart():
            continue
        text = (part.get_payload(decode=True) or b"").decode(part.get_content_charset() or "utf-8", "replace")
        found += in_html(text) if part.get_content_subtype() == "html" else inner_words(text)
        found += inner_words(part.get_filename() or "")
    return found
