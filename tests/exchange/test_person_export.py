"""Everything stored about one person as a file: complete, readable, for those alone who see them entirely."""

import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.db.models import ForeignKey
from django.test import Client

from accounts.models import User
from exchange.person_file import HEADINGS
from exchange.person_rows import TABLES
from followups.actions import NewTouch, complete_follow_up, log_touch
from followups.actions import Result as Went
from followups.kinds import Channel, Direction, Kind, Outcome
from followups.models import FollowUp
from insights.debriefs import LookBack, save_debrief
from insights.kinds import Answer, Question
from insights.models import Debrief
from outbox.models import Delivery
from prospects.mail_keys import mail_key_of
from prospects.models import Prospect
from tests.cast import MONDAY, NINE
from tests.desk.visiting import signed_in
from tests.followups.being_away import away
from tests.followups.telling import day, log, nine_on, open_row
from tests.security.canaries import CANARY, plant
from tests.security.tables import everything_stored
from tests.security.test_erasing import everything_of

SHARED = {"accounts", "library", "outbox"}


def take(user: User, person: Prospect) -> dict[str, bytes]:
    answer = signed_in(user).get(f"/prospects/{person.pk}/export/")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def tables(user: User, person: Prospect) -> dict[str, list[dict[str, Any]]]:
    return dict(json.loads(take(user, person)["person.json"])["tables"])


@pytest.fixture
def zoe(owner: User) -> Prospect:
    return everything_of(owner)


def test_every_table_that_leads_to_a_person_is_in_it() -> None:
    known, found = {model for model, _paths in TABLES}, {Prospect}
    models = [model for model in apps.get_models() if model.__module__.split(".")[0] not in SHARED]
    while True:
        more = {
            model
            for model in models
            for field in model._meta.concrete_fields
            if isinstance(field, ForeignKey) and field.related_model in found
        } - found
        if not more:
            break
        found |= more
    # What somebody asked themselves about a no is theirs, and not told with the file of whoever said it.
    assert found - {Debrief} == known, "a new table about people has to stand in their file"
    assert set(HEADINGS) >= {model._meta.label_lower for model in known}


def test_every_text_of_theirs_stands_in_both_files(zoe: Prospect, owner: User) -> None:
    packed = take(owner, zoe)
    for what in (
        "said", "noted", "offer", "role", "why", "agreed", "list", "feature", "needs", "timing", "budget",
        "rival", "stage", "source", "passed to", "goal", "cues", "wanted", "dear", "street", "learned",
        "reference", "letter", "matters", "wrote",
    ):  # fmt: skip
        for file, text in packed.items():
            assert f"{what} zilpzalp" in text.decode(), (file, what)


def test_every_column_of_every_row_is_kept_as_it_is(zoe: Prospect, owner: User) -> None:
    found = tables(owner, zoe)
    for model, paths in TABLES:
        rows = {str(row.pk): row for path in paths for row in model._default_manager.filter(**{path: zoe.pk})}
        told = {row["id"]: row for row in found[model._meta.label_lower]}
        assert told.keys() == rows.keys()
        for pk, row in rows.items():
            for field in model._meta.concrete_fields:
                if field.name not in {"team", "submission", "key"}:
                    assert (told[pk][field.attname] is None) == (getattr(row, field.attname) is None)


def test_what_was_mailed_to_them_is_in_it_and_not_what_was_mailed_to_us(zoe: Prospect, owner: User) -> None:
    common = {"due_at": NINE, "next_attempt_at": NINE, "period_key": "1", "owner": owner}
    Delivery.objects.create(
        kind="value-item", address=zoe.email, state="sent", sent_at=NINE, subject="An article",
        body_text="Read this", **common,
    )  # fmt: skip
    Delivery.objects.create(
        kind="digest-daily", address=owner.email, recipient=owner, subject="Two", **common
    )
    (mail,) = tables(owner, zoe)["outbox.delivery"]
    assert (mail["subject"], mail["state"], mail["body_text"]) == ("An article", "sent", "Read this")


def test_the_key_in_their_mails_stays_ours(zoe: Prospect, owner: User) -> None:
    key = mail_key_of(zoe)
    assert key.encode() not in b"".join(take(owner, zoe).values())


def test_what_was_learned_from_them_is_not_theirs(zoe: Prospect, owner: User, manager: User) -> None:
    loss = zoe.losses.get()
    learned = LookBack({Question.NEEDS: Answer.NO}, {Question.NEEDS: "answer zilpzalp"}, "lesson zilpzalp")
    save_debrief(loss, learned, by=owner, today=MONDAY, now=NINE)
    for reader in (owner, manager):
        told = b"".join(take(reader, zoe).values())
        assert b"lesson zilpzalp" not in told
        assert b"answer zilpzalp" not in told


def test_what_somebody_noted_at_a_debrief_is_theirs_alone(owner: User, manager: User) -> None:
    person = log(owner).prospect
    row = open_row(person, Kind.DEBRIEF)
    went = Went(Outcome.DONE, "I talked too much")
    complete_follow_up(row.pk, went, by=owner, today=day(1), now=nine_on(day(1)))
    assert b"I talked too much" in b"".join(take(owner, person).values())
    assert b"I talked too much" not in b"".join(take(manager, person).values())


def test_other_people_stay_out_of_it(owner: User, zoe: Prospect) -> None:
    plant(owner)
    assert CANARY.encode() not in b"".join(take(owner, zoe).values())


def test_hostile_words_stay_words(owner: User) -> None:
    person = log(owner, "<script>alert(1)</script>", in_their_words="<img src=x onerror=alert(1)>").prospect
    page = take(owner, person)["person.html"].decode()
    assert "<script" not in page
    assert "<img" not in page


def test_days_are_written_as_people_write_them(owner: User) -> None:
    person = log(owner, in_their_words="After the summer").prospect
    page = take(owner, person)["person.html"].decode()
    assert "<dt>Said on</dt><dd>2 Mar 2026</dd>" in page
    assert re.search(r"<dt>Created at</dt><dd>2 Mar 2026, \d\d:\d\d</dd>", page)
    assert not re.search(r"\d{4}-\d\d-\d\d", page)
    assert "<dt>Decision</dt><dd>Not now, 2 Mar 2026</dd>" in page
    # All of it is theirs: that is not said in every row.
    assert "<dt>Prospect</dt>" not in page


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Ingrid Solheim", "ingrid-solheim.zip"),
        ('"; filename="evil.exe', "filenameevilexe.zip"),
        ("李雷", "person.zip"),
        ("../../etc/passwd", "etcpasswd.zip"),
    ],
)
def test_the_file_has_a_safe_name_and_is_kept_by_nobody(name: str, file: str, owner: User) -> None:
    person = log(owner, name).prospect
    answer = signed_in(owner).get(f"/prospects/{person.pk}/export/")
    assert answer["Content-Disposition"] == f'attachment; filename="{file}"'
    assert "no-store" in answer["Cache-Control"]


def test_it_is_for_those_who_see_them_entirely(
    owner: User, colleague: User, marketer: User, manager: User, stranger: User
) -> None:
    person = log(owner).prospect
    away(owner, 1, 60, colleague)
    assert FollowUp.objects.filter(prospect=person, owner=colleague).exists()
    address = f"/prospects/{person.pk}/export/"
    answers = {user: signed_in(user).get(address).status_code for user in
               (owner, manager, colleague, marketer, stranger)}  # fmt: skip
    assert answers == {owner: 200, manager: 200, colleague: 403, marketer: 404, stranger: 404}
    assert Client().get(address).status_code == 302


def test_taking_it_changes_nothing(owner: User, zoe: Prospect) -> None:
    touch = NewTouch(Channel.CALL, MONDAY, direction=Direction.IN, summary="rang")
    log_touch(zoe, touch, by=owner, today=MONDAY, now=NINE)
    client = signed_in(owner)
    before = everything_stored()
    client.get(f"/prospects/{zoe.pk}/export/")
    assert everything_stored() == before
