"""A person's page: what is next, what happened, and their deals."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from followups.actions import NewTouch, Word, grant_permission, log_touch, skip
from followups.kinds import Channel, Kind
from followups.models import FollowUp
from prospects.conversations import AskAnswer, AskKind, PermissionChannel, TopicKind, WakeUpKind
from prospects.models import Deal, LossReason, Prospect
from prospects.new_no import (
    About,
    Agreement,
    Asked,
    Behind,
    Condition,
    Named,
    Offer,
    Other,
    Promised,
)
from tests.cast import MONDAY, NINE
from tests.desk.reading import filled_in, form_to, read, rows_of
from tests.desk.visiting import act, signed_in
from tests.followups.telling import day, log, nine_on, open_row, step_of
from tests.security.tables import everything_stored


@pytest.fixture
def person(owner: User) -> Prospect:
    reason = LossReason.objects.of_team(owner.team_id).filter(conversation="not_a_priority")[0]
    loss = log(
        owner, in_their_words="Come back in spring.", email="ingrid@havbruk.example", reason_id=reason.pk,
        offer=Offer(title="S&OP redesign", value=Decimal("48000.50"), currency="NOK"), told_by="call",
    )  # fmt: skip
    return loss.prospect


def test_the_page_says_what_is_next_and_what_else_is_planned(desk: Client, person: Prospect) -> None:
    page = read(desk.get(f"/prospects/{person.pk}/"))
    assert page.one("h1").text == "Ingrid Solheim"
    thanks = open_row(person, Kind.THANK_YOU)
    card = page.one("section", data_followup=str(thanks.pk))
    assert card.all("time")[0].attrs["datetime"] == thanks.due_on.isoformat()
    assert "Come back in spring." in card.text
    also = page.one("ol", aria_label="Also planned")
    assert sorted(row.attrs["data-kind"] for row in also.all(data_kind=True)) == ["check_in", "debrief"]


def test_once_thanked_the_check_in_is_next_with_its_window(desk: Client, person: Prospect) -> None:
    act(desk, open_row(person, Kind.THANK_YOU), "complete", outcome="done")
    page = read(desk.get(f"/prospects/{person.pk}/"))
    step = step_of(person)
    card = page.one("section", data_followup=str(step.pk))
    assert card.all("time")[0].attrs["datetime"] == step.due_on.isoformat()
    assert card.one("time", data_opens=True).attrs["datetime"] == step.opens_on.isoformat()
    assert "You might open with" in card.text


def test_every_planned_row_is_marked_with_its_day(desk: Client, person: Prospect) -> None:
    shown = set(rows_of(read(desk.get(f"/prospects/{person.pk}/"))))
    for row in FollowUp.objects.open():
        assert (str(row.pk), row.kind, row.due_on.isoformat()) in shown


def test_what_happened_stands_newest_first(desk: Client, person: Prospect) -> None:
    act(desk, step_of(person), "complete", outcome="spoke", note="New hall opens.")
    act(desk, open_row(person, Kind.THANK_YOU), "skip")
    page = read(desk.get(f"/prospects/{person.pk}/"))
    story = page.one("ol", class_="timeline").text
    assert story.index("New hall opens.") < story.index("Said no")
    assert "Skipped" in story
    assert "S&OP redesign" in story
    assert "Come back in spring." in story


def test_an_act_can_be_taken_back_from_the_story(desk: Client, person: Prospect) -> None:
    step = step_of(person)
    act(desk, step, "complete", outcome="spoke")
    page = read(desk.get(f"/prospects/{person.pk}/"))
    sent = filled_in(form_to(page, f"/followups/{step.pk}/undo/"))
    answer = desk.post(f"/followups/{step.pk}/undo/", sent)
    assert (answer.status_code, answer["Location"]) == (303, f"/prospects/{person.pk}/")
    assert step_of(person).pk == step.pk


def test_later_and_skip_on_the_card_come_back_to_the_person(desk: Client, person: Prospect) -> None:
    page = read(desk.get(f"/prospects/{person.pk}/"))
    thanks = open_row(person, Kind.THANK_YOU)
    for door in ("snooze", "skip"):
        form = form_to(page, f"/followups/{thanks.pk}/{door}/")
        answer = desk.post(form.attrs["action"], {**filled_in(form), "until": "tomorrow"})
        assert answer["Location"] == f"/prospects/{person.pk}/"


def test_a_skip_after_midnight_stands_under_its_own_day(
    owner: User, person: Prospect, clock: time_machine.Traveller
) -> None:
    clock.move_to(NINE + timedelta(hours=15, minutes=30))  # half past midnight in Berlin, Tuesday
    desk = signed_in(owner)
    act(desk, open_row(person, Kind.THANK_YOU), "skip")
    page = read(desk.get(f"/prospects/{person.pk}/"))
    skipped = next(row for row in page.one("ol", class_="timeline").all("li") if "Skipped" in row.text)
    assert skipped.all("time")[0].attrs["datetime"] == "2026-03-03"


def test_a_person_who_asked_to_stop_has_nothing_planned(desk: Client, person: Prospect) -> None:
    act(desk, step_of(person), "complete", outcome="asked_to_stop")
    page = read(desk.get(f"/prospects/{person.pk}/"))
    assert "Ingrid Solheim asked you to stop. Nothing is planned any more." in page.text


@pytest.mark.parametrize("outcome", ["won_back", "spoke", "no_answer", "not_yet", "interested", "new_need"])
@pytest.mark.parametrize("months", [0, 14])
def test_the_page_stands_however_the_plan_goes(desk: Client, owner: User, outcome: str, months: int) -> None:
    loss = log(owner, on=MONDAY - timedelta(days=30 * months), told_by="silence", conversation="drifted")
    act(desk, step_of(loss.prospect), "complete", outcome=outcome, next_on="2027-01-04")
    answer = desk.get(f"/prospects/{loss.prospect_id}/")
    assert answer.status_code == 200
    assert read(answer).one("h1").text == "Ingrid Solheim"


def test_a_person_without_a_plan_has_a_page(desk: Client, owner: User) -> None:
    bare = Prospect.objects.create(team=owner.team, owner=owner, name="Nobody Yet")
    assert read(desk.get(f"/prospects/{bare.pk}/")).one("h1").text == "Nobody Yet"


def test_the_page_costs_the_same_however_long_the_story(owner: User, clock: time_machine.Traveller) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(f"/prospects/{person.pk}/")
        return len(queries)

    person = everything_once(owner, 0)
    clock.move_to(nine_on(day(30)))
    desk = signed_in(owner)
    desk.get(f"/prospects/{person.pk}/")
    short = cost()
    for number in range(1, 5):
        everything_once(owner, number)
        act(desk, step_of(person), "complete", outcome="spoke")
    assert cost() <= short
    # Small reads by index; a third of them is the frame of every page and the rules of contact.
    assert short <= 44


def everything_once(owner: User, number: int) -> Prospect:
    """One more of everything a page shows."""
    on = day(number)
    person = log(
        owner, on=on, email="ingrid@havbruk.example", offer=Offer(title=f"Offer {number}"), notes="Long",
        asks=(Asked(AskKind.FEEDBACK, AskAnswer.YES, "Too slow"), Asked(AskKind.REFERENCE, AskAnswer.LATER)),
        agreement=Agreement((PermissionChannel.CALL,), words="Do call"), promise=Promised(f"List {number}"),
        condition=Condition(WakeUpKind.WE_SHIP, f"Thing {number}"), referral=Named(f"Piet {number}"),
        behind=Behind(people=(Other(f"Olga {number}", "sponsor"),), competitors=(f"Rival {number}",)),
        about=About(topics=((TopicKind.GOAL, f"Goal {number}"),)),
    ).prospect  # fmt: skip
    note = NewTouch(Channel.NOTE, on, summary=f"Note {number}")
    log_touch(person, note, by=owner, today=on, now=nine_on(on))
    word = Word((PermissionChannel.MAIL,), on)
    grant_permission(person, word, by=owner, today=on, now=nine_on(on))
    skip(open_row(person, Kind.DEBRIEF).pk, by=owner, today=on, now=nine_on(on))
    return person


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_what_is_not_mine_does_not_exist(who: str, person: Prospect, request: pytest.FixtureRequest) -> None:
    client, deal = signed_in(request.getfixturevalue(who)), Deal.objects.get()
    before = everything_stored()
    for address in (f"/prospects/{person.pk}/", f"/prospects/{person.pk}/edit/", f"/deals/{deal.pk}/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"name": "Mine now"}).status_code in {404, 405}
    assert everything_stored() == before


def test_a_manager_sees_a_colleagues_person(manager: User, person: Prospect) -> None:
    page = read(signed_in(manager).get(f"/prospects/{person.pk}/"))
    assert "Maren Vogt" in page.text
    assert page.all(data_followup=str(step_of(person).pk))


def test_an_unknown_person_does_not_exist(desk: Client) -> None:
    assert desk.get(f"/prospects/{uuid4()}/").status_code == 404
    assert desk.get("/prospects/ingrid/").status_code == 404


def test_a_deal_says_what_it_heard(desk: Client, person: Prospect) -> None:
    deal = Deal.objects.get()
    page = read(desk.get(f"/deals/{deal.pk}/"))
    assert page.one("h1").text == "S&OP redesign"
    assert "NOK 48,000.50" in page.text
    assert "Come back in spring." in page.text
    assert page.all("time", datetime=MONDAY.isoformat())


def test_an_open_deal_offers_to_log_its_no(desk: Client, owner: User, person: Prospect) -> None:
    deal = Deal.objects.create(team=owner.team, prospect=person, title="The pilot", currency="EUR")
    page = read(desk.get(f"/deals/{deal.pk}/"))
    assert page.all("a", href=f"/no/?deal={deal.pk}")
    assert "No “no” so far." in page.text


def test_a_deal_won_back_says_why_they_said_yes(desk: Client, person: Prospect) -> None:
    act(desk, step_of(person), "complete", outcome="won_back", why_yes="The others stalled.")
    assert "The others stalled." in read(desk.get(f"/deals/{Deal.objects.get().pk}/")).text


def test_a_second_no_shows_on_the_page(desk: Client, owner: User, person: Prospect) -> None:
    log(owner, email="ingrid@havbruk.example", conversation="cannot", on=day(7), offer=Offer(title="Second"))
    page = read(desk.get(f"/prospects/{person.pk}/"))
    assert {deal.title for deal in person.deals.all()} == {"S&OP redesign", "Second"}
    titles = [title.text for title in page.one("ol", class_="timeline").all("b")]
    assert sum(title.startswith("Said no") for title in titles) == 2
    assert step_of(person).due_on > date(2026, 4, 16) - timedelta(days=8)
