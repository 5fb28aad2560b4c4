"""The review of a quarter: whose noes, whose words, what we change; nobody is ranked."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from insights.calendar_quarters import Quarter
from insights.decisions import Wanted, decide, decisions_of
from insights.models import QuarterDecision
from prospects.conversations import AskAnswer, AskKind, Decided
from prospects.models import ExitAsk, Feedback, Loss
from prospects.new_no import Offer
from tests.cast import NINE
from tests.desk.reading import described_by, filled_in, form_to, read
from tests.desk.visiting import signed_in
from tests.digests.stage import at
from tests.followups.telling import log
from tests.insights.coming_back import says_yes

PAGE = "/insights/quarter/2026-q1/"
DECIDE, KEPT = f"{PAGE}decide/", f"{PAGE}kept/"
FIRST_QUARTER, BEFORE = Quarter(2026, 1), Quarter(2025, 4)
MAY = date(2026, 5, 1)


@pytest.fixture(autouse=True)
def april(clock: time_machine.Traveller, owner: User) -> None:
    """The first quarter is over."""
    clock.move_to(at(owner, date(2026, 4, 10)))


def big(by: User, name: str, value: int, currency: str = "EUR", words: str = "") -> Loss:
    offer = Offer(title=f"Deal of {name}", value=Decimal(value), currency=currency)
    return log(by, name, offer=offer, in_their_words=words)


def text_of(user: User, query: str = "") -> str:
    answer = signed_in(user).get(f"{PAGE}{query}")
    assert answer.status_code == 200
    return read(answer).one("main").text


def test_the_short_address_leads_to_the_quarter_that_is_over(owner: User) -> None:
    assert signed_in(owner).get("/insights/quarter/")["Location"] == PAGE


@pytest.mark.parametrize("key", ["2026-q5", "2026-q3", "nonsense", "9998-q1"])
def test_what_is_no_quarter_or_yet_to_come_does_not_exist(manager: User, key: str) -> None:
    client = signed_in(manager)
    assert client.get(f"/insights/quarter/{key}/").status_code == 404
    assert client.post(f"/insights/quarter/{key}/decide/", {}).status_code == 404


def test_the_biggest_noes_stand_in_the_buyers_words(owner: User) -> None:
    big(owner, "Ingrid Solheim", 9000, words="Not before the budget round.")
    loss = big(owner, "Priya Raman", 48000)
    Feedback.objects.create(
        team=owner.team, prospect=loss.prospect, loss=loss, decided=Decided.PRICE, line="Too dear by half."
    )
    log(owner, "Piet Claes")
    page = text_of(owner)
    assert "2 noes, worth €57,000" in page
    assert page.index("€48,000 Deal of Priya Raman") < page.index("€9,000 Deal of Ingrid Solheim")
    assert "Not before the budget round." in page
    assert "They say: The price Too dear by half." in page
    assert "One more has no value." in page


def test_ten_of_a_currency_and_no_two_currencies_added_up(owner: User) -> None:
    for n in range(12):
        big(owner, f"Person {n}", 1000 + n)
    big(owner, "Urs Meier", 500, "CHF")
    page = text_of(owner)
    assert "The 10 biggest of 12 noes, worth €12,066 together" in page
    assert "Deal of Person 11" in page
    assert "Deal of Person 1 " not in page
    assert "One no, worth CHF 500" in page


def test_how_often_the_buyer_spoke(owner: User) -> None:
    for n in range(6):
        log(owner, f"Person {n}", in_their_words="Because." if n < 2 else "")
    page = text_of(owner)
    assert "2 of 6 have the buyer's own words." in page


def test_what_they_said_when_asked_why_is_their_words_too(owner: User) -> None:
    loss = big(owner, "Ingrid Solheim", 9000)
    ExitAsk.objects.create(loss=loss, kind=AskKind.FEEDBACK, answer=AskAnswer.YES, words="You rang too late.")
    page = text_of(owner)
    assert "You rang too late." in page
    assert "Nobody noted their words." not in page
    assert "1 of 1 have the buyer's own words." in page
    assert "1 of 1 as we noted what they said, 0 of 1 written by the buyer." in page


def test_a_deal_worth_nothing_is_counted_with_those_without_a_value(owner: User) -> None:
    big(owner, "Ingrid Solheim", 9000)
    big(owner, "Priya Raman", 0)
    log(owner, "Piet Claes")
    assert "2 more have no value." in text_of(owner)


def test_cohorts_say_how_many_are_still_followed_and_what_was_not_watched(owner: User) -> None:
    for n in range(10):
        loss = log(owner, f"Person {n}", on=date(2025, 11, 3))
        if n < 2:
            says_yes(loss.deal, date(2025, 12, 15))
    page = read(signed_in(owner).get(PAGE))
    (row,) = [row for row in page.all("tr") if row.text.startswith("Quarter 4 of 2025")]
    noes, so_far, *reached = (cell.text for cell in row.all("td"))
    assert (noes, so_far) == ("10", "2 of 10")
    assert reached[0].startswith("2 came back, about 20%likely ")
    assert reached[0].endswith("8 still followed")
    assert reached[1:] == ["not watched that long yet"] * 2


def test_of_others_people_managers_alone_read(
    owner: User, colleague: User, manager: User, stranger: User
) -> None:
    big(colleague, "Priya Raman", 48000, words="Said to a colleague.")
    big(stranger, "Olga", 48000, words="Said to a stranger.")
    assert "Said to" not in text_of(owner) + text_of(owner, "?whose=team")
    assert "Said to a colleague." in text_of(manager)
    assert "Said to a colleague." not in text_of(manager, "?whose=me")
    assert "Said to a stranger." not in text_of(manager)


def test_nobody_is_ranked_by_noes(owner: User, colleague: User, manager: User) -> None:
    big(owner, "Ingrid Solheim", 9000)
    big(colleague, "Priya Raman", 48000)
    page = read(signed_in(manager).get(PAGE))
    # People of ours may be chosen to see to something; beside noes none of them stands.
    for part in page.all("section")[:3]:
        assert owner.get_full_name() not in part.text
        assert colleague.get_full_name() not in part.text


def decided(manager: User, owner: User, quarter: Quarter = FIRST_QUARTER) -> list[QuarterDecision]:
    decide(quarter, [Wanted("Ask first", owner.pk, MAY)], by=manager, now=NINE)
    return decisions_of(manager.team, quarter)


def typed(client: Client, **changed: str) -> dict[str, object]:
    return {**filled_in(form_to(read(client.get(PAGE)), DECIDE)), **changed}


def test_a_manager_decides_and_everybody_reads_it(owner: User, manager: User, marketer: User) -> None:
    client = signed_in(manager)
    sent = typed(client, what_1="Ask first", owner_1=str(owner.pk), due_on_1="2026-05-01")
    answer = client.post(DECIDE, sent)
    assert (answer.status_code, answer["Location"]) == (303, f"{PAGE}#decisions")
    for user in (owner, marketer):
        assert "Ask first Maren Vogt, 1 May 2026" in text_of(user)
    assert not read(signed_in(owner).get(PAGE)).all("form", action=DECIDE)


def test_who_is_no_manager_decides_nothing(owner: User, manager: User) -> None:
    (row,) = decided(manager, owner, BEFORE)
    client = signed_in(owner)
    assert client.post(DECIDE, {"what_1": "Mine", "owner_1": owner.pk}).status_code == 403
    assert client.post(KEPT, {f"kept_{row.pk}": "yes"}).status_code == 403
    assert QuarterDecision.objects.get().was_kept is None


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"owner_1": ""}, "owner_1", "Who sees to it?"),
        ({"due_on_1": ""}, "due_on_1", "Until when?"),
        ({"due_on_1": "1999-01-01"}, "due_on_1", "Choose a day after the quarter began"),
        ({"due_on_1": "tomorrow"}, "due_on_1", "Write the day as"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    owner: User, manager: User, changed: dict[str, str], field: str, said: str
) -> None:
    client = signed_in(manager)
    sent = typed(client, what_1="Ask first", owner_1=str(owner.pk), due_on_1="2026-05-01", what_2="Else")
    page = read(client.post(DECIDE, {**sent, **changed}))
    assert said in described_by(page, field)
    assert filled_in(form_to(page, DECIDE))["what_1"] == "Ask first"
    assert not QuarterDecision.objects.exists()


def test_somebody_of_another_team_can_not_be_chosen(manager: User, stranger: User) -> None:
    client = signed_in(manager)
    page = read(client.post(DECIDE, typed(client, what_1="Mine", owner_1=str(stranger.pk))))
    assert "Choose somebody of your team." in described_by(page, "owner_1")
    assert not QuarterDecision.objects.exists()


def test_what_a_colleague_wrote_meanwhile_is_shown_before_it_is_overwritten(
    owner: User, manager: User
) -> None:
    client = signed_in(manager)
    sent = typed(client, what_1="Mine", owner_1=str(owner.pk))
    decided(manager, owner)
    page = read(client.post(DECIDE, sent))
    assert "It says now: Ask first. Press Save for yours." in page.text
    assert QuarterDecision.objects.get().what == "Ask first"
    assert client.post(DECIDE, filled_in(form_to(page, DECIDE))).status_code == 303
    assert QuarterDecision.objects.get().what == "Mine"


def test_the_same_form_sent_twice_is_no_colleagues_doing(owner: User, manager: User) -> None:
    client = signed_in(manager)
    sent = typed(client, what_1="Ask first", owner_1=str(owner.pk), due_on_1="2026-05-01")
    assert [client.post(DECIDE, sent).status_code for _time in range(2)] == [303, 303]
    assert QuarterDecision.objects.get().what == "Ask first"


def test_beside_an_error_the_way_to_ones_own_still_leads_to_the_page(owner: User, manager: User) -> None:
    client = signed_in(manager)
    page = read(client.post(DECIDE, typed(client, what_1="Ask first", owner_1="")))
    assert page.all("a", href=f"{PAGE}?whose=me")
    assert not page.all("a", href="?whose=me")


def test_last_quarters_decisions_were_kept_or_not_or_nobody_has_said(owner: User, manager: User) -> None:
    (row,) = decided(manager, owner, BEFORE)
    assert "Ask first Maren Vogt, 1 May 2026Not said" in text_of(owner)
    client = signed_in(manager)
    for sent, shown in (("yes", "Kept"), ("no", "Not kept"), ("", "Not said")):
        assert client.post(KEPT, {f"kept_{row.pk}": sent}).status_code == 303
        assert f"Ask first Maren Vogt, 1 May 2026{shown}" in text_of(owner)


def test_it_stays_readable_when_whoever_saw_to_it_has_left(
    owner: User, colleague: User, manager: User
) -> None:
    decided(manager, colleague)
    decided(manager, colleague, BEFORE)
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    assert text_of(owner).count("Colleague (has left)") == 2
    client = signed_in(manager)
    assert client.post(DECIDE, typed(client, what_1="Ask sooner")).status_code == 303
    assert QuarterDecision.objects.get(what="Ask sooner").owner == colleague


def test_it_is_printed_without_its_forms(manager: User, owner: User) -> None:
    decided(manager, owner)
    page = read(signed_in(manager).get(PAGE))
    assert form_to(page, DECIDE).has_class("no-print")
    assert page.all("ol", **{"class": "says print-only"})
    assert page.all("button", data_print=True)


def test_a_bounded_number_of_queries(
    owner: User, manager: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(15):
        big(owner, f"Person {n}", 1000 + n)
    client = signed_in(manager)
    client.get(PAGE)
    with django_assert_num_queries(15):
        client.get(PAGE)
