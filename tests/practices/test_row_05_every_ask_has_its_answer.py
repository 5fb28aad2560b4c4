"""PRODUCT.md, row 5: the asks, each with its answer, and what follows from each answer."""

from datetime import date

import pytest

from followups.kinds import Kind, PlanStatus, Status
from followups.models import FollowUp, FollowUpPlan
from prospects.conversations import AskAnswer, AskKind
from prospects.labels import ANSWERS, ASKS
from prospects.models import ExitAsk, Permission, Prospect, WakeUp
from tests.cast import MONDAY
from tests.followups.telling import day
from tests.practices.desk import Desk, flowing, planned

SAID, ASKED = (AskKind.THANK_YOU, AskKind.CONGRATULATE), [
    kind for kind in AskKind if kind not in {AskKind.THANK_YOU, AskKind.CONGRATULATE}
]  # fmt: skip


def test_the_asks_stand_in_one_list_each_with_four_answers(desk: Desk) -> None:
    page = desk.look("/no/")
    rows = {row.attrs["data-ask"]: row for row in page.all(data_ask=True)}
    assert set(rows) == {kind.value for kind in AskKind}
    for kind in ASKED:
        offered = [field.attrs["value"] for field in rows[kind].all("input", name=f"ask_{kind.value}")]
        assert offered[:4] == ["not_asked", "yes", "no", "later"]
    assert [field.attrs["value"] for field in rows["stay_in_touch"].all("input", name="ask_stay_in_touch")][
        4:
    ] == ["stop"]


@pytest.mark.parametrize("answer", [AskAnswer.YES, AskAnswer.NO, AskAnswer.LATER])
@pytest.mark.parametrize("kind", ASKED)
def test_every_answer_is_kept_and_shown(desk: Desk, kind: AskKind, answer: AskAnswer) -> None:
    page = desk.log(**{f"ask_{kind.value}": answer.value})
    row = ExitAsk.objects.get()
    assert (row.kind, row.answer) == (kind, answer)
    shown = flowing(page.one(id="main"))
    assert str(ASKS[kind]) in shown
    assert str(ANSWERS[answer]) in shown


@pytest.mark.parametrize("kind", SAID)
def test_what_is_said_rather_than_asked_is_kept_too(desk: Desk, kind: AskKind) -> None:
    page = desk.log(conversation="competitor_chosen", **{f"ask_{kind.value}": "yes"})
    assert (ExitAsk.objects.get().kind, ExitAsk.objects.get().answer) == (kind, "yes")
    assert str(ASKS[kind]) in flowing(page.one(id="main"))


def test_yes_to_staying_in_touch_is_a_permission_to_call(desk: Desk) -> None:
    desk.log(ask_stay_in_touch="yes")
    assert list(Permission.objects.values_list("channel", "is_granted")) == [("call", True)]


def test_no_to_staying_in_touch_leaves_thank_you_and_debrief(desk: Desk) -> None:
    page = desk.log(ask_stay_in_touch="no")
    assert "Noted. No check-in. The thanks still stand." in page.text
    assert set(planned(page)) == {Kind.THANK_YOU, Kind.DEBRIEF}
    assert FollowUpPlan.objects.get().ended_why == "closed"


def test_please_stop_leaves_nothing_at_all(desk: Desk) -> None:
    page = desk.log(ask_stay_in_touch="stop", email="ingrid@example.org")
    assert planned(page) == {}
    assert not FollowUp.objects.filter(status=Status.OPEN).exists()
    assert Prospect.objects.get().asked_to_stop_on == MONDAY
    assert "asked you to stop" in page.text


def test_what_they_lacked_is_kept_in_their_words(desk: Desk) -> None:
    page = desk.log(ask_feedback="yes", feedback_words="Nobody here knew who would do the work.")
    assert ExitAsk.objects.get().words == "Nobody here knew who would do the work."
    assert "Nobody here knew who would do the work." in page.text


def test_whom_they_name_is_a_person_to_be_contacted_within_the_week(desk: Desk) -> None:
    page = desk.log(ask_referral="yes", referral_name="Piet Claes", referral_organisation="Noordzee Vis")
    named = Prospect.objects.get(name="Piet Claes")
    assert named.referred_by.name == "Ingrid Solheim"  # type: ignore[union-attr]
    assert planned(page)[Kind.REFERRAL] == ["2026-03-09"]
    assert "Piet Claes" in page.text
    theirs = desk.person("Piet Claes")
    assert "Ingrid Solheim" in theirs.one(id="main").text
    assert "Noordzee Vis" in theirs.one(id="main").text


def test_the_person_named_is_kept_in_touch_with_once_reached(desk: Desk) -> None:
    page = desk.log(ask_referral="yes", referral_name="Piet Claes")
    desk.on(day(7)).complete(page, Kind.REFERRAL, "spoke")
    plan = FollowUpPlan.objects.get(prospect__name="Piet Claes")
    assert (plan.status, plan.window_from, plan.window_to) == (PlanStatus.ACTIVE, 60, 90)
    assert Kind.CHECK_IN in planned(desk.on(day(7)).person("Piet Claes"))


def test_who_speaks_for_us_is_flagged_and_findable_with_what_they_may_be_asked(desk: Desk) -> None:
    page = desk.log(ask_reference="yes", reference_for="How we listen")
    desk.log(prospect_name="Tom Reed")
    person = Prospect.objects.get(name="Ingrid Solheim")
    assert (person.is_reference, person.reference_for) == (True, "How we listen")
    assert "How we listen" in page.text
    offered = desk.look("/prospects/").one("select", name="show").all("option", value="references")
    assert [option.text for option in offered] == ["Would speak for us"]
    found = desk.look("/prospects/?show=references").one(id="people").text
    assert "Ingrid Solheim" in found
    assert "Tom Reed" not in found


def test_if_their_choice_stalls_is_asked_on_day_ninety(desk: Desk) -> None:
    page = desk.log(conversation="competitor_chosen", ask_reentry="yes")
    assert WakeUp.objects.get().is_re_entry
    assert planned(page)[Kind.WAKE_UP] == ["2026-06-01"]  # 31 May is a Sunday


def test_yes_to_the_letter_is_a_permission_for_it(desk: Desk) -> None:
    desk.log(ask_mailing_list="yes")
    assert list(Permission.objects.values_list("channel", "strength")) == [("newsletter", "said")]


def test_a_date_in_the_diary_is_a_meeting_on_that_very_day(desk: Desk) -> None:
    page = desk.log(ask_next_meeting="yes", next_contact_on="2026-04-08")
    assert planned(page)[Kind.AGREED_MEETING] == ["2026-04-08"]
    assert Kind.CHECK_IN not in planned(page)


def test_will_think_stands_on_the_thank_you_and_is_answered_there(desk: Desk) -> None:
    page = desk.log(ask_referral="later", ask_mailing_list="later")
    assert set(planned(page)) == {Kind.THANK_YOU, Kind.DEBRIEF, Kind.CHECK_IN}
    thanks = desk.on(day(1)).row(page, Kind.THANK_YOU)
    assert "they wanted to think it over" in thanks.text
    desk.on(day(1)).complete(page, Kind.THANK_YOU, "done", answer_mailing_list="yes", answer_referral="no")
    assert dict(ExitAsk.objects.values_list("kind", "answer")) == {"referral": "no", "mailing_list": "yes"}
    assert Permission.objects.get().channel == "newsletter"


def test_what_is_still_open_then_gets_a_row_of_its_own_within_the_week(desk: Desk) -> None:
    page = desk.log(ask_referral="later")
    desk.on(day(1)).complete(page, Kind.THANK_YOU, "done")
    assert FollowUp.objects.get(kind=Kind.ASK).due_on == date(2026, 3, 9)
    later = desk.on(day(7))
    later.complete(later.person(), Kind.ASK, "spoke", answer_referral="yes")
    assert ExitAsk.objects.get().answer == "yes"


def test_whom_they_chose_is_congratulated_after_thirty_days_if_ticked(desk: Desk) -> None:
    page = desk.log(conversation="competitor_chosen", ask_congratulate="yes")
    days = planned(page).get(Kind.CONGRATULATE, [])
    assert [date.fromisoformat(found) >= day(30) for found in days] == [True]
    desk.log(conversation="competitor_chosen", prospect_name="Tom Reed")
    assert FollowUp.objects.filter(kind=Kind.CONGRATULATE).count() == 1
