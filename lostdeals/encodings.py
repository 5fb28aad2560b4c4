"""In which encoding a request may be written: UTF-8, and what says otherwise is refused as a page can be.

Django reads the address of a request in whatever encoding its body names, before anything could catch what
comes of it. Python knows encodings that no text can be read in: that was a bare 500, for anybody.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.http import parse_header_parameters

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

# Where what was named is kept for `lostdeals.middleware.as_forms_are_sent`, which refuses it.
ODD_ENCODING = "lostdeals.odd_encoding"


def in_utf8_alone(application: Application) -> Application:
    """The application, which never hears of another encoding."""

    def guarded(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        kind, named = _named(environ.get("CONTENT_TYPE", ""))
        if named.lower() not in {"utf-8", "utf8"}:
            environ["CONTENT_TYPE"], environ[ODD_ENCODING] = kind, named
        return application(environ, start_response)

    return guarded


def _named(content_type: str) -> tuple[str, str]:
    """What a body says it is, and in which encoding; what cannot be read is in none."""
    try:
        kind, parameters = parse_header_parameters(content_type)
    except ValueError:
        return "", "unreadable"
    return kind, parameters.get("charset", "utf-8")
