"""The preview of a no: what saving would write, before anything is written."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from followups.kinds import Kind
from followups.models import FollowUp
from prospects.models import Deal, Loss, Prospect
from tests.cast import MONDAY, NINE
from tests.desk.reading import Element, filled_in, form_to, read, rows_of
from tests.desk.visiting import HTMX, post_no, signed_in, typed_no
from tests.followups.telling import log
from tests.security.tables import everything_stored

CASES: list[dict[str, Any]] = [
    {"conversation": conversation}
    for conversation in (
        "not_a_priority", "competitor_chosen", "better_fit_elsewhere", "staying_with_supplier", "drifted",
        "cannot", "we_declined", "unknown",
    )
]  # fmt: skip
CASES += [
    {"ask_stay_in_touch": "yes"},
    {"ask_stay_in_touch": "no"},
    {"ask_stay_in_touch": "later"},
    {"ask_stay_in_touch": "stop"},
    {"ask_stay_in_touch": "no", "next_contact_on": "2026-05-05"},
    {"good_deal": "no"},
    {"good_deal": "no", "ask_stay_in_touch": "stop"},
    {"good_deal": "yes", "deal_value": "48.000,50"},
    {"told_by": "mail"},
    {"told_by": "silence"},
    {"said_on": "2026-02-27"},
    {"said_on": "2026-02-10"},
    {"said_on": "2026-01-05", "conversation": "drifted"},
    {"said_on": "2025-11-03"},
    {"next_contact_on": "2026-05-02"},
    {"next_contact_on": "2026-05-05", "next_contact_manner": "mail"},
    {"next_contact_on": "2026-04-12", "next_contact_manner": "meeting"},
]
# A calendar in which some days are taken, and public holidays lie in the window.
BUSY = 8


def preview(client: Client, **changes: Any) -> Element:
    """The fragment htmx gets."""
    answer = client.post("/no/preview/", typed_no(**changes), headers=HTMX)
    assert answer.status_code == 200
    return read(answer)


def previewed(client: Client, **changes: Any) -> list[tuple[str, str]]:
    """Kind and day of every row the preview announces; none has an id yet."""
    rows = rows_of(preview(client, **changes))
    assert {row_id for row_id, _kind, _day in rows} <= {""}
    return [(kind, day) for _row_id, kind, day in rows]


def written(before: set[Any]) -> list[tuple[str, str]]:
    """Kind and day of every open row that was not there before."""
    rows = FollowUp.objects.open().exclude(pk__in=before).order_by("due_on").values_list("kind", "due_on")
    return [(kind, day.isoformat()) for kind, day in rows]


def open_ids() -> set[Any]:
    return set(FollowUp.objects.open().values_list("pk", flat=True))


@pytest.fixture
def busy(owner: User) -> User:
    """The owner, with public holidays and a few full days."""
    User.objects.filter(pk=owner.pk).update(country="DE", region="BE")
    owner.team.daily_limit = 2
    owner.team.save()
    for number in range(BUSY):
        log(owner, f"Person {number}")
    return owner


@pytest.mark.parametrize("changes", CASES, ids=lambda case: " ".join(f"{k}={v}" for k, v in case.items()))
def test_what_is_shown_is_what_is_saved(busy: User, changes: dict[str, Any]) -> None:
    desk = signed_in(busy)
    shown, before = previewed(desk, **changes), open_ids()
    assert post_no(desk, **changes).status_code == 303
    assert sorted(shown) == sorted(written(before))


def test_shown_in_the_order_of_the_days(desk: Client) -> None:
    days = [day for _kind, day in previewed(desk)]
    assert days == sorted(days)
    assert len(days) == 3


@pytest.mark.parametrize("changes", CASES[::5])
def test_a_second_no_shows_what_it_would_move(busy: User, changes: dict[str, Any]) -> None:
    desk, person = signed_in(busy), Prospect.objects.all()[0]
    shown = previewed(desk, prospect=str(person.pk), prospect_name=None, **changes)
    mine = FollowUp.objects.open().filter(prospect=person)
    known = set(mine.exclude(kind__in=["check_in", "agreed_meeting"]).values_list("pk", flat=True))
    assert post_no(desk, prospect=str(person.pk), prospect_name=None, **changes).status_code == 303
    saved = mine.exclude(pk__in=known).order_by("due_on").values_list("kind", "due_on")
    assert sorted(shown) == sorted((kind, day.isoformat()) for kind, day in saved)


def test_an_agreed_day_that_stands_is_shown_where_it_stays(desk: Client, owner: User) -> None:
    person = log(owner, next_contact_on=date(2026, 5, 5)).prospect
    assert ("check_in", "2026-05-05") in previewed(desk, prospect=str(person.pk), prospect_name=None)


def test_a_manager_sees_the_plan_of_the_colleagues_prospect(manager: User, busy: User) -> None:
    User.objects.filter(pk=manager.pk).update(working_days="5")
    desk, person = signed_in(manager), Prospect.objects.all()[0]
    shown = previewed(desk, prospect=str(person.pk), prospect_name=None, conversation="cannot")
    post_no(desk, prospect=str(person.pk), prospect_name=None, conversation="cannot")
    step = FollowUp.objects.open().get(prospect=person, kind="check_in")
    assert ("check_in", step.due_on.isoformat()) in shown


def test_the_plan_starts_on_the_owners_day(manager: User, owner: User, clock: time_machine.Traveller) -> None:
    # Nine in the evening in Berlin is six in the morning of the next day in Auckland.
    person = log(owner).prospect
    FollowUp.objects.filter(kind="thank_you").update(status="done", closed_at=NINE)
    User.objects.filter(pk=owner.pk).update(time_zone="Pacific/Auckland")
    clock.move_to(NINE + timedelta(hours=12))
    desk, before = signed_in(manager), open_ids()
    changes = {
        "prospect": str(person.pk),
        "prospect_name": None,
        "told_by": "mail",
        "ask_stay_in_touch": "no",
    }
    shown = previewed(desk, **changes)
    assert post_no(desk, **changes).status_code == 303
    assert sorted(shown) == sorted(written(before))


def test_who_asked_a_colleague_to_stop_gets_no_plan_here_either(desk: Client, colleague: User) -> None:
    log(colleague, email="ingrid@havbruk.example", stay_in_touch="stop")
    assert previewed(desk, email="Ingrid@Havbruk.example") == []
    before = open_ids()
    post_no(desk, email="Ingrid@Havbruk.example")
    assert written(before) == []


def test_the_preview_changes_nothing(desk: Client, owner: User) -> None:
    log(owner)
    before = everything_stored()
    for changes in CASES:
        desk.post("/no/preview/", typed_no(**changes))
    assert everything_stored() == before


def test_htmx_gets_the_fragment_with_its_companions(desk: Client) -> None:
    page = preview(desk)
    assert page.all("html") == []
    assert page.one(id="plan").all("ol")
    assert {found.attrs["id"] for found in page.all(hx_swap_oob="true")} == {
        "exit", "known", "save-sum", "reading", "far-off"
    }  # fmt: skip
    assert page.one(id="save-sum").text == "Thank-you tomorrow. Check in 1 Apr – 1 May."


def test_the_line_to_say_calls_them_by_name(desk: Client) -> None:
    line = preview(desk, next_contact_on="2026-05-05").one(id="exit-line").text
    assert "Ingrid" in line
    assert "on 5 May" in line


def test_without_script_the_whole_page_comes_back_as_typed(desk: Client) -> None:
    typed = typed_no(
        email="not an address", in_their_words="First the new\nplant.",
        said_on="2026-02-27", deal_value="a lot", is_decision_maker="on",
        ask_stay_in_touch="later", next_contact_on="2026-05-05", deal_title="<S&OP>",
        conversation="cannot", offer_made="no", good_deal="yes", told_by="call", notes="Hm.", phone="+47",
    )  # fmt: skip
    page = read(desk.post("/no/preview/", typed))
    kept = filled_in(form_to(page, "/no/"))
    assert {name: kept.get(name) for name in typed} == typed
    assert page.one(id="plan").all("ol")


def test_the_preview_shows_no_mistakes(desk: Client) -> None:
    page = read(desk.post("/no/preview/", {"email": "?", "deal_value": "?", "said_on": "2999-01-01"}))
    assert page.all(aria_invalid="true") == []
    assert page.all(role="alert") == []
    assert [found for found in page.walk() if found.has_class("form-error")] == []


def test_a_chosen_person_stays_chosen_in_the_preview(desk: Client, owner: User) -> None:
    person = log(owner).prospect
    page = read(desk.post("/no/preview/", {"prospect": str(person.pk), "conversation": "cannot"}))
    assert filled_in(form_to(page, "/no/"))["prospect"] == str(person.pk)


def test_a_chosen_deal_stays_chosen_in_the_preview(desk: Client, owner: User) -> None:
    person = log(owner).prospect
    deal = Deal.objects.create(team=owner.team, prospect=person, title="The pilot", currency="EUR")
    opened = filled_in(form_to(read(desk.get(f"/no/?deal={deal.pk}")), "/no/"))
    page = read(desk.post("/no/preview/", {**opened, "conversation": "cannot"}))
    assert filled_in(form_to(page, "/no/"))["deal"] == str(deal.pk)
    assert "The pilot" in page.text


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_foreign_people_are_never_shown(who: str, owner: User, request: pytest.FixtureRequest) -> None:
    person = log(owner, "Secret Solheim", email="secret@havbruk.example").prospect
    desk = signed_in(request.getfixturevalue(who))
    by_id = preview(desk, prospect=str(person.pk), prospect_name=None)
    by_name = preview(desk, prospect_name="Secret Solhem", email="secret@havbruk.example")
    assert "Solheim" not in by_id.text + by_name.text
    assert str(person.pk) not in str(by_name)


def test_known_people_are_offered_while_typing(desk: Client, owner: User) -> None:
    known = log(owner, "Ingrid Solheim", email="ingrid@havbruk.example").prospect
    log(owner, "Walter Brandt")
    offered = preview(desk, prospect_name="Ingrit Solhem").one(id="known").all("input", name="prospect")
    assert [radio.attrs["value"] for radio in offered] == [str(known.pk), ""]
    assert "checked" in offered[-1].attrs
    by_address = preview(desk, prospect_name="I. S.", email="INGRID@havbruk.example").one(id="known")
    assert "same address" in by_address.text


def test_whom_one_chose_among_the_known_is_taken(desk: Client, owner: User) -> None:
    known = log(owner).prospect
    answer = post_no(desk, prospect=str(known.pk), prospect_name="Ingrit Solhem", organisation_name=None)
    assert answer["Location"] == f"/prospects/{known.pk}/"
    assert Loss.objects.filter(prospect=known).count() == 2


def test_without_a_kind_of_no_the_page_asks_for_one(desk: Client) -> None:
    assert "Choose what kind of no it was" in preview(desk, conversation=None).one(id="plan").text


def test_get_answers_an_empty_form(desk: Client) -> None:
    page = read(desk.get("/no/preview/?conversation=cannot&prospect_name=Ingrid"))
    sent = filled_in(form_to(page, "/no/"))
    assert sent["prospect_name"] == ""
    assert "conversation" not in sent
    assert sent["said_on"] == MONDAY.isoformat()


def test_other_methods_are_refused(desk: Client) -> None:
    assert [desk.put("/no/preview/").status_code, desk.delete("/no/").status_code] == [405, 405]


def test_the_preview_costs_the_same_with_many_known_people(desk: Client, owner: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            preview(desk)
        return len(queries)

    log(owner, "Ingrid A")
    few = cost()
    for number in range(10):
        log(owner, f"Ingrid Solheim {number}")
    assert cost() == few <= 14


def test_a_colleague_who_will_look_after_them_plans_by_their_own_calendar(
    desk: Client, owner: User, colleague: User
) -> None:
    colleague.working_days = "4"
    colleague.save()
    typed = {"conversation": "cannot", "prospect_name": "Greta Sand", "owner": str(colleague.pk)}
    page = read(desk.post("/no/preview/", typed))
    dues = [row.one("time").attrs["datetime"] for row in page.all(data_kind="thank_you")]
    desk.post("/no/", typed)
    saved = FollowUp.objects.get(kind=Kind.THANK_YOU)
    assert (dues, saved.owner) == ([saved.due_on.isoformat()], colleague)


def test_whoever_else_stood_behind_it_is_named_in_the_preview(desk: Client) -> None:
    others = ["Ann A; sponsor", "Bo B; procurement"]
    typed = {"conversation": "cannot", "prospect_name": "Greta", "others": others}
    page = read(desk.post("/no/preview/", typed))
    assert "A thank-you and a check-in of their own as well: Ann A, Bo B." in page.text
