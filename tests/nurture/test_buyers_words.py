"""No page a buyer can see holds one of our inner words, in any state, in either language (COPY.md, top)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from time_machine import travel

from accounts.changes import Trail
from accounts.models import Team, User
from common.secret_paths import BUYERS_PATHS
from followups.actions import Pause, Wishes, Word, grant_permission, note_wishes, stop_on_page, unsubscribe
from nurture.confirming import confirm_link
from nurture.feedback import feedback_link
from prospects.actions.people import add_topic
from prospects.conversations import PermissionChannel, PermissionStrength, TopicKind
from prospects.mail_keys import mail_key_of
from prospects.models import Loss, Prospect
from tests.cast import MONDAY, NINE
from tests.followups.telling import day, log
from tests.nurture.reading_as_a_buyer import in_answer, inner_words

pytestmark = pytest.mark.django_db
SOON = NINE + timedelta(hours=2)
YEARS_ON = NINE + timedelta(days=400)
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture
def loss(owner: User) -> Loss:
    Team.objects.update(public_name="Vogt & Partner", counts_opens=True)
    loss = log(owner, email="ingrid@havbruk.example")
    channels = (PermissionChannel.CALL, PermissionChannel.MAIL, PermissionChannel.NEWSLETTER)
    word = Word(channels, MONDAY, PermissionStrength.SAID, "Sure", 4)
    grant_permission(loss.prospect, word, by=owner, today=MONDAY, now=NINE)
    add_topic(
        loss.prospect, TopicKind.GOAL, "forecasting", trail=Trail(actor=owner, team=owner.team, now=NINE)
    )
    return loss


def path(address: str) -> str:
    return address.removeprefix(settings.SITE_URL)


def spoken(person: Prospect, language: str) -> Prospect:
    Prospect.objects.filter(pk=person.pk).update(language=language, form_of_address="Frau Solheim")
    return Prospect.objects.get(pk=person.pk)


def every_state(loss: Loss, person: Prospect) -> Iterator[tuple[str, Any]]:
    """Every page of theirs, in every state it has, in the order in which they come about."""
    page, question = f"/preferences/{mail_key_of(person)}/", path(feedback_link(loss, now=NINE))
    confirming, leaving = path(confirm_link(person, now=NINE)), f"/unsubscribe/{mail_key_of(person)}/"
    said = [str(row.pk) for row in person.permissions.all()]

    def ask(
        name: str, address: str, sent: dict[str, Any] | None = None, now: datetime = SOON
    ) -> tuple[str, Any]:
        with travel(now, tick=False):
            client = Client(headers={"accept-language": person.language})
            return name, client.get(address) if sent is None else client.post(address, sent)

    yield ask("preferences", page)
    yield ask("preferences, with a mistake", page, {"press": "save", "pause": "day"})
    yield ask("preferences, saved", page, {"press": "save"})
    note_wishes(person, Wishes(pause=Pause(day(90))), now=SOON)
    yield ask("preferences, paused", page)
    yield ask("a raised hand", page, {"press": "talk"})
    yield ask("the question", question)
    yield ask("the question, no answer", question, {})
    yield ask("the question, answered", question, {"answer": "price", "better": "Faster"})
    yield ask("the question, once more", question)
    yield ask("the question, too late", question, now=YEARS_ON)
    yield ask("in writing", confirming)
    yield ask("in writing, confirmed", confirming, {"said": said})
    yield ask("in writing, nothing to confirm", confirming)
    yield ask("in writing, too late", confirming, now=YEARS_ON)
    yield ask("unsubscribe", leaving)
    unsubscribe(person, now=SOON)
    yield ask("unsubscribed", leaving)
    yield ask("preferences, unsubscribed", page)
    stop_on_page(person, now=SOON)
    yield ask("preferences, stopped", page)
    yield ask("in writing, stopped", confirming)
    for start in BUYERS_PATHS:
        yield ask(f"{start} nobody's", f"{start}nothing/")
        yield ask(f"{start} cut in two", f"{start}nothing/more/")
        yield ask(f"{start} cut short", f"{start}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_theirs_holds_a_word_of_ours(language: str, loss: Loss) -> None:
    person = spoken(loss.prospect, language)
    wrong = {name: found for name, answer in every_state(loss, person) if (found := in_answer(answer))}
    assert wrong == {}


def test_every_state_is_reached_and_answers(loss: Loss) -> None:
    statuses = {name: answer.status_code for name, answer in every_state(loss, spoken(loss.prospect, "en"))}
    assert len(statuses) == 19 + 3 * len(BUYERS_PATHS)
    assert {name for name, status in statuses.items() if status == 410} == {
        "the question, too late",
        "in writing, too late",
    }
    assert max(statuses.values()) < 500


@pytest.mark.parametrize("start", BUYERS_PATHS)
@pytest.mark.parametrize("how", ["broken", "another method", "another host", "too large"])
def test_what_goes_wrong_there_names_nobody(how: str, start: str, loss: Loss, monkeypatch: Any) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("ours")

    client, address = Client(raise_request_exception=False), f"{start}x/"
    if how == "broken":
        for view in ("confirming.asked_by", "feedback.question_of", "preferences.whose_mail_key"):
            monkeypatch.setattr(f"nurture.views.{view}", broken)
        monkeypatch.setattr("desk.views.unsubscribe.whose_mail_key", broken)
        monkeypatch.setattr("desk.views.go.sent_with", broken)
    too_large = {"better": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}
    ask, status = {
        "broken": (lambda: client.get(address), 500),
        "another method": (lambda: client.put(address), 405),
        "another host": (lambda: client.get(address, headers={"host": "evil.example"}), 400),
        "too large": (lambda: client.post(address, too_large), 413),
    }[how]
    answer = ask()
    assert answer.status_code == status
    assert in_answer(answer) == []


CAUGHT = (
    "Lost Deals/lostdeals/Your “no” is noted/noes/a prospect/Prospekt/win-back/won_back/let go/a lead/nurture"
    "/sequence/pitch/hand-over/handed over/follow-up/this deal"
)
PLAIN = "No more of these mails?/I have no time/misleading/it starts no new round/This link leads nowhere"


@pytest.mark.parametrize("text", CAUGHT.split("/"))
def test_the_list_catches_what_it_is_for(text: str) -> None:
    assert inner_words(text)


@pytest.mark.parametrize("text", PLAIN.split("/"))
def test_the_list_lets_plain_words_be(text: str) -> None:
    assert not inner_words(text)
