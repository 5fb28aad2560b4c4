"""PRODUCT.md, row 8: what we said we would send; the next check-in opens with it."""

from prospects.conversations import PromiseState
from prospects.models import Promise
from tests.desk.reading import Element
from tests.followups.telling import day
from tests.practices.desk import Desk, planned, timeline

CHECKLIST = "the two-page checklist"


def thanked(desk: Desk) -> Element:
    """Ingrid's page, the promise made, the thank-you on its way."""
    page = desk.log(promise=CHECKLIST)
    desk.on(day(1)).complete(page, "thank_you", "done")
    return page


def test_a_promise_becomes_a_follow_up_about_day_fourteen(desk: Desk) -> None:
    page = desk.log(promise=CHECKLIST)
    assert planned(page)["promise"] == ["2026-03-16"]
    assert CHECKLIST in desk.row(page, "promise").one("h1").text
    assert Promise.objects.get().state == PromiseState.OPEN


def test_with_a_day_it_is_due_on_that_day_or_the_working_day_before(desk: Desk) -> None:
    assert planned(desk.log(promise=CHECKLIST, promise_on="2026-03-20"))["promise"] == ["2026-03-20"]
    page = desk.log(prospect_name="Tom Reed", promise=CHECKLIST, promise_on="2026-03-22")  # a Sunday
    assert planned(page)["promise"] == ["2026-03-20"]


def test_kept_the_check_in_asks_whether_it_was_of_use(desk: Desk) -> None:
    page = thanked(desk)
    desk.on(day(14)).complete(page, "promise", "done", kept="yes", relevance="Their audit")
    promise = Promise.objects.get()
    assert (promise.state, promise.settled_on) == (PromiseState.KEPT, day(14))
    today = desk.on(day(45)).look("/").one("article", data_kind="check_in").text
    assert "You said you would send the two-page checklist. Ask whether it was of any use." in today
    page = desk.on(day(45)).person()
    assert "I sent you the two-page checklist. Was it any use? Be honest." in page.text
    assert any(line.startswith("16 Mar Sent, as promised: the two-page checklist") for line in timeline(page))


def test_not_kept_the_check_in_opens_with_an_apology(desk: Desk) -> None:
    page = thanked(desk)
    desk.on(day(14)).complete(page, "promise", "done", kept="no")
    assert Promise.objects.get().state == PromiseState.NOT_KEPT
    today = desk.on(day(45)).look("/").one("article", data_kind="check_in").text
    assert "You said you would send the two-page checklist. It hasn't gone out yet: say so first." in today
    page = desk.on(day(45)).person()
    assert "I said I'd send the two-page checklist and I didn't." in page.text
    assert any("Not kept: the two-page checklist" in line for line in timeline(page))


def test_not_settled_yet_the_promise_comes_before_the_check_in(desk: Desk) -> None:
    desk.log(promise=CHECKLIST)
    rows = desk.on(day(45)).look("/").all(data_kind=True, data_followup=True)
    kinds = [row.attrs["data-kind"] for row in rows if row.tag == "article"]
    assert kinds.index("promise") < kinds.index("check_in")


def test_one_that_repeats_is_due_again_after_so_many_weeks(desk: Desk) -> None:
    page = desk.log(promise="an article a month", promise_every="4")
    later = desk.on(day(14))
    later.complete(page, "promise", "done", kept="yes")
    assert planned(later.person())["promise"] == ["2026-04-13"]
    assert Promise.objects.get().state == PromiseState.OPEN


def test_what_we_will_send_stands_in_the_words_to_say(desk: Desk) -> None:
    page = desk.preview(conversation="cannot", prospect_name="Ingrid Solheim", promise=CHECKLIST)
    assert "I'll send you the two-page checklist" in page.one(id="exit-full").text
