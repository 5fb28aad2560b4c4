"""One follow-up: its page, and what can be done with it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from followups.kinds import Kind, Outcome, PlanStatus
from followups.models import FollowUp, FollowUpPlan, Touch
from prospects.models import Deal, Prospect
from tests.cast import MONDAY
from tests.desk.reading import described_by, form_to, read, said
from tests.desk.visiting import HTMX, TOMORROW, act, signed_in
from tests.followups.telling import log, open_row, step_of
from tests.security.tables import everything_stored

DOORS = ("complete", "snooze", "skip", "undo")
ELSEWHERE = (
    "https://evil.example/", "//evil.example/", "/\\evil.example", "http:evil.example", "\x00//evil.example",
    "javascript:alert(1)", "evil.example", "http://localhost.evil.example/", "https://localhost@evil.example/",
    " //evil.example", "/\t/evil.example", "\\\\evil.example",
)  # fmt: skip


def next_step(row: FollowUp) -> FollowUp:
    return step_of(row.prospect)


def test_its_page_says_what_to_do_and_asks_how_it_went(desk: Client, row: FollowUp) -> None:
    page = read(desk.get(f"/followups/{row.pk}/"))
    assert page.one("h1").text == "Call. Ask whether it has moved up."
    shown = page.one(data_followup=str(row.pk))
    assert (shown.attrs["data-kind"], shown.attrs["data-status"]) == ("check_in", "open")
    assert shown.all("time")[0].attrs["datetime"] == MONDAY.isoformat()
    form = page.one("form", action=f"/followups/{row.pk}/complete/")
    assert [radio.attrs["value"] for radio in form.all("input", name="outcome")] == [
        "spoke", "left_message", "no_answer", "not_yet", "interested", "new_need", "won_back",
        "left_company", "asked_to_stop",
    ]  # fmt: skip
    assert form.one(name="expected_version").attrs["value"] == "1"


def test_each_answer_says_what_it_would_plan(desk: Client, row: FollowUp) -> None:
    page = read(desk.get(f"/followups/{row.pk}/"))
    said_next = {line.attrs["data-for"]: line.text for line in page.all("span", data_for=True)}
    for outcome in ("no_answer", "interested", "spoke"):
        act(desk, row, "complete", outcome=outcome)
        planned = next_step(row)
        assert (
            planned.due_on.strftime("%d").lstrip("0") in said_next[outcome].split(",")[0].split("any day")[0]
        )
        act(desk, row, "undo")
    assert "Ends every plan" in said_next["asked_to_stop"]


def test_a_thank_you_and_a_debrief_ask_what_fits_them(desk: Client, owner: User) -> None:
    person = log(owner).prospect
    for kind, values in ((Kind.THANK_YOU, ["done", "asked_to_stop"]), (Kind.DEBRIEF, ["done"])):
        page = read(desk.get(f"/followups/{open_row(person, kind).pk}/"))
        assert [radio.attrs["value"] for radio in page.all("input", name="outcome")] == values


def test_htmx_gets_the_row_with_the_form_and_without(desk: Client, row: FollowUp) -> None:
    asking = read(desk.get(f"/followups/{row.pk}/", headers=HTMX))
    assert asking.all("html") == []
    assert asking.one("li", id=f"row-{row.pk}").all("form", action=f"/followups/{row.pk}/complete/")
    plain = read(desk.get(f"/followups/{row.pk}/?row=plain", headers=HTMX))
    assert plain.all("form", action=f"/followups/{row.pk}/complete/") == []
    assert plain.one("button", formaction=f"/followups/{row.pk}/skip/")


def test_done_without_script_leads_back_to_today(desk: Client, row: FollowUp) -> None:
    answer = act(desk, row, "complete", outcome="spoke", note="New hall opens.", expected_version=1)
    assert (answer.status_code, answer["Location"]) == (303, "/")
    row.refresh_from_db()
    assert (row.status, row.outcome, row.note, row.version) == ("done", "spoke", "New hall opens.", 2)
    touch = Touch.objects.get(follow_up=row)
    assert (touch.channel, touch.happened_on, touch.is_two_way) == ("call", MONDAY, True)
    assert "Ingrid Solheim: a good talk. Next check-in" in said(read(desk.get("/")))


def test_done_with_htmx_answers_the_receipt(desk: Client, row: FollowUp) -> None:
    answer = act(desk, row, "complete", htmx=True, outcome="no_answer")
    assert answer.status_code == 200
    page = read(answer)
    assert page.one(data_receipt=str(row.pk)).text.startswith(
        "Ingrid Solheim, Havbruk Nordic: no answer. Trying again"
    )
    assert page.one(id="nav-badge").text == ""
    assert (
        page.one(id="nav-badge").attrs["hx-swap-oob"]
        == page.one(id="load-strip").attrs["hx-swap-oob"]
        == "true"
    )


@pytest.mark.parametrize(
    ("outcome", "planned"),
    [
        ("spoke", (date(2026, 4, 1), date(2026, 4, 16), date(2026, 5, 1))),
        ("left_message", (date(2026, 3, 5), date(2026, 3, 5), date(2026, 3, 11))),
        ("no_answer", (date(2026, 3, 5), date(2026, 3, 5), date(2026, 3, 11))),
    ],
)  # fmt: skip
def test_the_next_check_in_plans_itself(
    desk: Client, row: FollowUp, outcome: str, planned: tuple[date, date, date]
) -> None:
    act(desk, row, "complete", outcome=outcome)
    step = next_step(row)
    assert step.pk != row.pk
    assert (step.opens_on, step.due_on, step.closes_on) == planned


def test_not_yet_takes_the_day_they_named(desk: Client, row: FollowUp) -> None:
    act(desk, row, "complete", outcome="not_yet", next_on="2026-06-03")
    step = next_step(row)
    assert (step.opens_on, step.due_on, step.closes_on, step.is_agreed) == (*[date(2026, 6, 3)] * 3, True)


def test_interested_lifts_the_next_one(desk: Client, row: FollowUp) -> None:
    act(desk, row, "complete", outcome="interested")
    assert FollowUpPlan.objects.get().is_hot
    assert MONDAY < next_step(row).due_on < MONDAY + timedelta(days=15)


def test_a_new_need_opens_a_deal_of_its_own(desk: Client, row: FollowUp) -> None:
    act(desk, row, "complete", outcome="new_need", note="A second hall")
    deal = Deal.objects.get(status="open")
    assert (deal.title, deal.grew_out_of, deal.prospect) == ("A second hall", row.loss, row.prospect)


def test_won_back_ends_the_plan_with_a_yes(desk: Client, row: FollowUp) -> None:
    act(desk, row, "complete", outcome="won_back", why_yes="The others stalled.")
    plan, deal = FollowUpPlan.objects.get(), Deal.objects.get()
    assert (plan.status, plan.ended_why) == (PlanStatus.ENDED, "won_back")
    assert (deal.status, deal.why_yes) == ("won_back", "The others stalled.")
    assert not FollowUp.objects.open().exists()


def test_asked_to_stop_ends_everything_and_says_so(desk: Client, row: FollowUp) -> None:
    act(desk, row, "complete", outcome="asked_to_stop")
    assert Prospect.objects.get().asked_to_stop_on == MONDAY
    assert not FollowUp.objects.open().exists()
    assert "asked you to stop. Nothing is planned any more." in said(read(desk.get("/")))


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("fields", "at", "sentence"),
    [
        ({}, "outcome", "Choose how it went."),
        ({"outcome": "married"}, "outcome", "Select a valid choice."),
        ({"outcome": "not_yet"}, "next_on", "Which day did they name?"),
        ({"outcome": "not_yet", "next_on": MONDAY.isoformat()}, "next_on", "Choose a day after today."),
        ({"outcome": "not_yet", "next_on": "9999-12-31"}, "next_on", "more than ten years ahead"),
        ({"outcome": "not_yet", "next_on": "soon"}, "next_on", "Write the day as 2026-03-31."),
        ({"outcome": "spoke", "note": "x" * 4001}, "note", "at most 4000"),
        ({"outcome": "spoke", "expected_version": "first"}, "", "Enter a whole number."),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_changes(
    desk: Client, row: FollowUp, htmx: bool, fields: dict[str, str], at: str, sentence: str
) -> None:
    before = everything_stored()
    answer = act(desk, row, "complete", htmx=htmx, **{"note": "Typed before.", **fields})
    page = read(answer)
    assert (answer.status_code, bool(page.all("html"))) == (200, not htmx)
    assert sentence in (described_by(page, at) if at else page.one("p", role="alert").text)
    assert page.one("input", name="note").attrs["value"] == fields.get("note", "Typed before.")
    assert everything_stored() == before


def test_an_outcome_that_fits_another_kind_is_refused(desk: Client, owner: User) -> None:
    debrief = open_row(log(owner).prospect, Kind.DEBRIEF)
    assert "That doesn't fit here" in described_by(
        read(act(desk, debrief, "complete", outcome="won_back")), "outcome"
    )


def test_a_second_yes_to_a_deal_is_refused_with_a_sentence(desk: Client, row: FollowUp) -> None:
    Deal.objects.update(status="won_back")
    for htmx in (True, False):
        page = read(act(desk, row, "complete", htmx=htmx, outcome="won_back", note="Yes!"))
        assert "not waiting for a yes any more" in page.one("p", role="alert").text
        assert page.one("input", name="note").attrs["value"] == "Yes!"
    row.refresh_from_db()
    assert row.is_open()


@pytest.mark.parametrize("htmx", [True, False])
def test_a_stale_page_changes_nothing_and_keeps_what_was_typed(
    desk: Client, row: FollowUp, htmx: bool
) -> None:
    act(desk, row, "snooze", until="tomorrow")
    before = everything_stored()
    stale = {"outcome": "interested", "note": "Call back!", "expected_version": 1}
    page = read(act(desk, row, "complete", htmx=htmx, **stale))
    assert everything_stored() == before
    assert "This was acted on before. Here is how it stands now." in page.text
    assert page.one("input", name="note").attrs["value"] == "Call back!"
    assert "checked" in page.one("input", name="outcome", value="interested").attrs
    form = page.one("form", action=f"/followups/{row.pk}/complete/")
    assert form.one(name="expected_version").attrs["value"] == "2"


@pytest.mark.parametrize("door", ["complete", "skip", "snooze"])
def test_acting_twice_acts_once(desk: Client, row: FollowUp, door: str) -> None:
    fields = {"outcome": "spoke", "until": TOMORROW}
    act(desk, row, "complete", **fields)
    before = everything_stored()
    again = act(desk, row, door, **fields)
    assert (again.status_code, again["Location"]) == (303, f"/followups/{row.pk}/")
    assert everything_stored() == before
    with_htmx = read(act(desk, row, door, htmx=True, **fields))
    assert with_htmx.all(data_receipt=str(row.pk))
    assert everything_stored() == before


def test_the_page_of_something_done_says_how_it_went_and_can_take_it_back(
    desk: Client, row: FollowUp
) -> None:
    act(desk, row, "complete", outcome="spoke", note="New hall opens.")
    page = read(desk.get(f"/followups/{row.pk}/"))
    assert page.one(data_followup=str(row.pk)).attrs["data-status"] == "done"
    assert page.all("form", action=f"/followups/{row.pk}/complete/") == []
    assert "New hall opens." in page.text
    assert "Done, Maren Vogt" in page.text
    assert (
        form_to(page, f"/followups/{row.pk}/undo/").one(name="next").attrs["value"] == f"/followups/{row.pk}/"
    )


def test_afterwards_the_page_one_came_from_comes_back(desk: Client, row: FollowUp) -> None:
    here = f"/prospects/{row.prospect_id}/"
    assert act(desk, row, "skip", next=here)["Location"] == here
    assert act(desk, row, "undo", next=here)["Location"] == here
    assert act(desk, row, "snooze", until="tomorrow", next=here)["Location"] == here


def test_afterwards_nobody_is_led_to_another_host(desk: Client, row: FollowUp) -> None:
    for wanted in ELSEWHERE:
        for door in ("snooze", "undo", "skip", "undo", "complete", "undo"):
            answer = act(desk, row, door, outcome="spoke", until="tomorrow", next=wanted)
            assert (answer.status_code, answer["Location"]) == (303, "/")


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_what_is_not_mine_does_not_exist(who: str, row: FollowUp, request: pytest.FixtureRequest) -> None:
    client = signed_in(request.getfixturevalue(who))
    before = everything_stored()
    assert client.get(f"/followups/{row.pk}/").status_code == 404
    for door in DOORS:
        assert act(client, row, door, outcome="spoke", until="tomorrow").status_code == 404
        assert act(client, row, door, htmx=True, outcome="spoke", until="tomorrow").status_code == 404
    assert everything_stored() == before


def test_an_unknown_one_does_not_exist(desk: Client) -> None:
    assert desk.get(f"/followups/{uuid4()}/").status_code == 404
    assert desk.get("/followups/1/").status_code == 404


def test_a_manager_may_act_for_a_colleague(manager: User, row: FollowUp) -> None:
    act(signed_in(manager), row, "complete", outcome="spoke")
    assert Touch.objects.get(follow_up=row).by == manager
    assert next_step(row).owner == row.owner


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete", "patch"])
def test_the_doors_open_by_post_only(desk: Client, row: FollowUp, method: str) -> None:
    before = everything_stored()
    for door in DOORS:
        address = f"/followups/{row.pk}/{door}/?outcome=spoke&until=tomorrow"
        assert getattr(desk, method)(address).status_code == 405
    assert everything_stored() == before


def test_looking_changes_nothing(desk: Client, row: FollowUp) -> None:
    before = everything_stored()
    for headers in ({}, HTMX):
        desk.get(f"/followups/{row.pk}/", headers=headers)
        desk.head(f"/followups/{row.pk}/", headers=headers)
    assert everything_stored() == before


@pytest.mark.parametrize("outcome", [code.value for code in Outcome])
def test_every_outcome_has_a_receipt(desk: Client, row: FollowUp, outcome: str) -> None:
    page = read(act(desk, row, "complete", htmx=True, outcome=outcome, next_on="2026-05-05"))
    assert page.one(data_receipt=str(row.pk)).text.startswith("Ingrid Solheim, Havbruk Nordic: ")
