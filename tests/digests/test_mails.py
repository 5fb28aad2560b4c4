"""What a digest says: subject, rows, order, both parts, and the way to stop it."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from django.conf import settings

from accounts.models import User
from digests.content import MOST_ROWS, Reader, digest_of
from digests.mails import message_of
from digests.planning import plan_digests
from followups.agenda import agenda_for
from followups.kinds import Kind
from followups.mailed_links import LiveLink, open_link
from followups.models import FollowUp
from outbox.delivery import deliver_due
from outbox.models import Delivery
from prospects.conversations import ExitConversation, Manner
from prospects.models import Prospect
from prospects.new_no import Offer
from tests.cast import MONDAY
from tests.digests.stage import (
    DAY,
    KINDS,
    NEXT_MONDAY,
    TUESDAY,
    WEDNESDAY,
    at,
    hears_no,
    only,
    tick,
)
from tests.mailed import act_tokens, followed_up
from tests.outbox.stage import Memory

pytestmark = pytest.mark.django_db

READER = Reader(site_url="https://deals.example.org", at="07:30", daily=True, weekly=False)
PAGE = re.compile(r"/followups/([0-9a-f-]{36})/")


def digest_mail(user: User, day: date = TUESDAY) -> EmailMessage:
    """The digest that leaves on this day."""
    way_out = Memory()
    plan_digests(at(user, MONDAY, 12, 0))
    tick(at(user, day), way_out)
    [mail] = [mail for mail in way_out.mails if mail["To"] == user.email]
    return mail


def part(mail: EmailMessage, subtype: str) -> str:
    body = mail.get_body((subtype,))
    assert body is not None
    return str(body.get_content())


def move(name: str, opens: date, due: date, closes: date) -> None:
    FollowUp.objects.filter(prospect__name=name).update(opens_on=opens, due_on=due, closes_on=closes)


def links(text: str) -> list[str]:
    return [str(pk) for pk in followed_up(text)] or PAGE.findall(text)


# The subject


def test_one_person_is_named_in_full(owner: User) -> None:
    hears_no(owner, "Ingrid Solheim")
    assert digest_mail(owner)["Subject"] == "Today: Ingrid Solheim"


def test_an_agreed_meeting_says_so(owner: User) -> None:
    hears_no(owner, "Łukasz Wójcik", next_contact_on=WEDNESDAY, next_contact_manner=Manner.MEETING)
    only(Kind.AGREED_MEETING)
    assert digest_mail(owner, WEDNESDAY)["Subject"] == "Today, as agreed: Łukasz Wójcik"


def test_two_people_are_named_by_first_name(owner: User) -> None:
    hears_no(owner, "Ingrid Solheim", offer=Offer(title="A", value=Decimal(9)))
    hears_no(owner, "Priya Raman")
    assert digest_mail(owner)["Subject"] == "Today: Ingrid and Priya"


def test_many_people_are_named_in_part_and_counted(owner: User) -> None:
    for number, name in enumerate(["Priya Raman", "Ingrid Solheim", "Tom Hale", "Aisha Bello", "Piet Claes"]):
        hears_no(owner, name, offer=Offer(title="A", value=Decimal(100 - number)))
    assert digest_mail(owner)["Subject"] == "Today: Priya, Ingrid and 3 more"


def test_a_debrief_is_listed_but_not_counted(owner: User) -> None:
    hears_no(owner, "Ingrid Solheim")
    hears_no(owner, "Priya Raman")
    FollowUp.objects.filter(prospect__name="Priya Raman").exclude(kind=Kind.DEBRIEF).delete()
    mail = digest_mail(owner)
    assert mail["Subject"] == "Today: Ingrid Solheim"
    assert "Priya Raman" in part(mail, "plain")
    assert "One person to hear from today" in part(mail, "plain")


def test_one_person_with_two_things_to_do_counts_once(owner: User) -> None:
    hears_no(owner, "Ingrid Solheim")
    move("Ingrid Solheim", TUESDAY, TUESDAY, TUESDAY)
    mail = digest_mail(owner)
    assert mail["Subject"] == "Today: Ingrid Solheim"
    assert len(links(part(mail, "plain"))) == 3


def test_a_weekly_with_more_to_come_says_this_week(owner: User) -> None:
    owner.digest_weekly = True
    owner.save()
    hears_no(owner, "Ingrid Solheim")
    hears_no(owner, "Priya Raman")
    only(Kind.THANK_YOU)
    move("Priya Raman", NEXT_MONDAY + 2 * DAY, NEXT_MONDAY + 2 * DAY, NEXT_MONDAY + 2 * DAY)
    mail = digest_mail(owner, NEXT_MONDAY)
    assert mail["X-Lostdeals-Kind"] == "digest-weekly"
    assert mail["Subject"] == "This week: Ingrid and Priya"
    text = part(mail, "plain")
    assert text.index("Later this week") < text.index("Priya Raman")
    assert "Wednesday 11 March" in text


# The rows


def test_closed_windows_come_first_then_today_and_both_parts_agree(owner: User) -> None:
    hears_no(owner, "Ingrid Solheim")
    hears_no(owner, "Chloé Marchand")
    only(Kind.CHECK_IN)
    move("Ingrid Solheim", MONDAY, TUESDAY, TUESDAY + 20 * DAY)
    move("Chloé Marchand", MONDAY - 30 * DAY, MONDAY - 20 * DAY, MONDAY)
    mail = digest_mail(owner)
    text, html = part(mail, "plain"), part(mail, "html")
    assert text.index("Chloé Marchand") < text.index("Ingrid Solheim")
    assert links(text) == links(html)
    assert "was due by 2 March" in text
    assert "window open, 20 days left" in text
    assert text.startswith(
        "One person to hear from today\nOne person whose window has closed.\nTuesday 3 March\n"
    )


def test_every_row_links_to_its_follow_up_once(owner: User) -> None:
    hears_no(owner, "Ingrid Solheim")
    due = {str(item.follow_up_id) for item in agenda_for(owner, TUESDAY).digest_items()}
    text = part(digest_mail(owner), "plain")
    assert len(links(text)) == len(due)
    assert set(links(text)) == due
    assert f"{settings.SITE_URL}/act/" in text


def test_both_parts_hold_the_same_links_one_per_row(owner: User) -> None:
    hears_no(owner, "Ingrid Solheim")
    mail = digest_mail(owner)
    text, html = act_tokens(part(mail, "plain")), act_tokens(part(mail, "html"))
    assert text == html
    assert len(set(text)) == len(text) > 0


def test_a_link_of_the_mail_acts_on_its_follow_up_for_its_reader(owner: User) -> None:
    hears_no(owner, "Ingrid Solheim")
    User.objects.update(links_valid_from=at(owner, MONDAY))
    [token, *_more] = act_tokens(part(digest_mail(owner), "plain"))
    opened = open_link(token, at(owner, TUESDAY, 12, 0))
    assert isinstance(opened, LiveLink)
    assert (opened.user, opened.row.prospect.name) == (owner, "Ingrid Solheim")


def test_their_words_and_what_to_do_are_said(owner: User) -> None:
    hears_no(owner, "Ingrid Solheim", in_their_words="Come back once\nthe new plant is up.")
    text = part(digest_mail(owner), "plain")
    assert "Ingrid Solheim, House of Ingrid Solheim" in text
    assert "Write a thank-you note. By hand, if you can." in text
    assert "“Come back once the new plant is up.”" in text
    assert "said no yesterday" in text


def test_a_long_quote_is_cut(owner: User) -> None:
    hears_no(owner, in_their_words="word " * 700)
    text = part(digest_mail(owner), "plain")
    assert "word…”" in text
    assert max(map(len, text.splitlines())) < 300


def test_when_it_went_quiet_the_closing_note_is_asked_for(owner: User) -> None:
    hears_no(owner, conversation=ExitConversation.DRIFTED)
    assert "Send the closing note, then let it rest." in part(digest_mail(owner), "plain")


def test_fifty_rows_are_listed_and_the_rest_is_counted_with_a_link(owner: User) -> None:
    hears_no(owner)
    agenda = agenda_for(owner, TUESDAY)
    [row, *_rest] = agenda.counted()
    crowded = replace(agenda, window_closed=(row,) * 7, today=(row,) * 48)
    message = message_of(digest_of(crowded, READER, weekly=False))
    assert len(links(message.text)) == len(links(message.html)) == MOST_ROWS
    assert "and 5 more: https://deals.example.org/" in message.text
    assert "and 5 more</a>" in message.html


def test_exactly_fifty_rows_are_all_listed(owner: User) -> None:
    hears_no(owner)
    agenda = agenda_for(owner, TUESDAY)
    crowded = replace(agenda, window_closed=(), today=agenda.counted()[:1] * 50)
    assert " more" not in message_of(digest_of(crowded, READER, weekly=False)).text


def test_the_digest_is_about_the_readers_local_date_when_it_leaves(owner: User) -> None:
    hears_no(owner, "Ingrid Solheim")
    only(Kind.CHECK_IN)
    move("Ingrid Solheim", MONDAY, TUESDAY, TUESDAY + 5 * DAY)
    plan_digests(at(owner, MONDAY, 12, 0))
    plan_digests(at(owner, TUESDAY))
    way_out = Memory()
    deliver_due(KINDS, at(owner, TUESDAY, 20, 0), transport=way_out)
    assert "Tuesday 3 March" in part(way_out.mails[0], "plain")


# The frame


def test_the_mail_can_be_stopped_and_says_why_it_came(owner: User) -> None:
    hears_no(owner)
    mail = digest_mail(owner)
    assert mail["List-Unsubscribe"] == f"<{settings.SITE_URL}/settings/#digest>"
    assert "List-Unsubscribe-Post" not in mail
    for text in (part(mail, "plain"), part(mail, "html")):
        assert "On your working days at 07:30, only when someone is due." in text
        assert f"{settings.SITE_URL}/settings/#digest" in text
        assert "Nothing changes until you press a button in Lost Deals." in text
        assert "Open Today" in text


def test_the_html_carries_the_names_as_preheader_and_no_pictures(owner: User) -> None:
    hears_no(owner, "Ingrid Solheim")
    html = part(digest_mail(owner), "html")
    assert '<div style="display:none;max-height:0;overflow:hidden">Ingrid Solheim</div>' in html
    assert "<img" not in html
    assert "http://www" not in html
    assert "prefers-color-scheme:dark" in html


def test_what_people_typed_stays_text(owner: User) -> None:
    evil = '<script>alert(1)</script> & "co"'
    hears_no(owner, evil, organisation=evil, in_their_words=evil)
    mail = digest_mail(owner)
    assert "<script" not in part(mail, "html")
    assert f"{evil}, {evil}" in part(mail, "plain")
    assert len(mail.get_all("Subject", [])) == 1


def test_a_name_with_a_line_end_adds_no_header(owner: User) -> None:
    hears_no(owner)
    Prospect.objects.update(name="Ingrid\r\nBcc: everybody@example.com")
    mail = digest_mail(owner)
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Today: Ingrid Bcc: everybody@example.com"


class Balance(HTMLParser):
    """Collects tags left open, void ones apart."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_the_html_is_well_formed_in_every_shape(owner: User) -> None:
    for name in ("Ingrid Solheim", "Chloé Marchand"):
        hears_no(owner, name, in_their_words="Later.")
    move("Chloé Marchand", MONDAY - 30 * DAY, MONDAY - 20 * DAY, MONDAY)
    agenda = agenda_for(owner, TUESDAY, TUESDAY + 60 * DAY)
    crowded = replace(agenda, today=agenda.today * 60)
    for shape, weekly in [(agenda, True), (agenda, False), (crowded, True)]:
        balance = Balance()
        balance.feed(message_of(digest_of(shape, READER, weekly=weekly)).html)
        assert (balance.open, balance.wrong) == ([], [])


def test_what_left_is_kept_for_the_mail_page(owner: User) -> None:
    hears_no(owner)
    mail = digest_mail(owner)
    row = Delivery.objects.get()
    assert row.subject == mail["Subject"]
    assert links(row.body_text) == links(part(mail, "plain"))
    assert row.body_html.startswith("<!doctype html>")


def test_nobody_else_is_in_a_digest(owner: User, colleague: User, stranger: User) -> None:
    hears_no(owner, "Ingrid Solheim")
    hears_no(colleague, "Priya Raman")
    hears_no(stranger, "Tom Hale")
    text = part(digest_mail(owner), "plain")
    assert "Ingrid Solheim" in text
    assert "Priya" not in text
    assert "Tom" not in text
