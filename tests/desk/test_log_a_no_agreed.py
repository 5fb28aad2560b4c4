"""What was agreed at a no, through the form: when we speak again, what we send, what would wake them up."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from followups.kinds import Kind
from followups.models import FollowUp
from prospects.models import Loss, Promise, Prospect, WakeUp
from tests.cast import MONDAY
from tests.desk.reading import Element, described_by, filled_in, form_to, read, said
from tests.desk.visiting import HTMX, post_no, typed_no
from tests.followups.telling import open_row, step_of


def previewed(desk: Client, **changes: Any) -> Element:
    """The fragment of the preview."""
    return read(desk.post("/no/preview/", typed_no(**changes), headers=HTMX))


# The next contact in their words


def test_words_become_the_agreed_day_and_are_kept(desk: Client) -> None:
    post_no(desk, next_contact="after the summer")
    loss = Loss.objects.get()
    assert (loss.next_contact_words, loss.next_contact_on) == ("after the summer", date(2026, 9, 7))
    step = step_of(loss.prospect)
    assert (step.due_on, step.is_agreed) == (date(2026, 9, 7), True)


def test_saving_says_how_the_words_were_read(desk: Client) -> None:
    answer = post_no(desk, next_contact="after the summer")
    flash = said(read(desk.get(answer["Location"])))
    assert flash.startswith("Noted. Next check-in Mon 7 Sep.")
    assert "Understood as Monday 7 September 2026" in flash


def test_the_reading_stands_beside_the_words_while_typing(desk: Client) -> None:
    fragment = previewed(desk, next_contact="mid March")
    assert "Understood as Sunday 15 March 2026" in fragment.one(id="reading").text
    assert fragment.one(data_kind="check_in").all("time", datetime="2026-03-16")


def test_the_reading_describes_the_field_without_script(desk: Client) -> None:
    page = read(desk.post("/no/preview/", typed_no(next_contact="in six weeks")))
    assert "Understood as Monday 13 April 2026" in described_by(page, "next_contact")
    assert filled_in(form_to(page, "/no/"))["next_contact"] == "in six weeks"


def test_a_day_given_beside_the_words_wins(desk: Client) -> None:
    answer = post_no(desk, next_contact="after the summer", next_contact_on="2026-05-05")
    loss = Loss.objects.get()
    assert (loss.next_contact_words, loss.next_contact_on) == ("after the summer", date(2026, 5, 5))
    assert "Understood" not in said(read(desk.get(answer["Location"])))


def test_unreadable_words_beside_a_day_are_kept(desk: Client) -> None:
    assert post_no(desk, next_contact="when pigs fly", next_contact_on="2026-05-05").status_code == 303
    assert Loss.objects.get().next_contact_words == "when pigs fly"


def test_words_nobody_can_read_ask_for_a_day(desk: Client) -> None:
    page = read(post_no(desk, next_contact="when pigs fly"))
    assert "We can't tell which day that is." in described_by(page, "next_contact")
    assert filled_in(form_to(page, "/no/"))["next_contact"] == "when pigs fly"
    assert not Loss.objects.exists()


def test_the_preview_says_what_it_cannot_read_without_calling_it_a_mistake(desk: Client) -> None:
    page = read(desk.post("/no/preview/", typed_no(next_contact="when pigs fly")))
    assert "We can't tell which day that is." in described_by(page, "next_contact")
    assert page.all(aria_invalid="true") == []


def test_a_day_that_has_passed_is_refused_with_the_next_one_offered(desk: Client) -> None:
    page = read(post_no(desk, next_contact="28 February 2026"))
    assert "That day has passed. The next one is Sunday 28 February 2027." in described_by(
        page, "next_contact"
    )
    assert not Loss.objects.exists()


def test_words_are_read_on_the_day_they_were_said(desk: Client) -> None:
    post_no(desk, said_on="2026-02-27", next_contact="in two weeks")
    assert Loss.objects.get().next_contact_on == date(2026, 3, 13)


def test_words_whose_day_went_by_before_they_were_written_down_are_refused(desk: Client) -> None:
    page = read(post_no(desk, said_on="2026-02-02", next_contact="in two weeks"))
    assert "That day has passed. The next one is Monday 16 March 2026." in described_by(page, "next_contact")


def test_of_an_old_no_the_day_may_have_gone_by(desk: Client) -> None:
    said_on = MONDAY - timedelta(days=90)
    assert post_no(desk, said_on=said_on.isoformat(), next_contact="in two weeks").status_code == 303
    assert Loss.objects.get().next_contact_on == said_on + timedelta(days=14)


def test_words_name_the_day_of_a_meeting_too(desk: Client) -> None:
    post_no(desk, next_contact="on 8 April", next_contact_manner="meeting")
    assert open_row(Prospect.objects.get(), Kind.AGREED_MEETING).due_on == date(2026, 4, 8)


def test_school_holidays_are_those_of_the_users_region(desk: Client, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(country="DE", region="BY")
    post_no(desk, next_contact="nach den Sommerferien")
    assert Loss.objects.get().next_contact_on == date(2026, 9, 15)


# A day far away


@pytest.mark.parametrize(("day", "asks"), [("2026-05-31", False), ("2026-06-01", True)])
def test_a_day_more_than_ninety_days_away_asks_for_something_in_between(
    desk: Client, day: str, asks: bool
) -> None:
    text = previewed(desk, next_contact_on=day).one(id="far-off").text
    assert ("Something useful every … weeks until then?" in text) is asks


def test_a_far_day_about_money_asks_for_the_numbers(desk: Client) -> None:
    for typed in ({"timing": "After the budget round"}, {"wake_up_kind": "budget_year"}):
        text = previewed(desk, next_contact_on="2026-09-01", **typed).one(id="far-off").text
        assert "when do the numbers go in?" in text
    assert "numbers" not in previewed(desk, next_contact_on="2026-09-01").one(id="far-off").text


def test_weeks_alone_promise_something_useful(desk: Client) -> None:
    post_no(desk, next_contact_on="2026-09-01", promise_every="4")
    promise = Promise.objects.get()
    assert (promise.what, promise.every_weeks) == ("something useful", 4)


# The promise


def test_a_promise_becomes_a_follow_up_on_its_day(desk: Client) -> None:
    post_no(desk, promise="the two-page checklist", promise_on="2026-03-06", promise_every="4")
    promise = Promise.objects.get()
    assert (promise.what, promise.promised_for, promise.every_weeks) == (
        "the two-page checklist", date(2026, 3, 6), 4
    )  # fmt: skip
    assert open_row(Prospect.objects.get(), Kind.PROMISE).due_on == date(2026, 3, 6)


def test_a_promise_needs_no_day(desk: Client) -> None:
    post_no(desk, promise="the checklist")
    assert Promise.objects.get().promised_for is None
    assert open_row(Prospect.objects.get(), Kind.PROMISE).due_on == date(2026, 3, 16)


def test_the_promise_is_said_in_the_line(desk: Client) -> None:
    line = previewed(desk, conversation="we_declined", promise="a good name").one(id="exit-line").text
    assert "a good name" in line


def test_a_day_without_a_promise_asks_what_it_was(desk: Client) -> None:
    page = read(post_no(desk, promise_on="2026-03-06"))
    assert "What did you promise for that day?" in described_by(page, "promise")
    assert not Loss.objects.exists()


def test_a_promise_for_a_day_gone_by_is_refused(desk: Client) -> None:
    page = read(post_no(desk, promise="the checklist", promise_on="2026-02-27"))
    assert "That day has passed." in described_by(page, "promise_on")


def test_a_promise_with_an_old_no_may_lie_back(desk: Client) -> None:
    said_on = MONDAY - timedelta(days=90)
    promised = said_on + timedelta(days=7)
    answer = post_no(
        desk, said_on=said_on.isoformat(), promise="the checklist", promise_on=promised.isoformat()
    )
    assert answer.status_code == 303


# What would wake them up


def test_a_dated_condition_becomes_a_follow_up_ahead_of_it(desk: Client) -> None:
    post_no(
        desk, wake_up_kind="contract_end", wake_up="The ERP contract", wake_up_on="2027-01-31",
        notice_on="2026-10-31",
    )  # fmt: skip
    wake_up = WakeUp.objects.get()
    assert (wake_up.kind, wake_up.what, wake_up.happens_on, wake_up.notice_on) == (
        "contract_end", "The ERP contract", date(2027, 1, 31), date(2026, 10, 31)
    )  # fmt: skip
    assert FollowUp.objects.get(kind=Kind.WAKE_UP).due_on == date(2026, 8, 3)


def test_an_undated_condition_waits(desk: Client) -> None:
    post_no(desk, wake_up_kind="we_ship", wake_up="single sign-on")
    assert WakeUp.objects.get().topic is not None
    assert not FollowUp.objects.filter(kind=Kind.WAKE_UP).exists()


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ({"wake_up": "The merger"}, "other"),
        ({"wake_up_on": "2026-09-01"}, "other"),
        ({"notice_on": "2026-09-01"}, "contract_end"),
        ({"wake_up_kind": "new_person"}, "new_person"),
    ],
)
def test_a_condition_without_its_kind_gets_one(desk: Client, typed: dict[str, str], kind: str) -> None:
    assert post_no(desk, **typed).status_code == 303
    assert WakeUp.objects.get().kind == kind


def test_notice_after_the_end_is_a_mistake(desk: Client) -> None:
    page = read(post_no(desk, wake_up_on="2026-09-01", notice_on="2026-10-01"))
    assert "Notice is given before the contract ends." in described_by(page, "notice_on")
    assert not Loss.objects.exists()


def test_nothing_named_is_no_condition(desk: Client) -> None:
    post_no(desk, wake_up_kind="", wake_up=" ")
    assert not WakeUp.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field", "coming"),
    [
        ({"wake_up_kind": "contract_end", "wake_up_on": "2026-01-31"}, "wake_up_on", "31 Jan 2027"),
        ({"wake_up_kind": "contract_end", "notice_on": "2025-12-31", "wake_up_on": "2026-06-30"}, "notice_on",
         "31 Dec 2026"),
        ({"wake_up_kind": "budget_year", "wake_up_on": "2026-01-01"}, "wake_up_on", "1 Jan 2027"),
        ({"wake_up_kind": "other", "wake_up_on": "2026-03-01"}, "wake_up_on", "1 Mar 2027"),
    ],
)  # fmt: skip
def test_a_wake_up_that_is_past_is_asked_about(
    desk: Client, typed: dict[str, str], field: str, coming: str
) -> None:
    answer = post_no(desk, **typed)
    assert answer.status_code == 200
    assert f"That has passed. Does it come again on {coming}?" in described_by(read(answer), field)
    assert not WakeUp.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"wake_up_kind": "go_live", "wake_up_on": "2026-02-20"},
        {"wake_up_kind": "budget_year", "wake_up_on": "2026-02-23"},
        {"wake_up_kind": "contract_end", "wake_up_on": "2026-03-10"},
        {"wake_up_kind": "contract_end", "wake_up_on": "2026-01-31", "said_on": "2025-11-03"},
    ],
)
def test_one_that_still_has_something_to_say_is_taken(desk: Client, typed: dict[str, str]) -> None:
    assert post_no(desk, **typed).status_code == 303
    assert WakeUp.objects.exists()
