"""Naughty strings after they were saved: pages, mail, calendar and the file of a person stay well-formed and
say what was kept."""

import json
from typing import Any

import pytest

from accounts.models import User
from common.text import clean_line, clean_text
from prospects.models import Loss
from tests.desk.reading import read, read_text
from tests.desk.visiting import post_no, signed_in
from tests.digests.test_mails import digest_mail, part
from tests.exchange.subscribing import subscribe
from tests.exchange.test_every_reader import lines_keep_the_rules
from tests.exchange.test_person_export import take
from tests.security.naughty import naughty_strings, packed
from tests.security.well_formed import unbalanced, unbalanced_in

LIMITS = {"prospect_name": 190, "organisation_name": 190, "in_their_words": 3900}
LINES = {"prospect_name", "organisation_name"}


def one_line(text: str) -> str:
    """A text as the words of a page are compared."""
    return " ".join(text.split())


def texts_in(told: Any) -> set[str]:
    """Every text of a JSON document."""
    if isinstance(told, str):
        return {told}
    inner = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    return {text for one in inner for text in texts_in(one)}


def noes(boss: User, strings: list[str]) -> list[Loss]:
    """All of the strings in noes that are logged on the page: what cleaning leaves of them is kept."""
    client, kept = signed_in(boss), []
    for turn, typed in enumerate(packed(strings, LIMITS, LINES)):
        typed |= {name: f"{name[0]}{turn} {typed.get(name, '')}" for name in LIMITS}
        assert post_no(client, **typed).status_code == 303, typed
        loss = Loss.objects.select_related("prospect__organisation").get(
            prospect__name__startswith=f"p{turn} "
        )
        assert loss.prospect.name == clean_line(typed["prospect_name"])
        assert loss.prospect.organisation is not None
        assert loss.prospect.organisation.name == clean_line(typed["organisation_name"])
        assert loss.in_their_words == clean_text(typed["in_their_words"])
        kept.append(loss)
    return kept


@pytest.mark.parametrize("which", ["ours", "shared"])
def test_what_was_saved_is_shown_and_sent_as_it_is_kept(which: str, boss: User) -> None:
    kept, client = noes(boss, naughty_strings(which)), signed_in(boss)
    for loss in kept:
        page = client.get(f"/prospects/{loss.prospect_id}/")
        assert unbalanced(page) == []
        assert one_line(loss.prospect.name) in read(page).text
        files = take(boss, loss.prospect)
        assert {loss.prospect.name, loss.in_their_words} <= texts_in(json.loads(files["person.json"]))
        pages = [file.decode() for name, file in files.items() if name.endswith(".html")]
        assert [wrong for text in pages for wrong in unbalanced_in(text)] == []
        assert one_line(loss.in_their_words) in read_text(pages[0]).text
    for address in ("/", "/prospects/", "/focus/"):
        assert unbalanced(client.get(address)) == [], address
    _calendar_says(boss, kept)
    _mail_says(boss, kept)


def _calendar_says(boss: User, kept: list[Loss]) -> None:
    calendar = subscribe(boss)
    lines_keep_the_rules(calendar.file())
    said = {str(event["summary"]).partition(": ")[2] for event in calendar.events().values()}
    assert said == {f"{loss.prospect.name}, {loss.prospect.organisation}" for loss in kept}


def _mail_says(boss: User, kept: list[Loss]) -> None:
    mail = digest_mail(boss)
    assert len(mail.get_all("Subject", [])) == 1
    html = part(mail, "html")
    assert unbalanced_in(html) == []
    names = {str(name) for loss in kept for name in (loss.prospect, loss.prospect.organisation)}
    for text in (one_line(part(mail, "plain")), read_text(html).text):
        assert [name for name in names if one_line(name) not in text] == []
