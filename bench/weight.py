"""What a first visit weighs: Today and every style sheet and script it names, as they go over the wire."""

import gzip
import re

from bench.held import Figure
from bench.web import Browser, Request

NAMED = re.compile(
    rb'<(?:link[^>]+rel="stylesheet"[^>]+href|link[^>]+href|script[^>]+src)="(/static/[^"]+\.(?:css|js))"'
)


def first_visit(browser: Browser, database: str) -> Figure:
    """The figure; `kilobytes` are thousands of bytes."""
    page = browser.send(Request("/"))
    paths = sorted({path.decode() for path in NAMED.findall(gzip.decompress(page.body))})
    files = [browser.send(Request(path)) for path in paths]
    if len(files) < 3 or any(file.headers.get("content-encoding") != "gzip" for file in files):
        raise RuntimeError(f"Two style sheets and a script were expected, compressed: {paths}")
    weight = len(page.body) + sum(len(file.body) for file in files)
    return {
        "what": "first_visit",
        "database": database,
        "requests": 1 + len(files),
        "kilobytes": round(weight / 1000, 1),
    }
