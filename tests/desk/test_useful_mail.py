"""Something useful waits for a glance: the page, its three presses, and the way back."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from accounts.models import Team, User
from followups.kinds import Kind
from followups.models import FollowUp, Touch
from library.models import ValueItem
from nurture.kinds import SendingState
from nurture.models import Sending
from nurture.proposing import propose_due
from prospects.models import Prospect
from tests.desk.reading import Element, filled_in, form_to, read, said
from tests.desk.visiting import signed_in
from tests.followups.telling import day, nine_on
from tests.nurture.stage import DUE, WHY, an_item, approved, leave, mail_of, somebody, take_back_yes

pytestmark = pytest.mark.django_db
QUEUE = "/mail/useful/"


@pytest.fixture(autouse=True)
def on_the_day(clock: time_machine.Traveller) -> None:
    """The day on which something useful is due."""
    clock.move_to(nine_on(DUE))


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return somebody(owner)


@pytest.fixture
def item(owner: User) -> ValueItem:
    return an_item(owner)


@pytest.fixture
def waiting(ingrid: Prospect, item: ValueItem) -> Sending:
    """Proposed by the app."""
    assert propose_due(nine_on(DUE)).proposed == 1
    return Sending.objects.get()


def door(sending: Sending) -> str:
    return f"{QUEUE}{sending.pk}/"


def press(desk: Client, sending: Sending, act: str, **typed: str) -> Element:
    """Press a button of the page as it stands, with some fields changed."""
    form = form_to(read(desk.get(door(sending))), door(sending))
    return read(desk.post(door(sending), {**filled_in(form), "act": act, **typed}, follow=True))


def test_one_glance_shows_whom_what_why_and_the_mail_itself(desk: Client, waiting: Sending) -> None:
    page = read(desk.get(QUEUE))
    main = page.one("main").text
    assert "Ingrid Solheim" in page.one("h1").text
    assert "cares about “Spring planning”" in main
    assert "Maren Vogt, Vogt & Partner" in main
    assert "Maren Vogt <maren@example.com>" in main
    assert "Dear Ingrid," in main
    assert "Kaistr. 1, 20457 Hamburg" in main
    press(desk, waiting, "send", subject="For spring")
    [sent] = leave()
    aside = page.one("aside", aria_labelledby="arrives-h").text
    for line in sent.body.splitlines():
        words = line.partition(": http")[0]
        assert words in {"-- ", ""} or words.startswith("http") or words in aside


def test_send_leaves_and_the_next_one_comes(desk: Client, owner: User, waiting: Sending) -> None:
    other = somebody(owner, "Bjarne Holm", "bjarne@example.no")
    propose_due(nine_on(DUE))
    page = press(desk, waiting, "send")
    assert page.one("h1").text == "Bjarne Holm"
    assert "On its way to Ingrid Solheim." in said(page)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by) == (SendingState.APPROVED, owner)
    assert other.sendings.get().state == SendingState.PROPOSED


def test_what_was_typed_is_sent(desk: Client, waiting: Sending) -> None:
    press(desk, waiting, "send", relevance="You plan now.", subject="Look", words="All the best from Kiel.")
    [sent] = leave()
    assert sent.subject == "Look"
    assert "You plan now.\n\nAll the best from Kiel." in sent.body
    assert Touch.objects.get(is_queued=False, value_item__isnull=False).relevance == "You plan now."


def test_words_are_kept_for_later(desk: Client, waiting: Sending) -> None:
    page = press(desk, waiting, "keep", words="Until soon.")
    assert "Until soon." in page.one("aside", aria_labelledby="arrives-h").text
    waiting.refresh_from_db()
    assert (waiting.state, waiting.words) == (SendingState.PROPOSED, "Until soon.")


def test_not_this_one_is_never_proposed_again_unless_taken_back(desk: Client, waiting: Sending) -> None:
    page = press(desk, waiting, "decline")
    assert "is not proposed to Ingrid Solheim again" in said(page)
    assert propose_due(nine_on(DUE)).proposed == 0
    back = form_to(page, f"{door(waiting)}take-back/")
    desk.post(f"{door(waiting)}take-back/", filled_in(back))
    waiting.refresh_from_db()
    assert waiting.state == SendingState.PROPOSED


def test_an_approval_is_taken_back_until_it_left(desk: Client, waiting: Sending) -> None:
    page = press(desk, waiting, "send")
    back = filled_in(form_to(page, f"{door(waiting)}take-back/"))
    desk.post(f"{door(waiting)}take-back/", back)
    assert leave() == []
    page = press(desk, waiting, "send")
    back = filled_in(form_to(page, f"{door(waiting)}take-back/"))
    leave()
    page = read(desk.post(f"{door(waiting)}take-back/", back, follow=True))
    assert "Too late" in said(page)


def test_a_stale_page_sends_nothing_and_loses_nothing(desk: Client, waiting: Sending) -> None:
    form = filled_in(form_to(read(desk.get(door(waiting))), door(waiting)))
    press(desk, waiting, "keep", words="Somebody else’s.")
    page = read(desk.post(door(waiting), {**form, "act": "send", "words": "Mine."}))
    assert "Somebody acted on this meanwhile" in page.one(role="alert").text
    assert filled_in(form_to(page, door(waiting)))["words"] == "Mine."
    assert not Touch.objects.filter(is_queued=True).exists()


def test_a_stale_page_does_not_offer_once_more_what_was_decided(desk: Client, waiting: Sending) -> None:
    form = filled_in(form_to(read(desk.get(door(waiting))), door(waiting)))
    press(desk, waiting, "send")
    page = read(desk.post(door(waiting), {**form, "act": "send", "words": "Mine."}))
    assert filled_in(form_to(page, door(waiting)))["words"] == "Mine."
    assert page.all("button", name="act") == []


def test_without_a_reason_for_them_it_stays(desk: Client, waiting: Sending) -> None:
    page = press(desk, waiting, "send", relevance="")
    assert "why it matters to them" in page.one(role="alert").text
    waiting.refresh_from_db()
    assert waiting.state == SendingState.PROPOSED


def test_blocked_meanwhile_it_says_why_when_and_what_instead(
    desk: Client, owner: User, ingrid: Prospect, waiting: Sending
) -> None:
    Touch.objects.create(
        team=owner.team, prospect=ingrid, by=owner, channel="call", direction="out", happened_on=day(14)
    )
    page = read(desk.get(door(waiting)))
    note = page.one(class_="rule-note").text
    assert "You called on Monday" in note or "You called" in note
    assert "The next good day is" in note
    assert "Answer them, whenever they write." in note
    page = press(desk, waiting, "send")
    assert page.one(role="alert")
    press(desk, waiting, "send", override_reason="She asked for it on the phone")
    assert Touch.objects.get(is_queued=True).override_reason == "She asked for it on the phone"
    assert len(leave()) == 1


def test_a_missing_yes_is_never_gone_against(desk: Client, ingrid: Prospect, waiting: Sending) -> None:
    take_back_yes(ingrid, on=DUE)
    form = filled_in(form_to(read(desk.get(door(waiting))), door(waiting)))
    page = read(desk.get(door(waiting)))
    assert "They took back their yes to this." in page.one(class_="rule-note").text
    assert not [button for button in page.all("button") if button.text == "Send"]
    desk.post(door(waiting), {**form, "act": "send", "override_reason": "All the same"})
    assert (leave(), Touch.objects.filter(is_queued=True).count()) == ([], 0)


@pytest.mark.parametrize(
    ("missing", "words"),
    [("public_name", "name buyers know your team by"), ("postal_address", "postal address")],
)
def test_what_is_missing_of_the_team_is_said_first(
    desk: Client, waiting: Sending, missing: str, words: str
) -> None:
    Team.objects.update(**{missing: ""})
    page = read(desk.get(door(waiting)))
    assert words in page.one(class_="rule-note").text
    assert page.one("a", href="/settings/#team")


def test_by_hand_from_a_persons_page_it_goes_through_the_same_glance(
    desk: Client, owner: User, ingrid: Prospect, item: ValueItem
) -> None:
    page = read(desk.get(f"/prospects/{ingrid.pk}/?item={item.pk}"))
    address = f"/prospects/{ingrid.pk}/useful/"
    page = read(desk.post(address, filled_in(form_to(page, address)), follow=True))
    assert page.one("h1").text == "Ingrid Solheim"
    sending = Sending.objects.get()
    assert (sending.state, sending.owner, sending.follow_up) == (
        SendingState.PROPOSED, owner, FollowUp.objects.get(kind=Kind.VALUE_ITEM),
    )  # fmt: skip
    read(desk.post(address, {"value_item": str(item.pk)}, follow=True))
    assert Sending.objects.count() == 1


def test_today_and_mail_lead_there(desk: Client, waiting: Sending) -> None:
    section = read(desk.get("/")).one("section", data_section="glance")
    assert section.one("a").attrs["href"] == door(waiting)
    page = read(desk.get("/mail/"))
    assert page.one("a", href=QUEUE).text.strip() == "1 useful mail to look at"
    assert "1 waiting for your glance" in page.one("aside", class_="side").text
    press(desk, waiting, "send")
    assert not read(desk.get("/")).all("section", data_section="glance")


def test_of_a_colleagues_people_nothing_shows(owner: User, colleague: User, waiting: Sending) -> None:
    theirs = signed_in(colleague)
    assert theirs.get(door(waiting)).status_code == 404
    assert theirs.post(door(waiting), {"act": "send"}).status_code == 404
    assert "Nothing waits for your glance" in read(theirs.get(QUEUE)).one("h1").text


def test_outside_working_hours_it_says_when_it_leaves(
    desk: Client, waiting: Sending, clock: time_machine.Traveller
) -> None:
    clock.move_to(nine_on(DUE) + timedelta(hours=12))
    page = read(desk.get(door(waiting)))
    assert "while people there work" in page.one("main").text
    press(desk, waiting, "send")
    assert mail.outbox == []
    assert mail_of(waiting).get().due_at == nine_on(day(16))


def test_a_held_copy_that_arrived_is_noted(
    desk: Client, owner: User, ingrid: Prospect, item: ValueItem
) -> None:
    sending = approved(ingrid, item, words=WHY)
    mail_of(sending).update(state="held", transmissions=1)
    address = f"/mail/{mail_of(sending).get().pk}/arrived/"
    page = read(desk.get("/mail/"))
    desk.post(address, filled_in(form_to(page, address)))
    sending.refresh_from_db()
    assert (sending.state, mail_of(sending).get().state) == (SendingState.SENT, "sent")
