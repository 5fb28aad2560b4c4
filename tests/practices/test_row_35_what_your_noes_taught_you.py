"""PRODUCT.md, row 35: once a month, what your noes taught you."""

from datetime import date

from accounts.models import User
from tests.desk.reading import filled_in, form_to
from tests.digests.stage import at
from tests.insights.letters import LEAVES, begin, letters, tick
from tests.outbox.stage import Memory
from tests.practices.desk import Desk, flowing

TENTH = date(2026, 4, 10)
SETTINGS = "/settings/digest/"


def test_the_page_of_the_month_is_there_to_be_read_aloud(desk: Desk) -> None:
    desk.log(conversation="cannot", ask_referral="no")
    desk.log(prospect_name="Priya Raman", conversation="cannot")
    later = desk.on(TENTH)
    assert later.look("/insights/").all("a", href="/insights/month/")
    page = flowing(later.look("/insights/month/").one("main"))
    for words in (
        "March 2026 What your noes taught you",
        "2 noes were heard.",
        "Can't, with reason 2",
        "Too few noes to say whether anything changed.",
        "Somebody else who needs it: 0 of the 1 who were asked said yes.",
        "Nobody came back in this month.",
    ):
        assert words in page


def test_the_same_comes_as_a_letter_on_the_first_working_day(desk: Desk, owner: User) -> None:
    begin(owner)
    desk.log(conversation="cannot")
    way_out = Memory()
    for day in (date(2026, 3, 31), LEAVES, LEAVES, date(2026, 4, 2)):
        tick(at(owner, day), way_out)
    [mail] = way_out.mails
    assert mail["Subject"] == "What your noes taught you in March 2026"
    assert letters(owner) == [("2026-03", "sent")]


def test_whoever_does_not_want_it_switches_it_off(desk: Desk, owner: User) -> None:
    begin(owner)
    desk.log(conversation="cannot")
    page = desk.look("/settings/")
    assert filled_in(form_to(page, SETTINGS))["lessons_monthly"] == "on"
    desk.send(page, SETTINGS, lessons_monthly=None)
    tick(at(owner, LEAVES))
    assert letters(owner) == []
