"""One cell of the walk: an actor asks for a route by a method. What comes of it is rolled back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import zip_longest
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.test import Client

from tests.security.canaries import CANARY
from tests.security.routes import Policy

METHODS = ("get", "head", "options", "post", "put", "patch", "delete", "trace")
SAFE = ("get", "head", "options", "trace")
# What differs between two answers that tell the same: the tokens of forms, and ids.
TOKENS = re.compile(r"\b[A-Za-z0-9]{64}\b|[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
UUID_TEXT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# The team's own words: its reasons, its library, and what matters to people, which everybody chooses from.
OF_THE_TEAM = tuple(f"{letter} {CANARY}" for letter in "RGUV")
UNTOLD = {"Content-Length", "Set-Cookie"}
# Counters of requests, which slow down guessing, hold nobody's data; a search reads ahead for its own index
# (docs/decisions/0015), and what it reads is what stands elsewhere.
NOT_DATA = ("lostdeals_cache", "followups_search_")
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|CREATE|DROP|ALTER)\b", re.IGNORECASE)


@dataclass
class Watched:
    """The statements that wrote something while somebody only looked."""

    writes: list[str] = field(default_factory=list)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITES.match(sql) and not any(table in sql for table in NOT_DATA):
            self.writes.append(sql[:120])
        return execute(sql, params, many, context)


@contextmanager
def nothing_stays(client: Client) -> Iterator[None]:
    """Whatever happens inside is undone, sign-outs included: no row stays, and not even a cookie."""
    cookies = SimpleCookie(client.cookies.output(header="", sep="\r\n"))
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        client.cookies = cookies


@contextmanager
def watched_writes() -> Iterator[list[str]]:
    """What is written inside."""
    watched = Watched()
    with connection.execute_wrapper(watched):
        yield watched.writes


def ask(client: Client, method: str, address: str, policy: Policy, headers: dict[str, str]) -> Any:
    """The answer, as if it was the first thing ever asked."""
    with nothing_stays(client):
        if method == "post":
            return client.post(address, policy.post, headers=headers)
        return getattr(client, method)(address, headers=headers)


def told(answer: Any) -> list[str]:
    """Everything an answer tells: status, headers, body, without the tokens that differ each time."""
    headers = sorted(f"{name}: {value}" for name, value in answer.items() if name not in UNTOLD)
    text = "\n".join([str(answer.status_code), *headers, answer.content.decode()])
    return hidden(text).splitlines()


def differences(one: list[str], other: list[str]) -> Iterator[str]:
    """The lines in which two answers differ."""
    for line, same in zip_longest(one, other, fillvalue=""):
        if line != same:
            yield f"{line[:200]!r} is {same[:200]!r} there"


def hidden(text: str) -> str:
    """A text without tokens and ids."""
    return TOKENS.sub("·", text)


def leaks(answer: Any, *, of_the_team: bool) -> bool:
    """Whether an answer holds a canary: in its body, its headers, or where it sends somebody."""
    text = "\n".join([answer.content.decode(), *(f"{name}: {value}" for name, value in answer.items())])
    for words in OF_THE_TEAM if of_the_team else ():
        text = text.replace(words, "")
    return CANARY in text


def nowhere(address: str) -> str:
    """The same address with an id nobody has."""
    return UUID_TEXT.sub(lambda _found: str(uuid4()), address)
