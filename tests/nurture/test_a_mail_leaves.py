"""Something useful is approved, leaves, and stands everywhere as what it is."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from accounts.models import Team, User
from followups.contact_history import history_of
from followups.contacts import State as ContactState
from followups.kinds import Baton, BatonStep, Kind, Outcome, Status
from followups.models import HandOver, HandOverStep, Touch
from library.models import ValueItem
from nurture.approving import Words, take_back
from nurture.kinds import SendingState
from nurture.settling import settle_mail
from nurture.standing import not_again
from outbox import holding
from outbox.models import Delivery
from outbox.states import State
from prospects.models import MailKey, Prospect
from tests.followups.telling import day, log, nine_on, open_row, plan_of
from tests.nurture.stage import DUE, WHY, an_item, approved, leave, mail_of, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return somebody(owner)


@pytest.fixture
def item(owner: User) -> ValueItem:
    return an_item(owner)


def test_from_approval_to_the_inbox(owner: User, ingrid: Prospect, item: ValueItem) -> None:
    row = open_row(ingrid, Kind.VALUE_ITEM)
    sending = approved(ingrid, item)
    touch = Touch.objects.get(is_queued=True)
    row.refresh_from_db()
    assert (sending.state, sending.touch, sending.follow_up) == (SendingState.APPROVED, touch, row)
    assert (row.status, row.outcome) == (Status.DONE, Outcome.DONE)
    assert (touch.follow_up, touch.value_item, touch.relevance) == (row, item, WHY.relevance)
    [queued] = [one for one in history_of(ingrid).contacts if one.state == ContactState.QUEUED]
    assert (queued.day, queued.kind) == (DUE, Kind.VALUE_ITEM)
    [sent] = leave(day(16))
    sending.refresh_from_db()
    touch.refresh_from_db()
    assert (sending.state, touch.is_queued, touch.happened_on) == (SendingState.SENT, False, day(16))
    assert Delivery.objects.get(kind="useful").state == State.SENT
    assert sent.to == ["ingrid@example.no"]
    assert settle_mail(nine_on(day(17))) == 0
    assert leave(day(17)) == [sent]


def test_the_mail_says_who_writes_why_and_how_to_stop(ingrid: Prospect, item: ValueItem) -> None:
    approved(ingrid, item, words=Words("You plan for spring.", "For your spring plan", "One\n\nTwo"))
    [sent] = leave()
    key = MailKey.objects.get(prospect=ingrid).key
    assert sent.subject == "For your spring plan"
    assert sent.from_email.startswith('"Maren Vogt, Vogt & Partner" <')
    assert sent.extra_headers["Reply-To"] == "Maren Vogt <maren@example.com>"
    assert f"/unsubscribe/{key}/>" in sent.extra_headers["List-Unsubscribe"]
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "X-Lostdeals-Kind" not in sent.extra_headers
    said = sent.body.split("\n")
    assert [line for line in said if line][:7] == [
        "Dear Ingrid,",
        "You plan for spring.",
        "One",
        "Two",
        "Planning in three steps",
        "https://example.org/planning-in-three-steps",
        "Maren Vogt",
    ]
    below = sent.body.partition("-- \n")[2]
    assert below.startswith("Vogt & Partner\nKaistr. 1, 20457 Hamburg\nYou get this because you agreed")
    assert f"/unsubscribe/{key}/" in below
    assert f"/preferences/{key}/" in below


FORBIDDEN = ("lost deals", "prospect", "win-back", "let go", "lead", "nurture", "sequence", "pitch", "<img")


def test_nothing_of_ours_shows_and_nothing_is_loaded(ingrid: Prospect, item: ValueItem) -> None:
    approved(ingrid, item)
    [sent] = leave()
    html = html_of(sent)
    told = f"{sent.subject} {sent.from_email} {sent.body} {html}".lower()
    assert [word for word in FORBIDDEN if word in told] == []
    assert re.findall(r"(?:src|background)=|url\(|@import|<link", html) == []


def test_both_parts_say_the_same(ingrid: Prospect, owner: User) -> None:
    text = "First <b>look</b> & see.\n\nThen do."
    approved(ingrid, an_item(owner, link="", text=text), words=Words("Because", "S", "More\n\nand more"))
    [sent] = leave()
    plain = [line for line in sent.body.splitlines() if line and line != "-- "]
    plain = [re.sub(r": http\S+$", "", line) for line in plain]
    assert plain == lines_of(html_of(sent))


def html_of(sent: EmailMultiAlternatives) -> str:
    return str(sent.alternatives[0][0])


def lines_of(html: str) -> list[str]:
    """What an HTML mail says, a line for each paragraph and each link."""
    body = html.partition("<body")[2].partition(">")[2]
    text = unescape(re.sub(r"<[^>]+>", "", body.replace("&nbsp;", "\n")))
    return [line.strip() for line in text.splitlines() if line.strip()]


def test_in_german_without_a_first_name(owner: User, item: ValueItem) -> None:
    person = somebody(owner, "Petra Lindner", "petra@example.de")
    Prospect.objects.filter(pk=person.pk).update(language="de", form_of_address="Frau Lindner", country="DE")
    approved(Prospect.objects.get(pk=person.pk), item)
    [sent] = leave()
    assert sent.body.startswith("Sehr geehrte Frau Lindner,") or "Frau Lindner," in sent.body.split("\n")[0]
    assert '<html lang="de">' in html_of(sent)


def test_a_referred_person_hears_who_named_them_at_first_contact_only(owner: User, item: ValueItem) -> None:
    source = log(owner, "Bjarne Holm").prospect
    person = somebody(owner)
    Prospect.objects.filter(pk=person.pk).update(referred_by=source)
    approved(Prospect.objects.get(pk=person.pk), item)
    [sent] = leave()
    assert "Bjarne Holm suggested I write to you" in sent.body
    mail.outbox.clear()
    approved(Prospect.objects.get(pk=person.pk), an_item(owner, "More"), on=day(30))
    [sent] = leave(day(30))
    assert "Bjarne" not in sent.body


def test_the_first_mail_in_a_colleagues_care_names_both(
    owner: User, marketer: User, ingrid: Prospect, item: ValueItem
) -> None:
    plan = plan_of(ingrid)
    taken = HandOver.objects.create(
        team=owner.team, prospect=ingrid, plan=plan, giver=owner, taker=marketer, state=Baton.TAKEN,
        returns_on=day(90), channels="mail",
    )  # fmt: skip
    plan.owner = marketer
    plan.save()
    approved(ingrid, item, by=marketer)
    [sent] = leave()
    assert sent.from_email.startswith('"Maren Vogt, Vogt & Partner" <')
    assert "through my colleague Tessa from now on" in sent.body
    taken.refresh_from_db()
    assert taken.introduced_on == DUE
    assert HandOverStep.objects.get(hand_over=taken).step == BatonStep.INTRODUCED
    mail.outbox.clear()
    approved(ingrid, an_item(owner, "More"), by=marketer, on=day(30))
    [sent] = leave(day(30))
    assert sent.from_email.startswith('"Tessa, Vogt & Partner" <')
    assert "colleague" not in sent.body
    assert sent.extra_headers["Reply-To"] == "Maren Vogt <maren@example.com>"


def test_until_the_introduction_left_no_other_mail_goes(
    owner: User, marketer: User, ingrid: Prospect, item: ValueItem
) -> None:
    Team.objects.update(days_apart=1)
    plan = plan_of(ingrid)
    HandOver.objects.create(
        team=owner.team, prospect=ingrid, plan=plan, giver=owner, taker=marketer, state=Baton.TAKEN,
        returns_on=day(90), channels="mail",
    )  # fmt: skip
    plan.owner = marketer
    plan.save()
    first = approved(ingrid, item, by=marketer)
    first.introduces = HandOver.objects.get()
    first.save()
    second = approved(ingrid, an_item(owner, "More"), by=marketer, on=day(16))
    # Nobody knows whether the first has left.
    mail_of(first).update(state=State.HELD, transmissions=1)
    assert leave(day(16)) == []
    settle_mail(nine_on(day(16)))
    second.refresh_from_db()
    assert (second.state, second.reason[:5]) == (SendingState.DROPPED, "First")


def test_taken_back_before_it_left_everything_stands_as_before(
    owner: User, ingrid: Prospect, item: ValueItem
) -> None:
    row = open_row(ingrid, Kind.VALUE_ITEM)
    sending = approved(ingrid, item)
    sending = take_back(sending.pk, by=owner, now=nine_on(DUE), version=sending.version)
    row.refresh_from_db()
    assert (sending.state, sending.touch) == (SendingState.PROPOSED, None)
    assert (row.status, row.outcome, row.closed_at) == (Status.OPEN, "", None)
    assert not Touch.objects.filter(is_queued=True).exists()
    assert leave() == []


def test_of_unknown_fate_it_is_held_and_a_person_decides(
    owner: User, ingrid: Prospect, item: ValueItem
) -> None:
    sending = approved(ingrid, item)
    held = mail_of(sending)
    held.update(state=State.HELD, transmissions=1)
    settle_mail(nine_on(DUE))
    sending.refresh_from_db()
    assert sending.state == SendingState.APPROVED
    assert holding.note_arrived(held.get().pk, nine_on(DUE))
    settle_mail(nine_on(DUE))
    sending.refresh_from_db()
    assert sending.touch is not None
    assert (sending.state, sending.touch.is_queued) == (SendingState.SENT, False)


def test_dropped_after_it_may_have_left_it_is_never_proposed_again(
    owner: User, ingrid: Prospect, item: ValueItem
) -> None:
    sending = approved(ingrid, item)
    mail_of(sending).update(state=State.HELD, transmissions=1)
    assert holding.drop(mail_of(sending).get().pk)
    settle_mail(nine_on(DUE))
    sending.refresh_from_db()
    assert sending.state == SendingState.DROPPED
    assert open_row(ingrid, Kind.VALUE_ITEM)
    assert not_again(ingrid) == {item.pk}


def test_said_aloud_is_enough_for_what_a_person_approved_outside_strict_countries(
    owner: User, item: ValueItem
) -> None:
    person = somebody(owner, strength="said")
    approved(person, item)
    assert len(leave()) == 1


def test_a_mail_approved_in_the_evening_leaves_in_the_morning(ingrid: Prospect, item: ValueItem) -> None:
    sending = approved(ingrid, item)
    mail_of(sending).update(state=State.DROPPED)
    settle_mail(nine_on(DUE))
    evening = nine_on(day(18)) + timedelta(hours=11)
    again = approved(ingrid, item, at=evening)
    due = mail_of(again).get().due_at
    assert due == nine_on(day(21)), "Friday at eight in the evening: Monday at nine"
