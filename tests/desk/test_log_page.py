"""The page of "Log a no": what stands open, what is suggested, what it costs."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from desk.log_page import FOLDS
from library.models import Topic
from prospects.conversations import ExitConversation
from prospects.models import LossReason
from tests.cast import make_user
from tests.desk.reading import Element, filled_in, form_to, read
from tests.desk.visiting import HTMX, post_no, signed_in, typed_no

# Something to type into a field of each fold.
TYPED = {
    "said": {"delegated_to": "Jonas"}, "deal": {"stage": "Offer"}, "needs": {"challenges": "Turnover"},
    "wake_up": {"wake_up": "The merger"}, "others": {"main_competitor": "Nordtal"},
    "person": {"pace": "slow"}, "notes": {"lesson": "Ask first"},
}  # fmt: skip

# The fields of CONTRACT.md, "Log a no", that somebody types into a page about somebody new.
CONTRACT = """
    submission prospect_name organisation_name email phone title deal_title deal_value deal_currency
    owner told_to others tender said_on conversation reason in_their_words told_by is_decision_maker
    competitors main_competitor reasons stage source offer_made delegated_to ask_stay_in_touch
    ask_feedback ask_referral ask_reference ask_reentry ask_mailing_list ask_next_meeting ask_thank_you
    ask_congratulate feedback_words referral_name referral_organisation reference_for
    permission_channels permission_words permission_strength permission_every next_contact
    next_contact_on next_contact_manner promise promise_on promise_every needs timing budget topics
    personal_cues wanted_from_our_time pace priority right_but_early good_deal likelihood wake_up_kind
    wake_up wake_up_on notice_on country region language time_zone postal_address lesson notes
"""


def open_folds(page: Element) -> set[str]:
    """The folds that stand open."""
    folds = [fold for fold in page.all("details") if fold.has_class("fold") and "open" in fold.attrs]
    names = {field: fold for fold, fields in FOLDS.items() for field in fields}
    return {names[fold.all(name=True)[0].attrs["name"]] for fold in folds}


def cost(client: Client, **query: Any) -> int:
    """How many queries the empty page takes."""
    client.get("/no/", query)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/no/", query).status_code == 200
    return len(queries)


def test_the_empty_page_has_everything_folded(desk: Client) -> None:
    assert open_folds(read(desk.get("/no/"))) == set()


def test_every_field_of_the_contract_stands_on_the_page(desk: Client, colleague: User) -> None:
    names = {control.attrs["name"] for control in read(desk.get("/no/")).one("form", id="log").all(name=True)}
    assert set(CONTRACT.split()) - names == set()


@pytest.mark.parametrize("fold", FOLDS)
def test_a_fold_with_something_in_it_stays_open_in_the_preview(desk: Client, fold: str) -> None:
    page = read(desk.post("/no/preview/", typed_no(**TYPED[fold])))
    assert open_folds(page) == {fold}


def test_more_reasons_stay_open_once_one_is_ticked(desk: Client, owner: User) -> None:
    reason = LossReason.objects.of_team(owner.team_id)[0]
    page = read(desk.post("/no/preview/", typed_no(reasons=str(reason.pk))))
    inner = next(found for found in page.all("details") if found.has_class("more-reasons"))
    assert "open" in inner.attrs
    assert filled_in(form_to(page, "/no/"))["reasons"] == str(reason.pk)


def test_reasons_stand_under_their_chips(desk: Client, owner: User) -> None:
    page = read(desk.get("/no/"))
    group = next(
        group for group in page.all("fieldset") if group.all("legend")[0].text == "Can't, with reason"
    )
    own = LossReason.objects.of_team(owner.team_id).filter(conversation="cannot")
    assert [box.attrs["value"] for box in group.all("input", name="reasons")] == [str(row.pk) for row in own]


def test_who_somebody_is_stands_on_their_page_not_here(desk: Client, colleague: User) -> None:
    answer = post_no(desk)
    person = answer["Location"].split("/")[2]
    page = read(desk.get(f"/no/?prospect={person}"))
    assert page.all("select", name="owner") == []
    assert "Only what is new." in page.text


def test_the_page_costs_the_same_with_many_reasons_topics_and_colleagues(desk: Client, owner: User) -> None:
    make_user(owner.team, "one@example.com")
    few = cost(desk)
    LossReason.objects.bulk_create(
        LossReason(team=owner.team, conversation=conversation, label=f"Reason {number}")
        for conversation in ExitConversation
        for number in range(20)
    )
    Topic.objects.bulk_create(Topic(team=owner.team, name=f"Topic {number}") for number in range(300))
    for number in range(5):
        make_user(owner.team, f"more{number}@example.com")
    assert cost(desk) == few <= 12


def test_no_catalogue_of_topics_or_countries_stands_in_the_page(desk: Client, owner: User) -> None:
    Topic.objects.bulk_create(Topic(team=owner.team, name=f"Topic {number}") for number in range(300))
    answer = desk.get("/no/")
    assert "Topic 1" not in answer.content.decode()
    assert "Norway" not in answer.content.decode()
    assert len(answer.content) < 90_000


# Suggestions


def suggested(desk: Client, address: str, **typed: str) -> list[str]:
    """The options a field is offered."""
    answer = desk.get(address, typed, headers=HTMX)
    assert answer.status_code == 200
    return [option.attrs["value"] for option in read(answer).all("option")]


@pytest.fixture
def topics(owner: User) -> None:
    names = ("Night shifts", "Nightingales", "Hand-overs", "The night train", "Übergaben")
    Topic.objects.bulk_create(Topic(team=owner.team, name=name) for name in names)


@pytest.mark.usefixtures("topics")
def test_topics_that_begin_so_come_first(desk: Client) -> None:
    assert suggested(desk, "/topics/", q="night") == ["Night shifts", "Nightingales", "The night train"]


@pytest.mark.usefixtures("topics")
def test_a_line_of_topics_goes_on_after_its_last_comma(desk: Client) -> None:
    assert suggested(desk, "/topics/", topics="Hand-overs, night s") == ["Hand-overs, Night shifts"]


@pytest.mark.usefixtures("topics")
def test_a_topic_on_the_line_is_not_suggested_again(desk: Client) -> None:
    assert suggested(desk, "/topics/", challenges="night shifts,night") == [
        "night shifts, Nightingales", "night shifts, The night train"
    ]  # fmt: skip


@pytest.mark.usefixtures("topics")
def test_letters_beyond_ascii_are_found_in_either_case(desk: Client) -> None:
    assert suggested(desk, "/topics/", q="über") == ["Übergaben"]


def test_at_most_twelve_are_suggested(desk: Client, owner: User) -> None:
    Topic.objects.bulk_create(Topic(team=owner.team, name=f"Topic {number}") for number in range(300))
    assert len(suggested(desk, "/topics/", q="topic")) == 12
    assert len(suggested(desk, "/topics/")) == 12


@pytest.mark.usefixtures("topics")
def test_topics_of_another_team_are_not_suggested(stranger: User) -> None:
    assert suggested(signed_in(stranger), "/topics/", q="night") == []


def test_what_a_colleagues_prospect_waits_for_is_not_suggested(desk: Client, colleague: User) -> None:
    post_no(signed_in(colleague), wake_up_kind="person_leaves", wake_up="Night nurse leaves")
    post_no(desk, wake_up_kind="we_ship", wake_up="Night mode", topics="night shifts")
    assert suggested(desk, "/topics/", q="night") == ["Night mode", "night shifts"]
    assert suggested(signed_in(colleague), "/topics/", q="night") == ["Night nurse leaves", "night shifts"]


def test_countries_and_time_zones_are_suggested_by_what_is_typed(desk: Client) -> None:
    assert suggested(desk, "/places/", country="nor") == [
        "Norfolk Island", "North Korea", "North Macedonia", "Northern Mariana Islands", "Norway"
    ]  # fmt: skip
    assert suggested(desk, "/places/", time_zone="osl") == ["Europe/Oslo"]
    assert suggested(desk, "/places/", country="") == []


@pytest.mark.parametrize("typed", ["\x00", "%", "_", "," * 5000, "x" * 100_000, "'; --", "💥"])
def test_nothing_typed_breaks_the_suggestions(desk: Client, typed: str) -> None:
    for address, name in (("/topics/", "q"), ("/places/", "country"), ("/places/", "time_zone")):
        assert desk.get(address, {name: typed}).status_code == 200
