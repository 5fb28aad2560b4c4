"""What a digest says beside its rows, when nobody is due, and when it may name nobody."""

import re
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest
from django.conf import settings

from accounts.models import User
from digests.beside import Beside, CameBack, beside_of
from digests.content import digest_of
from digests.mails import message_of
from digests.planning import plan_digests
from followups.actions import mark_won_back
from followups.agenda import agenda_for
from followups.kinds import Kind
from followups.models import FollowUp
from outbox.models import Delivery
from outbox.states import State
from prospects.models import Deal
from prospects.new_no import Promised
from tests.cast import MONDAY, NINE
from tests.digests.stage import (
    DAY,
    FRIDAY,
    NEXT_MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    at,
    deliveries,
    hears_no,
    only,
    tick,
)
from tests.digests.test_mails import READER, Balance, digest_mail, links, move, part
from tests.outbox.stage import Memory

pytestmark = pytest.mark.django_db
QUOTE = "Ask me again once the board has signed."


@pytest.fixture
def owner(owner: User) -> User:
    plan_digests(at(owner, MONDAY, 6, 0))
    return owner


def wish(user: User, **wishes: Any) -> None:
    User.objects.filter(pk=user.pk).update(**wishes)


def hold_a_mail_of(user: User, period: str = "item 1") -> None:
    Delivery.objects.create(
        kind="value-item", owner=user, address="buyer@example.org", period_key=period, state=State.HELD,
        due_at=NINE, next_attempt_at=NINE,
    )  # fmt: skip


def everything(mail: EmailMessage) -> str:
    """Headers and both parts, as they go over the wire and as they are read."""
    return mail.as_string() + str(mail["Subject"]) + part(mail, "plain") + part(mail, "html")


# What waits, by name


def test_promises_thank_yous_and_debriefs_are_named_and_counted(owner: User) -> None:
    hears_no(owner, "Ingrid Solheim", promise=Promised("the checklist", TUESDAY))
    hears_no(owner, "Priya Raman")
    mail = digest_mail(owner)
    assert mail["Subject"] == "Today: Ingrid and Priya, one promise due"
    for text in (part(mail, "plain"), part(mail, "html")):
        assert "One promise to keep. 2 thank-yous not sent yet. 2 debriefs waiting." in text
        assert "Promise to keep" in text
        assert "Thank-you not sent · said no yesterday" in text
        assert "Debrief waiting" in text


def test_several_promises_are_counted_in_the_subject(owner: User) -> None:
    for name in ("Ingrid Solheim", "Priya Raman", "Tom Hale"):
        hears_no(owner, name, promise=Promised("the checklist", TUESDAY))
    only(Kind.PROMISE)
    assert str(digest_mail(owner)["Subject"]).endswith(" and 1 more, 3 promises due")


# Beside the rows


def test_mail_held_for_its_owner_is_counted_with_the_way_to_it(owner: User, colleague: User) -> None:
    hears_no(owner)
    hold_a_mail_of(owner)
    hold_a_mail_of(owner, "item 2")
    hold_a_mail_of(colleague, "item 3")
    mail = digest_mail(owner)
    assert f"2 mails are held until you decide: {settings.SITE_URL}/mail/" in part(mail, "plain")
    assert f'<a href="{settings.SITE_URL}/mail/"' in part(mail, "html")


def test_held_mail_alone_causes_a_digest(owner: User, colleague: User) -> None:
    hold_a_mail_of(owner)
    mail = digest_mail(owner)
    assert mail["Subject"] == "Nobody today. One mail is held until you decide"
    assert part(mail, "plain").startswith("Nobody today\n")
    assert deliveries(colleague) == []


def test_held_mail_that_was_decided_meanwhile_needs_no_digest(owner: User) -> None:
    hold_a_mail_of(owner)
    plan_digests(at(owner, TUESDAY))
    Delivery.objects.filter(state=State.HELD).update(state=State.DROPPED)
    tick(at(owner, TUESDAY))
    assert deliveries(owner)[-1][2] == State.DROPPED


def test_who_came_back_is_told_once(owner: User) -> None:
    hears_no(owner, "Ingrid Solheim")
    hears_no(owner, "Priya Raman")
    way_out = Memory()
    tick(at(owner, TUESDAY), way_out)
    deal = Deal.objects.get(prospect__name="Priya Raman")
    mark_won_back(deal, "", by=owner, today=TUESDAY, now=at(owner, TUESDAY, 15, 0))
    for day in (WEDNESDAY, THURSDAY):
        tick(at(owner, day), way_out)
    said = [
        "Priya Raman came back. S&OP redesign, one day after the no." in part(m, "plain")
        for m in way_out.mails
    ]
    assert said == [False, True, False]
    assert "<b>Priya Raman came back.</b> S&amp;OP redesign, one day after the no." in part(
        way_out.mails[1], "html"
    )


def test_who_came_back_while_nobody_was_due_is_told_in_the_next_digest(owner: User) -> None:
    hears_no(owner, "Priya Raman")
    mark_won_back(Deal.objects.get(), "", by=owner, today=MONDAY, now=at(owner, MONDAY, 15, 0))
    FollowUp.objects.all().delete()
    tick(at(owner, TUESDAY))
    assert deliveries(owner) == []
    hears_no(owner, "Ingrid Solheim", said_on=WEDNESDAY)
    way_out = Memory()
    tick(at(owner, THURSDAY), way_out)
    assert "Priya Raman came back." in part(way_out.mails[0], "plain")


def test_somebody_elses_yes_is_not_told(owner: User, colleague: User) -> None:
    hears_no(colleague, "Priya Raman")
    mark_won_back(Deal.objects.get(), "", by=colleague, today=MONDAY, now=at(owner, MONDAY, 15, 0))
    assert beside_of(owner, TUESDAY).came_back == ()
    assert [somebody.name for somebody in beside_of(colleague, TUESDAY).came_back] == ["Priya Raman"]


def test_the_next_days_stand_below_with_their_names(owner: User) -> None:
    for name in ("Ingrid Solheim", "Priya Raman", "Tom Hale"):
        hears_no(owner, name)
    only(Kind.CHECK_IN)
    move("Ingrid Solheim", TUESDAY, TUESDAY, TUESDAY)
    move("Priya Raman", TUESDAY, FRIDAY, FRIDAY + 9 * DAY)
    move("Tom Hale", FRIDAY, FRIDAY, FRIDAY)
    mail = digest_mail(owner)
    assert "Coming up\nFri 6 Mar: Priya Raman, Tom Hale\n" in part(mail, "plain")
    assert "Coming up</b><br>Fri 6 Mar: Priya Raman, Tom Hale<" in part(mail, "html")
    assert len(links(part(mail, "plain"))) == 1


# When nobody is due


def test_wished_for_it_comes_also_when_nobody_is_due_and_says_who_is_next(owner: User) -> None:
    wish(owner, digest_when_empty=True)
    hears_no(owner, "Aisha Bello")
    only(Kind.CHECK_IN)
    move("Aisha Bello", FRIDAY, FRIDAY, FRIDAY)
    mail = digest_mail(owner)
    assert mail["Subject"] == "Nobody today. Next: Aisha Bello on Friday"
    text = part(mail, "plain")
    assert text.startswith("Nobody today\nNext: Aisha Bello on Friday.\n")
    assert "On your working days at 07:30, also when nobody is due." in text


def test_far_off_the_next_one_has_a_date(owner: User) -> None:
    wish(owner, digest_when_empty=True)
    hears_no(owner, "Aisha Bello")
    only(Kind.CHECK_IN)
    later = TUESDAY + 35 * DAY
    move("Aisha Bello", later, later, later)
    assert digest_mail(owner)["Subject"] == "Nobody today. Next: Aisha Bello on 7 April"


def test_with_nobody_planned_it_says_nobody(owner: User) -> None:
    wish(owner, digest_when_empty=True)
    assert digest_mail(owner)["Subject"] == "Nobody today"


def test_the_weekly_says_nobody_this_week(owner: User) -> None:
    wish(owner, digest_when_empty=True, digest_weekly=True)
    plan_digests(at(owner, MONDAY, 12, 0))
    assert digest_mail(owner, NEXT_MONDAY)["Subject"] == "Nobody this week"


def test_a_debrief_alone_is_listed_when_the_mail_comes_anyway(owner: User) -> None:
    wish(owner, digest_when_empty=True)
    hears_no(owner, "Ingrid Solheim")
    only(Kind.DEBRIEF)
    mail = digest_mail(owner)
    assert mail["Subject"] == "Nobody today"
    assert "Ingrid Solheim" in part(mail, "plain")


def test_switched_off_again_before_it_left_it_does_not_leave(owner: User) -> None:
    wish(owner, digest_when_empty=True)
    plan_digests(at(owner, TUESDAY))
    wish(owner, digest_when_empty=False)
    tick(at(owner, TUESDAY))
    assert [state for _kind, _period, state in deliveries(owner)] == [State.DROPPED]


# Without names


@pytest.fixture
def discreet(owner: User) -> User:
    """Five people due, one of them closed, one promise; a held mail; somebody back; more to come."""
    wish(owner, digest_without_names=True)
    for number in range(5):
        hears_no(owner, f"Nobody{number} Secret", in_their_words=QUOTE, organisation=f"Hidden House {number}")
    hears_no(owner, "Nobody5 Secret", in_their_words=QUOTE, promise=Promised("the secret list", FRIDAY))
    hears_no(owner, "Nobody6 Secret")
    mark_won_back(
        Deal.objects.get(prospect__name="Nobody6 Secret"),
        "",
        by=owner,
        today=MONDAY,
        now=at(owner, MONDAY, 15),
    )
    FollowUp.objects.filter(prospect__name="Nobody6 Secret").delete()
    hold_a_mail_of(owner)
    return owner


def test_numbers_stand_for_names_in_the_whole_mail(discreet: User) -> None:
    mail = digest_mail(discreet)
    assert mail["Subject"] == "Today: 6 people"
    for telling in ("Nobody", "Secret", "Hidden", "House", "board has signed", "list", "/followups/", "S&OP"):
        assert telling not in everything(mail).replace("list-unsubscribe", "").replace("List-Unsubscribe", "")
    text = part(mail, "plain")
    assert text.startswith("6 people to hear from today\n6 thank-yous not sent yet. 6 debriefs waiting.\n")
    assert "One mail is held until you decide" in text
    assert "One person came back." in text
    assert "6 thank-yous not sent yet." in part(mail, "html").partition("</div>")[0], "the preheader too"


def test_what_is_kept_of_it_for_the_mail_page_names_nobody_either(discreet: User) -> None:
    digest_mail(discreet)
    row = Delivery.objects.get(recipient=discreet, state=State.SENT)
    assert "Secret" not in row.subject + row.body_text + row.body_html


@pytest.mark.parametrize(
    ("people", "weekly", "expected"),
    [
        (1, False, "Today: one person"),
        (2, False, "Today: 2 people"),
        (1, True, "This week: one person"),
        (3, True, "This week: 3 people"),
    ],
)
def test_the_subject_counts_people(owner: User, people: int, weekly: bool, expected: str) -> None:
    wish(owner, digest_without_names=True, digest_weekly=weekly, digest_daily=not weekly)
    plan_digests(at(owner, MONDAY, 12, 0))
    for number in range(people):
        hears_no(owner, f"Somebody {number}")
    only(Kind.CHECK_IN)
    day = NEXT_MONDAY if weekly else TUESDAY
    FollowUp.objects.update(opens_on=day, due_on=day + weekly * DAY, closes_on=day + weekly * DAY)
    assert digest_mail(owner, day)["Subject"] == expected


def test_a_promise_is_counted_without_saying_to_whom(owner: User) -> None:
    wish(owner, digest_without_names=True)
    hears_no(owner, "Ingrid Solheim", promise=Promised("the checklist", TUESDAY))
    mail = digest_mail(owner)
    assert mail["Subject"] == "Today: one person, one promise due"
    assert "checklist" not in everything(mail)


def test_nobody_today_names_nobody_either(owner: User) -> None:
    wish(owner, digest_without_names=True, digest_when_empty=True)
    hears_no(owner, "Aisha Bello")
    only(Kind.CHECK_IN)
    move("Aisha Bello", FRIDAY, FRIDAY, FRIDAY)
    mail = digest_mail(owner)
    assert mail["Subject"] == "Nobody today. Next: somebody on Friday"
    assert "Aisha" not in everything(mail)


def test_after_an_outage_it_counts_as_ever(owner: User) -> None:
    wish(owner, digest_without_names=True)
    plan_digests(at(owner, MONDAY))
    hears_no(owner, "Ingrid Solheim")
    way_out = Memory()
    tick(at(owner, THURSDAY, 9, 0), way_out)
    [mail] = way_out.mails
    assert mail["Subject"] == "We were down from Tuesday to Thursday. 1 person is waiting, nobody got lost"
    assert "Ingrid" not in everything(mail)


# The frame, with everything in it


@pytest.fixture
def full(owner: User) -> str:
    """The HTML of a digest in which every part there can be stands."""
    hears_no(owner, "Ingrid Solheim", in_their_words=QUOTE)
    hears_no(owner, "Priya Raman")
    move("Priya Raman", MONDAY - 30 * DAY, MONDAY - 20 * DAY, MONDAY)
    agenda = agenda_for(owner, TUESDAY, TUESDAY + 60 * DAY)
    crowded = replace(agenda, today=agenda.today * 60, coming=agenda.today)
    beside = Beside(
        held=2, came_back=(CameBack("Tom Hale", "Audit", 40), CameBack("Piet", "Audit", None)) * 4
    )
    return message_of(digest_of(crowded, READER, weekly=False, beside=beside)).html


def test_the_html_is_well_formed_with_everything_in_it(full: str) -> None:
    assert re.search(r"and \d+ more</a>", full)
    for part_of_it in ("2 mails are held", "Tom Hale came back.", "and 3 more", "Coming up"):
        assert part_of_it in full
    balance = Balance()
    balance.feed(full)
    assert (balance.open, balance.wrong) == ([], [])


def test_every_class_for_dark_screens_has_its_colour_there(full: str) -> None:
    style, _end, body = full.partition("</style>")
    used = {
        name for names in re.findall(r'class="([^"]*)"', body) for name in names.split() if name[:2] == "d-"
    }
    dark = set(re.findall(r"\.(d-[a-z0-9-]+)", style.partition("prefers-color-scheme:dark")[2]))
    assert used >= {
        "d-paper",
        "d-sheet",
        "d-ink",
        "d-2",
        "d-3",
        "d-gold",
        "d-clay",
        "d-btn",
        "d-primary",
        "d-soft",
    }
    assert used == dark


def test_no_text_of_the_mail_stands_without_a_dark_colour(full: str) -> None:
    """Whatever sets a text colour in its style names a class that sets it anew on dark screens."""
    body = full.partition("</style>")[2]
    coloured = [tag for tag in re.findall(r"<[a-z0-9]+ [^>]*>", body) if re.search(r"[;\"]color:", tag)]
    assert len(coloured) > 10
    assert [tag for tag in coloured if 'class="' not in tag or " d-" not in tag.replace('"d-', '" d-')] == []
