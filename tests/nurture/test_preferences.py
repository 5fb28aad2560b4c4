"""A buyer's own page: it shows what stands, acts on a press alone, and needs no cookie."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from time_machine import travel

from accounts.changes import Trail
from accounts.models import Team, User
from followups.actions import Word, ask_to_stop, grant_permission, unsubscribe
from followups.contact_history import closed_to_us
from followups.contacts import Closed
from followups.permission_rules import Grant
from followups.verdicts import grants_of
from prospects.actions.people import add_topic
from prospects.conversations import PermissionChannel, PermissionStrength, TopicKind
from prospects.mail_keys import mail_key_of
from prospects.models import Prospect
from tests.cast import MONDAY, NINE
from tests.desk.reading import filled_in, read
from tests.followups.telling import day, log, step_of
from tests.security.tables import everything_stored

pytestmark = pytest.mark.django_db
CALL, MAIL, LETTER = PermissionChannel.CALL, PermissionChannel.MAIL, PermissionChannel.NEWSLETTER
LATER = NINE + timedelta(hours=3)


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    Team.objects.update(public_name="Vogt & Partner")
    person = log(owner, email="ingrid@havbruk.example").prospect
    word = Word((CALL, MAIL), MONDAY, PermissionStrength.SAID, "Yes, but not every week", 4)
    grant_permission(person, word, by=owner, today=MONDAY, now=NINE + timedelta(hours=1))
    trail = Trail(actor=owner, team=owner.team, now=NINE)
    for name in ("forecasting", "harvest"):
        add_topic(person, TopicKind.GOAL, name, trail=trail)
    mail_key_of(person)
    return person


def visitor() -> Client:
    """Somebody without a cookie, whose requests are checked like everybody's."""
    return Client(enforce_csrf_checks=True)


def link(person: Prospect) -> str:
    return f"/preferences/{mail_key_of(person)}/"


def shown(person: Prospect) -> str:
    return " ".join(read(visitor().get(link(person))).one("main").text.split())


def as_shown(person: Prospect) -> dict[str, Any]:
    """Everything the form would send, as it was drawn."""
    page = read(visitor().get(link(person))).one("main")
    form = next(form for form in page.all("form") if form.all("fieldset"))
    return {**filled_in(form), "press": "save"}


def press(person: Prospect, data: dict[str, Any]) -> str:
    with travel(LATER, tick=False):
        answer = visitor().post(link(person), data)
    assert answer.status_code == 200
    return " ".join(read(answer).one("main").text.split())


def test_it_says_what_they_agreed_to_when_and_in_which_words(ingrid: Prospect) -> None:
    text = shown(ingrid)
    assert "Hello Ingrid. This is what you and Maren Vogt agreed on 2 Mar 2026." in text
    assert "Change it or stop it here. Nobody will ask you why." in text
    assert "Vogt & Partner" in text
    assert "You said so on 2 Mar 2026. Yes, but not every week" in text
    assert "every 4 weeks" in text
    assert "When you open a link" not in text


def test_that_opened_links_are_noted_is_said_where_they_are(ingrid: Prospect) -> None:
    Team.objects.update(counts_opens=True)
    assert "When you open a link in our mails we see that you did." in shown(ingrid)


def test_looking_changes_nothing_and_sets_no_cookie(ingrid: Prospect) -> None:
    address, client = link(ingrid), visitor()
    before = everything_stored()
    for ask in (client.get, client.head, client.options):
        ask(f"{address}?press=stop")
    assert everything_stored() == before
    assert not client.cookies


def test_saving_what_was_shown_writes_nothing(ingrid: Prospect) -> None:
    sent = as_shown(ingrid)
    before = everything_stored()
    assert "Saved." in press(ingrid, sent)
    assert everything_stored() == before


def test_what_they_switch_is_their_word(ingrid: Prospect) -> None:
    sent = as_shown(ingrid)
    sent["switch"] = [MAIL.value, LETTER.value]
    sent["weeks"] = "13"
    press(ingrid, sent)
    grants = grants_of(ingrid)
    assert (grants[CALL], grants[MAIL], grants[LETTER]) == (Grant.WITHDRAWN, Grant.CONFIRMED, Grant.CONFIRMED)
    assert "every 13 weeks" in shown(ingrid)


def test_topics_they_untick_are_muted_and_one_noted_meanwhile_is_not(ingrid: Prospect, owner: User) -> None:
    sent = as_shown(ingrid)
    add_topic(ingrid, TopicKind.GOAL, "salmon", trail=Trail(actor=owner, team=owner.team, now=NINE))
    harvest = ingrid.topics.get(topic__name="harvest")
    sent["subject"].remove(str(harvest.topic_id))
    press(ingrid, sent)
    assert [row.topic.name for row in ingrid.topics.filter(is_muted=True)] == ["harvest"]


@pytest.mark.parametrize(("pause", "until"), [("1", day(31)), ("3", day(92)), ("6", day(184))])
def test_they_pause_for_months(pause: str, until: Any, ingrid: Prospect) -> None:
    press(ingrid, {**as_shown(ingrid), "pause": pause})
    assert Prospect.objects.get(pk=ingrid.pk).paused_until == until


def test_they_pause_until_a_day_and_end_it(ingrid: Prospect) -> None:
    text = press(ingrid, {**as_shown(ingrid), "pause": "day", "pause_day": day(100).isoformat()})
    assert "until 10 Jun 2026, as it is" in text
    assert step_of(ingrid).due_on >= day(100)
    with travel(LATER, tick=False):
        sent = as_shown(ingrid)
    press(ingrid, {**sent, "pause": "end"})
    assert Prospect.objects.get(pk=ingrid.pk).paused_until is None


@pytest.mark.parametrize("typed", ["2026-03-02", "2031-01-01", "soon", ""])
def test_a_day_that_is_none_to_come_is_said(typed: str, ingrid: Prospect) -> None:
    sent = {**as_shown(ingrid), "pause": "day", "pause_day": typed}
    before = everything_stored()
    text = press(ingrid, sent)
    assert "Choose a day to come" in text or "Until which day?" in text
    assert everything_stored() == before


def test_stop_is_one_press_and_then_there_is_nothing_to_press(ingrid: Prospect) -> None:
    for _time in range(2):
        text = press(ingrid, {"press": "stop"})
        assert "Done. You won't hear from us again." in text
    assert closed_to_us(ingrid) == Closed.STOPPED
    page = read(visitor().get(link(ingrid)))
    assert page.all("button") == []
    assert page.all("form") == []


@pytest.mark.parametrize("pressed", ["save", "talk", "confirm"])
def test_where_a_stop_stands_the_page_says_so_only(pressed: str, ingrid: Prospect) -> None:
    sent = {**as_shown(ingrid), "switch": [MAIL.value, LETTER.value], "press": pressed}
    ask_to_stop(ingrid, by=ingrid.owner, today=MONDAY, now=LATER)
    before = everything_stored()
    assert "Done. You won't hear from us again." in press(ingrid, sent)
    assert everything_stored() == before


def test_an_old_tab_brings_back_nothing_they_ended_since(ingrid: Prospect) -> None:
    sent = as_shown(ingrid)
    unsubscribe(ingrid, now=LATER - timedelta(minutes=1))
    press(ingrid, {**sent, "pause": "1"})
    assert grants_of(ingrid)[MAIL] == Grant.WITHDRAWN


def test_what_was_said_aloud_is_confirmed_here(ingrid: Prospect) -> None:
    assert "You said yes to this aloud: mail, every 4 weeks." in shown(ingrid)
    said = ingrid.permissions.get(channel=MAIL)
    press(ingrid, {"press": "confirm", "said": [str(said.pk), "nothing of ours"]})
    assert grants_of(ingrid)[MAIL] == Grant.CONFIRMED
    assert "aloud" not in shown(ingrid)


def test_a_german_reads_german_manners(ingrid: Prospect) -> None:
    Prospect.objects.filter(pk=ingrid.pk).update(language="de", form_of_address="Frau Solheim")
    answer = visitor().get(link(ingrid))
    assert answer["Content-Language"] == "de"
    assert read(answer).one("html").attrs["lang"] == "de"


@pytest.mark.parametrize("key", ["nobodys-key", "x" * 32, "%00"])
def test_nobodys_key_says_a_plain_sentence(key: str) -> None:
    answer = visitor().get(f"/preferences/{key}/")
    assert answer.status_code == 404
    assert "This link leads nowhere" in answer.content.decode()


def test_a_post_that_presses_nothing_shows_the_page(ingrid: Prospect) -> None:
    sent = {"press": "anything else", "switch": [LETTER.value]}
    before = everything_stored()
    assert "Hello Ingrid." in press(ingrid, sent)
    assert everything_stored() == before


def test_a_pause_said_on_a_colleagues_row_stands_here_too(ingrid: Prospect, colleague: User) -> None:
    theirs = log(colleague, email=ingrid.email).prospect
    Prospect.objects.filter(pk=theirs.pk).update(paused_until=day(90))
    with travel(LATER, tick=False):
        assert "until 31 May 2026, as it is" in shown(ingrid)
