"""Words that would be code, written into every text field, come out as words on every page."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from accounts.models import User
from followups.models import FollowUp
from lostdeals.clock import tick
from outbox.models import Delivery
from prospects.models import Prospect
from tests.cast import MONDAY
from tests.desk.visiting import HTMX, NO_FIELDS, act, post_no, signed_in
from tests.followups.telling import log, step_of
from tests.security.canaries import CANARY, plant
from tests.security.routes import POLICIES, address_of

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus=alert(1) autofocus x='",
    "</textarea></title><svg onload=alert(1)>",
    "{{ 777777777|add:1 }}{% debug %}",
    "javascript:alert(1)//",
)


class Judge(HTMLParser):
    """Finds what a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name: value or "" for name, value in attrs}
        if tag == "script" and not names.get("src", "").startswith("/static/"):
            self.found.append("a script of its own")
        if tag in {"iframe", "object", "embed", "base", "style"}:
            self.found.append(tag)
        for name, value in names.items():
            if name.startswith(("on", "hx-on", "hx-vals")) or name in {"srcdoc", "style"}:
                self.found.append(f"{tag} {name}")
            if value.strip().lower().startswith(("javascript:", "data:")) and name in {
                "href",
                "src",
                "action",
            }:
                self.found.append(f"{tag} {name}={value}")
            if name in {"autofocus", "onfocus"} and "alert(" in str(names):
                self.found.append(f"{tag} {name}")


def code_in(answer: Any) -> list[str]:
    """What of a page a browser would run; a file to save is none."""
    if answer.get("Content-Disposition", "").startswith("attachment"):
        assert not answer["Content-Type"].startswith("text/html")
        return []
    judge = Judge()
    judge.feed(answer.content.decode())
    text = answer.content.decode()
    return (
        judge.found
        + [raw for raw in HOSTILE[:2] if raw in text]
        + (["evaluated"] if "777777778" in text else [])
    )


def read_everything(client: Client, addresses: list[str]) -> tuple[list[str], str]:
    """What a browser would run on any of these pages, and all of their text."""
    found, texts = [], []
    for address in addresses:
        for headers in ({}, HTMX):
            answer = client.get(address, headers=headers)
            assert answer.status_code in {200, 204, 302, 303, 404, 405, 503}, address
            found += [f"{address}: {code}" for code in code_in(answer)]
            # A ZIP is for programs: tests/exchange looks into it.
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            texts.append(body.decode(errors="replace"))
    return found, "\n".join(texts)


MAIL = "/settings/digest/preview/html/"


@pytest.mark.parametrize("words", HOSTILE)
def test_what_was_written_is_shown_as_words_on_every_page(boss: User, words: str) -> None:
    planted = plant(boss, hostile=words)
    User.objects.filter(pk=boss.pk).update(name=f"U {words}")
    boss.team.name, boss.team.public_name = f"TN {words}", f"TP {words}"
    boss.team.save()
    addresses = [address_of(policy, planted) for policy in POLICIES.values()]
    addresses += [
        f"/no/?deal={planted.deal.pk}",
        f"/no/?prospect={planted.prospect.pk}",
        f"/prospects/?q={CANARY}",
    ]
    addresses += [f"/followups/{planted.done.pk}/", f"/deals/{planted.declined.pk}/"]
    found, text = read_everything(signed_in(boss), addresses)
    # The HTML of a mail has styles of its own, under its sandbox, and no other code.
    assert [code for code in found if not code.startswith(MAIL) or "style" not in code] == []
    for letter in "PODEJWNRSC":
        written = f"{letter} {CANARY} {words}"
        assert escape(written)[:40] in text or escape(written).replace("&#x27;", "&#39;")[:40] in text, letter


def test_rows_of_today_show_words(boss: User) -> None:
    for words in HOSTILE:
        log(
            boss, f"P {words}", on=MONDAY.replace(month=1, day=16), said_on=MONDAY.replace(month=1, day=16),
            in_their_words=words, organisation=words[:60],
        )  # fmt: skip
    answer = signed_in(boss).get("/")
    assert code_in(answer) == []
    assert answer.content.decode().count("&lt;script&gt;alert(1)") >= 2


@pytest.mark.parametrize("words", HOSTILE)
def test_what_is_typed_comes_back_as_words(boss: User, words: str) -> None:
    client = signed_in(boss)
    step = step_of(log(boss).prospect)
    fields = dict.fromkeys(NO_FIELDS, words)
    answers = [
        client.post("/no/", fields),
        client.post("/no/preview/", fields),
        client.post("/no/preview/", {**fields, "conversation": "cannot", "prospect": ""}, headers=HTMX),
        client.post(
            "/no/preview/", {"conversation": "cannot", "prospect_name": f"{words} {words}"}, headers=HTMX
        ),
        client.get("/prospects/", {"q": words, "state": words, "after": words}),
        client.get("/prospects/", {"q": words}, headers=HTMX),
        client.get("/topics/", {"q": f"{words}, {words}"}, headers=HTMX),
        client.get("/places/", {"country": words}, headers=HTMX),
        client.get("/places/", {"time_zone": words}, headers=HTMX),
        client.post(
            f"/prospects/{step.prospect_id}/edit/", {"name": words, "email": words, "phone": words * 3}
        ),
        act(client, step, "complete", outcome="not_yet", note=words, next_on=words),
        act(client, step, "complete", htmx=True, outcome=words, note=words, next_on=words),
        act(client, step, "snooze", until=words),
        client.post(
            "/settings/profile/", {"name": words, "time_zone": words, "region": words, "theme": words}
        ),
        client.post("/settings/digest/", {"digest_time": words}),
        client.post("/settings/team/save/", {"name": words, "currency": words, "daily_limit": words}),
        client.post("/settings/reasons/new/", {"conversation": "cannot", "label": words * 9}),
        client.post("/accounts/login/", {"login": words, "password": words, "next": words}),
        Client().post("/accounts/login/", {"login": words, "password": words, "next": words}),
        Client().get("/accounts/login/", {"next": words}),
        Client().get(f"/{words}/"),
    ]
    assert [answer.request["PATH_INFO"] for answer in answers if code_in(answer)] == []
    assert {answer.status_code for answer in answers} <= {200, 302, 303, 404}


def test_flash_messages_and_receipts_show_words(boss: User) -> None:
    client, words = signed_in(boss), HOSTILE[1]
    saved = post_no(client, prospect_name=words, organisation_name=words, in_their_words=words)
    step = step_of(Prospect.objects.get())
    receipt = act(client, step, "complete", htmx=True, outcome="new_need", note=words)
    answers = [client.get(saved["Location"]), receipt, client.get("/")]
    act(client, step_of(Prospect.objects.get()), "skip")
    answers.append(client.get("/"))
    assert [code_in(answer) for answer in answers] == [[]] * 4
    assert escape(words) in answers[-1].content.decode()


def test_the_digest_shows_words(boss: User, settings: Any, tmp_path: Any) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    User.objects.filter(pk=boss.pk).update(date_joined="2026-02-02T08:00Z")
    words = HOSTILE[0] + HOSTILE[1]
    log(boss, f"P {words}", on=MONDAY.replace(month=1, day=16), in_their_words=words, organisation=words)
    tick(timezone.now())
    delivery = Delivery.objects.get()
    assert delivery.state == "sent"
    client = signed_in(boss)
    pages = [
        client.get(f"/mail/{delivery.pk}/"),
        client.get("/mail/"),
        client.get(f"/mail/{delivery.pk}/html/"),
        client.get("/settings/digest/preview/"),
        client.get("/settings/digest/preview/html/"),
    ]
    assert "\n" not in delivery.subject
    for page in pages:
        assert [code for code in code_in(page) if "style" not in code] == []
    assert "&lt;script&gt;" in pages[2].content.decode()


def test_a_name_cannot_write_a_header_of_the_mail(boss: User, settings: Any, tmp_path: Any) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    User.objects.filter(pk=boss.pk).update(date_joined="2026-02-02T08:00Z", name="A\r\nBcc: x@example.org")
    log(boss, "P\r\nBcc: x@example.org", on=MONDAY.replace(month=1, day=16))
    tick(timezone.now())
    delivery = Delivery.objects.get()
    assert delivery.state == "sent"
    assert "\r" not in delivery.subject + Prospect.objects.get().name
    assert FollowUp.objects.filter(prospect__name="P Bcc: x@example.org").exists()
