"""Logging a no, when everything is right."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client

from accounts.models import User
from followups.kinds import Kind, Status
from followups.models import FollowUp, FollowUpPlan
from prospects.conversations import AskAnswer, DealStatus, ExitConversation
from prospects.models import Deal, ExitAsk, Loss, LossReason, Organisation, Prospect
from tests.cast import MONDAY
from tests.desk.reading import filled_in, form_to, read, said
from tests.desk.visiting import post_no, signed_in, typed_no
from tests.followups.telling import log, step_of


def test_a_saved_no_leads_to_the_prospect_and_says_what_comes_next(desk: Client) -> None:
    answer = post_no(desk)
    person = Prospect.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/prospects/{person.pk}/")
    page = read(desk.get(answer["Location"]))
    assert step_of(person).due_on == date(2026, 4, 16)
    assert "Noted. Next check-in Thu 16 Apr." in said(page)


def test_the_flash_is_said_once(desk: Client) -> None:
    address = post_no(desk)["Location"]
    desk.get(address)
    assert said(read(desk.get(address))) == ""


def test_name_and_kind_are_enough(desk: Client, owner: User) -> None:
    assert desk.post("/no/", {"prospect_name": "Piet Claes", "conversation": "unknown"}).status_code == 303
    loss = Loss.objects.get()
    assert (loss.said_on, loss.logged_by, loss.conversation) == (MONDAY, owner, ExitConversation.UNKNOWN)
    assert (loss.prospect.name, loss.prospect.owner, loss.prospect.organisation) == (
        "Piet Claes",
        owner,
        None,
    )
    assert (loss.deal.title, loss.deal.status, loss.deal.value) == (
        "Offer to Piet Claes", DealStatus.LOST, None
    )  # fmt: skip


def test_every_field_is_kept(desk: Client, owner: User) -> None:
    reason = LossReason.objects.of_team(owner.team_id).filter(conversation="competitor_chosen")[0]
    answer = post_no(
        desk,
        conversation="competitor_chosen", email="Ingrid@Havbruk.example", phone="+47 22 00 00", title="COO",
        in_their_words="The others could start in May.", reason=str(reason.pk), told_by="call",
        said_on="2026-02-27", is_decision_maker="on", offer_made="no", deal_title="S&OP redesign",
        deal_value="48.000,50", deal_currency="nok", good_deal="yes", ask_stay_in_touch="yes",
        next_contact_on="2026-05-05", next_contact_manner="mail", notes="Be kind.",
    )  # fmt: skip
    assert answer.status_code == 303
    loss = Loss.objects.get()
    person, deal = loss.prospect, loss.deal
    assert (person.name, person.email, person.phone, person.title, person.is_decision_maker) == (
        "Ingrid Solheim", "ingrid@havbruk.example", "+47 22 00 00", "COO", True
    )  # fmt: skip
    assert person.organisation is not None
    assert person.organisation.name == "Havbruk Nordic"
    assert (loss.conversation, loss.reason, loss.told_by, loss.said_on, loss.offer_made) == (
        "competitor_chosen", reason, "call", date(2026, 2, 27), False
    )  # fmt: skip
    assert (loss.in_their_words, loss.notes, loss.good_deal, loss.by_decision_maker) == (
        "The others could start in May.", "Be kind.", "yes", True
    )  # fmt: skip
    assert (loss.next_contact_on, loss.next_contact_manner) == (date(2026, 5, 5), "mail")
    assert (deal.title, deal.value, deal.currency, deal.status) == (
        "S&OP redesign", Decimal("48000.50"), "NOK", DealStatus.LOST
    )  # fmt: skip
    assert list(ExitAsk.objects.values_list("kind", "answer")) == [("stay_in_touch", AskAnswer.YES)]
    step = step_of(person)
    assert (step.due_on, step.manner, step.is_agreed) == (date(2026, 5, 5), "mail", True)


def test_an_agreed_meeting_takes_the_place_of_the_check_in(desk: Client) -> None:
    answer = post_no(desk, next_contact_on="2026-04-08", next_contact_manner="meeting")
    step = step_of(Prospect.objects.get())
    assert (step.kind, step.due_on) == (Kind.AGREED_MEETING, date(2026, 4, 8))
    assert "Noted. You meet Wed 8 Apr." in said(read(desk.get(answer["Location"])))


@pytest.mark.parametrize(
    ("changes", "said_so"),
    [
        ({"ask_stay_in_touch": "no"}, "Noted. No check-in. The thanks still stand."),
        ({"good_deal": "no"}, "Noted. No check-in. The thanks still stand."),
        ({"ask_stay_in_touch": "stop"}, "Noted. Nothing more is planned for them."),
    ],
)
def test_a_no_that_ends_the_plan_says_that_no_check_in_follows(
    desk: Client, changes: dict[str, str], said_so: str
) -> None:
    answer = post_no(desk, **changes)
    page = read(desk.get(answer["Location"]))
    assert said_so in said(page)
    assert not FollowUp.objects.filter(kind=Kind.CHECK_IN).exists()


def test_a_known_person_is_taken_by_id(desk: Client, owner: User) -> None:
    person = log(owner).prospect
    answer = post_no(desk, prospect=str(person.pk), prospect_name=None, organisation_name=None)
    assert answer.status_code == 303
    assert Prospect.objects.get() == person
    assert Loss.objects.count() == 2


def test_a_known_address_is_the_same_person(desk: Client, owner: User) -> None:
    person = log(owner, email="ingrid@havbruk.example").prospect
    post_no(desk, prospect_name="I. Solheim", email=" INGRID@havbruk.example ")
    person.refresh_from_db()
    assert Prospect.objects.get() == person
    assert (person.name, person.also_called) == ("Ingrid Solheim", "I. Solheim")
    assert "Also written as I. Solheim" in read(desk.get(f"/prospects/{person.pk}/")).text


def test_an_organisation_is_written_once(desk: Client) -> None:
    post_no(desk)
    post_no(desk, prospect_name="Jonas Lindqvist", organisation_name="HAVBRUK nordic")
    assert [row.name for row in Organisation.objects.all()] == ["Havbruk Nordic"]


def test_a_colleagues_person_with_the_same_address_is_another_row(
    desk: Client, owner: User, colleague: User
) -> None:
    log(colleague, email="ingrid@havbruk.example")
    post_no(desk, email="ingrid@havbruk.example")
    assert set(Prospect.objects.values_list("owner", flat=True)) == {owner.pk, colleague.pk}


def test_a_second_no_joins_the_plan_that_stands(desk: Client, owner: User) -> None:
    person = log(owner, on=MONDAY - timedelta(days=20)).prospect
    before = step_of(person)
    post_no(desk, prospect=str(person.pk), conversation="competitor_chosen", deal_title="Another offer")
    after = step_of(person)
    assert after.pk == before.pk
    assert after.due_on > before.due_on
    assert FollowUpPlan.objects.get().loss.conversation == "competitor_chosen"
    assert {deal.title for deal in person.deals.all()} == {"S&OP redesign", "Another offer"}


def test_an_open_deal_is_declined_by_the_no_about_it(desk: Client, owner: User) -> None:
    person = log(owner).prospect
    deal = Deal.objects.create(team=owner.team, prospect=person, title="The pilot", currency="EUR")
    answer = post_no(desk, deal=str(deal.pk), prospect_name=None, organisation_name=None)
    deal.refresh_from_db()
    assert answer["Location"] == f"/prospects/{person.pk}/"
    assert (deal.status, deal.closed_on) == (DealStatus.LOST, MONDAY)
    assert Loss.objects.filter(deal=deal).count() == 1


def test_a_reopened_deal_can_be_declined_again(desk: Client, owner: User) -> None:
    loss = log(owner)
    Deal.objects.filter(pk=loss.deal_id).update(status=DealStatus.OPEN, closed_on=None)
    assert post_no(desk, deal=str(loss.deal_id), prospect_name=None).status_code == 303
    assert Loss.objects.filter(deal=loss.deal_id).count() == 2


def test_a_no_written_down_late_is_dated_as_it_was_said(desk: Client) -> None:
    post_no(desk, said_on="2026-01-30")
    person = Prospect.objects.get()
    assert Loss.objects.get().said_on == date(2026, 1, 30)
    assert not FollowUp.objects.filter(kind=Kind.THANK_YOU).exists()
    assert step_of(person).opens_on > MONDAY - timedelta(days=4)


def test_today_is_the_owners_today(owner: User, clock: time_machine.Traveller) -> None:
    # Half past midnight in Berlin, still Sunday in UTC.
    clock.move_to(datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    desk = signed_in(owner)
    assert post_no(desk, said_on="2026-03-02").status_code == 303
    assert post_no(desk, said_on="2026-03-03").status_code == 200
    assert Loss.objects.get().logged_on == MONDAY


def test_a_manager_may_log_a_no_for_a_colleagues_prospect(manager: User, owner: User) -> None:
    person = log(owner).prospect
    assert post_no(signed_in(manager), prospect=str(person.pk), prospect_name=None).status_code == 303
    assert Loss.objects.filter(logged_by=manager, prospect=person).count() == 1
    assert set(FollowUp.objects.filter(status=Status.OPEN).values_list("owner", flat=True)) == {owner.pk}


def test_the_same_submission_twice_makes_one_no(desk: Client) -> None:
    fields = typed_no()
    first, second = desk.post("/no/", fields), desk.post("/no/", fields)
    assert first["Location"] == second["Location"]
    assert second.status_code == 303
    assert (Loss.objects.count(), Deal.objects.count(), Prospect.objects.count()) == (1, 1, 1)


def test_two_people_may_use_the_same_submission(desk: Client, colleague: User) -> None:
    fields = typed_no()
    desk.post("/no/", fields)
    signed_in(colleague).post("/no/", fields)
    assert Loss.objects.count() == 2


@pytest.fixture
def every_thread_hangs_up() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


@pytest.mark.django_db(transaction=True)
def test_the_same_submission_at_the_same_time_makes_one_no(
    owner: User, every_thread_hangs_up: ThreadPoolExecutor
) -> None:
    desks, fields = [signed_in(owner) for _ in range(4)], typed_no()

    def send(desk: Client) -> tuple[int, str]:
        try:
            answer = desk.post("/no/", fields)
            return answer.status_code, answer["Location"]
        finally:
            connection.close()

    answers = set(every_thread_hangs_up.map(send, desks))
    assert answers == {(303, f"/prospects/{Prospect.objects.get().pk}/")}
    assert (Loss.objects.count(), FollowUp.objects.filter(kind=Kind.CHECK_IN).count()) == (1, 1)


def test_an_empty_form_carries_a_submission_of_its_own(desk: Client) -> None:
    forms = [form_to(read(desk.get("/no/")), "/no/") for _ in range(2)]
    keys = {str(filled_in(form)["submission"]) for form in forms}
    assert len(keys) == 2
    assert all(len(key) == 32 for key in keys)


def test_the_form_can_be_sent_as_a_browser_sends_it(desk: Client) -> None:
    sent = filled_in(form_to(read(desk.get("/no/")), "/no/"))
    sent |= {"conversation": "cannot", "prospect_name": "Walter Brandt"}
    assert desk.post("/no/", sent).status_code == 303
    assert Loss.objects.get().said_on == MONDAY


def test_a_prospect_in_the_address_is_filled_in(desk: Client, owner: User) -> None:
    person = log(owner).prospect
    page = read(desk.get(f"/no/?prospect={person.pk}"))
    sent = filled_in(form_to(page, "/no/"))
    assert sent["prospect"] == str(person.pk)
    assert "prospect_name" not in sent
    assert "Ingrid Solheim" in page.one("form", id="log").text
    assert desk.post("/no/", {**sent, "conversation": "unknown"}).status_code == 303
    assert Loss.objects.filter(prospect=person).count() == 2


def test_a_deal_in_the_address_is_filled_in(desk: Client, owner: User) -> None:
    person = log(owner).prospect
    deal = Deal.objects.create(team=owner.team, prospect=person, title="The pilot", currency="EUR")
    page = read(desk.get(f"/no/?deal={deal.pk}"))
    sent = filled_in(form_to(page, "/no/"))
    assert (sent["deal"], sent["prospect"]) == (str(deal.pk), str(person.pk))
    assert "The pilot" in page.text
    desk.post("/no/", {**sent, "conversation": "unknown"})
    deal.refresh_from_db()
    assert deal.status == DealStatus.LOST


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_what_is_not_mine_to_see_is_not_filled_in(
    who: str, owner: User, request: pytest.FixtureRequest
) -> None:
    loss = log(owner)
    client = signed_in(request.getfixturevalue(who))
    assert client.get(f"/no/?prospect={loss.prospect_id}").status_code == 404
    assert client.get(f"/no/?deal={loss.deal_id}").status_code == 404


def test_an_unreadable_id_in_the_address_gives_an_empty_form(desk: Client) -> None:
    answer = desk.get("/no/?prospect=nobody&deal=%00")
    assert answer.status_code == 200
    assert filled_in(form_to(read(answer), "/no/"))["prospect_name"] == ""
