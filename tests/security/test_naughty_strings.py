"""Every naughty string through every form: never a mistake of ours; what is saved reads back as the one
cleaning makes it, and what is refused comes back as it was typed, on a page that is still well-formed."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from common.text import clean_line, clean_text
from tests.desk.visiting import signed_in
from tests.security.canaries import Planted
from tests.security.forms_found import FoundForm, forms_of
from tests.security.naughty import naughty_strings, packed
from tests.security.refusals import as_kept, page_of, send, typed_on
from tests.security.walking import nothing_stays, watched_writes
from tests.security.well_formed import unbalanced

# Typed in words of their own: days, money, rhythms, places, names in a list, one of a few choices. They are
# read, not kept as text.
READ = re.compile(
    "next_contact|deal_value|deal_currency|currency|country|region|language|time_zone|rhythm.*|cadence_.*"
    "|topics|challenges|interests|goals|competitors|main_competitor|others|username|.*phone"
    "|shown|to|giver|then|wanted|hand_over|taken|header-.*"
)
# Kept where the outcome asks for them.
ASKED_BY = {"why_yes": "won_back", "new_employer": "left_company", "successor": "left_company"}
WRITTEN = re.compile(r'(?:INSERT INTO|UPDATE) "(\w+)"')
BOOKKEEPING = {"django_session", "accounts_change"}
# How often each form is sent; the next form begins with other strings.
MOST_GOES = {"ours": 2, "shared": 1}


def free(form: FoundForm) -> Iterator[tuple[dict[str, int], dict[str, str]]]:
    """The fields whose text is kept as it is typed, with how much they take, and what is chosen for it."""
    limits = {name: form.most.get(name, 60) for name in form.typed if not READ.fullmatch(name)}
    by_outcome: dict[str, dict[str, int]] = {}
    for name, limit in limits.items():
        outcome = ASKED_BY.get(name, "") if "outcome" in form.kinds else ""
        by_outcome.setdefault(outcome, {})[name] = limit
    for outcome, fields in by_outcome.items():
        yield fields, {"outcome": outcome} if outcome else {}


def texts_of(writes: list[str]) -> set[str]:
    """Every text in the tables that were written to."""
    tables = {table for sql in writes for table in WRITTEN.findall(sql)} - BOOKKEEPING
    found: set[str] = set()
    for table in tables:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found |= {cell for row in cursor.fetchall() for cell in row if isinstance(cell, str)}
    return found


def cleaned(text: str) -> set[str]:
    """How a text may stand in the database: as lines or as one line."""
    return {clean_text(text), clean_line(text)}


# Nothing to bring back: an answer without a page, and a form that is somebody else's to send.
NO_FORM = {204, 403}


def wrong_with(form: FoundForm, typed: dict[str, str], answer: Any, writes: list[str]) -> Iterator[str]:
    """What is not as it should be after a form was sent."""
    if answer.status_code >= 500:
        yield f"{form.action} is a mistake of ours with {typed!r}"
        return
    stored = texts_of(writes)
    if stored:
        for name, text in typed.items():
            if not cleaned(text) & (stored | {""}):
                yield f"{form.action} keeps {name} otherwise than {clean_text(text)!r}"
        return
    page = page_of(answer)
    yield from (f"{form.action}: {one}" for one in unbalanced(answer))
    back = typed_on(page)
    for name, text in typed.items():
        shown = {as_kept(one) for one in back.get(name, ())}
        if not shown & {as_kept(text), *cleaned(text)} and answer.status_code not in NO_FORM:
            yield f"{form.action} ({answer.status_code}) refuses and loses {name}: {text!r} is {shown!r}"


def anything(form: FoundForm, strings: list[str], turn: int, goes: int) -> Iterator[dict[str, str]]:
    """Other strings in every field, whatever it is for."""
    names = sorted(form.kinds)
    for go in range(goes if names else 0):
        begin = turn * 37 + go * len(names)
        yield {name: strings[(begin + at) % len(strings)] for at, name in enumerate(names)}


@pytest.mark.parametrize("which", ["ours", "shared"])
def test_what_is_typed_is_kept_or_comes_back(which: str, furnished: Planted) -> None:
    strings, goes, wrong, seen = naughty_strings(which), MOST_GOES[which], [], set()
    client = signed_in(furnished.owner, raise_request_exception=False)
    for turn, form in enumerate(forms_of(client, furnished)):
        for fields in anything(form, strings, turn, 1):
            with nothing_stays(client):
                answer = send(client, form.action, fields)
            wrong += [f"{form.action}: {one}" for one in unbalanced(answer)]
            if answer.status_code >= 500:
                wrong.append(f"{form.action} is a mistake of ours with {fields!r}")
        for limits, chosen in free(form):
            if (form.route, frozenset(limits)) in seen:
                continue
            seen.add((form.route, frozenset(limits)))
            lines = {name for name in limits if form.kinds[name] != "textarea"}
            for typed in packed(strings, limits, lines, turn, goes):
                with nothing_stays(client), watched_writes() as writes:
                    answer = send(client, form.action, form.sent(**typed, **chosen))
                    wrong += list(wrong_with(form, typed, answer, writes))
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(one[:400] for one in wrong[:40])
    assert len(seen) > 10
