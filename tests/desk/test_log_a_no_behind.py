"""What lay behind a no, and what it taught about the person, through the form."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from followups.models import FollowUp, FollowUpPlan
from library.models import Topic
from prospects.models import Deal, Loss, LossReason, Prospect
from tests.cast import make_user
from tests.desk.reading import described_by, filled_in, form_to, read, said
from tests.desk.visiting import post_no, signed_in
from tests.followups.telling import lesson_of, log


def reason(team_id: Any, conversation: str, number: int = 0) -> LossReason:
    """One of the team's reasons."""
    return LossReason.objects.of_team(team_id).filter(conversation=conversation)[number]


def further(loss: Loss) -> set[Any]:
    """The ids of a no's further reasons."""
    return set(loss.further_reasons.values_list("reason_id", flat=True))


# Reasons


def test_several_reasons_and_one_main_one(desk: Client, owner: User) -> None:
    main, second = reason(owner.team_id, "cannot"), reason(owner.team_id, "cannot", 1)
    other = reason(owner.team_id, "drifted")
    post_no(desk, conversation="cannot", reason=str(main.pk), reasons=[str(second.pk), str(other.pk)])
    loss = Loss.objects.get()
    assert (loss.reason, further(loss)) == (main, {second.pk, other.pk})


def test_the_main_reason_among_all_of_them(desk: Client, owner: User) -> None:
    first, main = reason(owner.team_id, "cannot"), reason(owner.team_id, "cannot", 1)
    post_no(desk, conversation="cannot", reasons=[str(first.pk), str(main.pk)], main_reason=str(main.pk))
    loss = Loss.objects.get()
    assert (loss.reason, further(loss)) == (main, {first.pk})


def test_a_main_reason_that_is_not_among_them_is_added(desk: Client, owner: User) -> None:
    first, main = reason(owner.team_id, "cannot"), reason(owner.team_id, "cannot", 1)
    post_no(desk, conversation="cannot", reason=str(first.pk), main_reason=str(main.pk))
    loss = Loss.objects.get()
    assert (loss.reason, further(loss)) == (main, {first.pk})


def test_without_a_main_one_the_first_that_fits_is_it(desk: Client, owner: User) -> None:
    other, fitting = reason(owner.team_id, "drifted"), reason(owner.team_id, "cannot", 2)
    post_no(desk, conversation="cannot", reasons=[str(other.pk), str(fitting.pk)])
    loss = Loss.objects.get()
    assert (loss.reason, further(loss)) == (fitting, {other.pk})


def test_further_reasons_of_another_kind_make_no_main_one(desk: Client, owner: User) -> None:
    other = reason(owner.team_id, "drifted")
    post_no(desk, conversation="cannot", reasons=str(other.pk))
    loss = Loss.objects.get()
    assert (loss.reason, further(loss)) == (None, {other.pk})


@pytest.mark.parametrize("field", ["reason", "main_reason"])
def test_the_main_reason_fits_the_conversation(desk: Client, owner: User, field: str) -> None:
    other = reason(owner.team_id, "drifted")
    page = read(post_no(desk, conversation="cannot", **{field: str(other.pk)}))
    assert "belongs to another kind of no" in described_by(page, field)
    assert filled_in(form_to(page, "/no/"))[field] == str(other.pk)
    assert not Loss.objects.exists()


def test_foreign_reasons_are_refused(desk: Client, stranger: User) -> None:
    foreign = reason(stranger.team_id, "cannot")
    page = read(post_no(desk, conversation="cannot", reasons=[str(foreign.pk), "not-a-uuid"]))
    assert "can't be chosen" in page.text
    assert not Loss.objects.exists()


# Who was in it


def test_competitors_one_per_line_with_the_main_one(desk: Client) -> None:
    post_no(desk, competitors="Nordtal\r\n\r\nnordtal\nBergmann & Co", main_competitor="bergmann & co")
    rows = Loss.objects.get().competitors.order_by("competitor__name")
    assert [(row.competitor.name, row.is_main) for row in rows] == [
        ("Bergmann & Co", True),
        ("Nordtal", False),
    ]


def test_a_main_competitor_alone_is_one_of_them(desk: Client) -> None:
    post_no(desk, main_competitor="Nordtal")
    row = Loss.objects.get().competitors.get()
    assert (row.competitor.name, row.is_main) == ("Nordtal", True)


def test_the_only_competitor_is_the_main_one(desk: Client) -> None:
    post_no(desk, competitors="Nordtal")
    assert Loss.objects.get().competitors.get().is_main


def test_other_people_get_role_tone_and_a_plan_of_their_own(desk: Client) -> None:
    post_no(desk, others=["Jonas Weber;procurement;numbers first", "Ada Fjell; sponsor\nPer Hals"])
    loss = Loss.objects.get()
    people = loss.people_behind.order_by("prospect__name").values_list("prospect__name", "role", "tone")
    assert list(people) == [
        ("Ada Fjell", "sponsor", ""), ("Jonas Weber", "procurement", "numbers first"), ("Per Hals", "", "")
    ]  # fmt: skip
    assert FollowUpPlan.objects.filter(prospect__name="Jonas Weber").exists()


def test_a_role_without_a_name_asks_for_the_name(desk: Client) -> None:
    page = read(post_no(desk, others="; procurement"))
    assert "The name comes first: name; role." in described_by(page, "others")
    assert filled_in(form_to(page, "/no/"))["others"] == "; procurement"


def test_others_sent_one_by_one_are_kept_as_lines(desk: Client) -> None:
    page = read(post_no(desk, others=["Jonas Weber;procurement", "Ada Fjell;sponsor"], email="?"))
    assert filled_in(form_to(page, "/no/"))["others"] == "Jonas Weber;procurement\nAda Fjell;sponsor"


def test_being_passed_down_is_noted(desk: Client) -> None:
    post_no(desk, delegated_to="Jonas Weber", stage="Proposal", source="A fair in Bergen")
    loss = Loss.objects.get()
    assert (loss.delegated_to, loss.stage, loss.source) == ("Jonas Weber", "Proposal", "A fair in Bergen")


# A no a colleague heard, or will look after


def test_a_no_a_colleague_was_told(desk: Client, owner: User, colleague: User) -> None:
    post_no(desk, told_to=str(colleague.pk))
    loss = Loss.objects.get()
    assert (loss.told_to, loss.logged_by, loss.prospect.owner) == (colleague, owner, owner)


def test_told_to_oneself_needs_no_saying(desk: Client, owner: User) -> None:
    post_no(desk, told_to=str(owner.pk))
    assert Loss.objects.get().told_to is None


def test_a_colleague_may_look_after_somebody_new(desk: Client, colleague: User) -> None:
    answer = post_no(desk, owner=str(colleague.pk))
    person = Prospect.objects.get()
    assert person.owner == colleague
    assert set(FollowUp.objects.values_list("owner", flat=True)) == {colleague.pk}
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert "Noted. Colleague looks after them from here." in said(read(desk.get("/")))
    assert desk.get(f"/prospects/{person.pk}/").status_code == 404


def test_a_manager_sees_whom_they_gave_away(manager: User, colleague: User) -> None:
    answer = post_no(signed_in(manager), owner=str(colleague.pk))
    assert answer["Location"] == f"/prospects/{Prospect.objects.get().pk}/"


def test_saving_twice_for_a_colleague_makes_one_no(desk: Client, colleague: User) -> None:
    for _time in range(2):
        answer = post_no(desk, owner=str(colleague.pk), submission="the same")
        assert answer["Location"] == "/"
    assert Loss.objects.count() == 1


def test_whom_one_knows_stays_where_they_are(desk: Client, owner: User, colleague: User) -> None:
    person = log(owner, email="ingrid@havbruk.example").prospect
    for changes in ({"prospect": str(person.pk)}, {"email": "Ingrid@Havbruk.example"}):
        page = read(post_no(desk, owner=str(colleague.pk), **changes))
        assert "Maren Vogt looks after them" in described_by(page, "owner")
    assert Loss.objects.count() == 1


def test_the_owner_of_whom_one_knows_may_be_named(desk: Client, owner: User) -> None:
    person = log(owner).prospect
    assert post_no(desk, prospect=str(person.pk), owner=str(owner.pk)).status_code == 303


@pytest.mark.parametrize("field", ["owner", "told_to"])
def test_nobody_outside_the_team_and_nobody_who_left(
    desk: Client, owner: User, colleague: User, stranger: User, field: str
) -> None:
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    make_user(owner.team, "third@example.com")
    for somebody in (colleague, stranger):
        page = read(post_no(desk, **{field: str(somebody.pk)}))
        assert "Choose somebody of your team" in described_by(page, field)
    assert not Loss.objects.exists()


def test_who_does_not_sell_looks_after_nobody_but_may_hear_a_no(desk: Client, marketer: User) -> None:
    assert "who sells" in described_by(read(post_no(desk, owner=str(marketer.pk))), "owner")
    assert post_no(desk, told_to=str(marketer.pk)).status_code == 303


def test_whoever_works_alone_is_not_asked_about_colleagues(desk: Client) -> None:
    page = read(desk.get("/no/"))
    assert page.all("select", name="owner") == page.all("select", name="told_to") == []


# The deal


def test_a_tender_with_its_days(desk: Client) -> None:
    post_no(desk, tender="on", tender_award_on="2026-04-30", tender_debrief_by="2026-03-20")
    deal = Deal.objects.get()
    assert (deal.is_tender, deal.award_on, deal.debrief_by) == (True, date(2026, 4, 30), date(2026, 3, 20))


def test_a_day_of_a_tender_makes_it_one(desk: Client) -> None:
    post_no(desk, tender_award_on="2026-04-30")
    assert Deal.objects.get().is_tender


@pytest.mark.parametrize("typed", ["", "no", "false", "0"])
def test_what_is_no_tender_is_none(desk: Client, typed: str) -> None:
    post_no(desk, tender=typed, right_but_early=typed, is_decision_maker=typed)
    loss = Loss.objects.get()
    assert (loss.deal.is_tender, loss.right_but_early, loss.by_decision_maker) == (False, False, False)


def test_how_likely_it_is_later(desk: Client) -> None:
    post_no(desk, likelihood="high", right_but_early="on")
    loss = Loss.objects.get()
    assert (loss.likelihood, loss.right_but_early) == ("high", True)


def test_needs_timing_and_budget_as_they_told_them(desk: Client) -> None:
    post_no(
        desk, needs="Fewer hand-overs", timing="Before\nthe audit", budget="About 40k", lesson="Ask first"
    )
    loss = Loss.objects.get()
    assert (loss.needs, loss.timing, loss.budget, lesson_of(loss, loss.logged_by)) == (
        "Fewer hand-overs", "Before\nthe audit", "About 40k", "Ask first"
    )  # fmt: skip


# The person


def test_topics_are_goals_challenges_and_interests(desk: Client, owner: User) -> None:
    Topic.objects.create(team=owner.team, name="Night shifts")
    post_no(
        desk, topics="night shifts, Fewer hand-overs,, ", challenges="Turnover; NIGHT SHIFTS",
        interests=["Sailing", "sailing, Choirs"],
    )  # fmt: skip
    topics = Prospect.objects.get().topics.values_list("topic__name", "kind")
    assert set(topics) == {
        ("Night shifts", "goal"), ("Fewer hand-overs", "goal"), ("Turnover", "challenge"),
        ("Sailing", "interest"), ("Choirs", "interest"),
    }  # fmt: skip


def test_what_was_learned_is_saved_to_their_page(desk: Client) -> None:
    post_no(
        desk, pace="slow", priority="relationship", personal_cues="Two children",
        wanted_from_our_time="A second view", form_of_address="Frau Solheim",
        postal_address="Kaien 1\nBergen", country="Norway", language="nb", time_zone="oslo",
    )  # fmt: skip
    person = Prospect.objects.get()
    assert (person.pace, person.priority, person.personal_cues, person.wanted_from_our_time) == (
        "slow", "relationship", "Two children", "A second view"
    )  # fmt: skip
    assert (person.form_of_address, person.postal_address) == ("Frau Solheim", "Kaien 1\nBergen")
    assert (person.country, person.language, person.time_zone) == ("NO", "nb", "Europe/Oslo")


@pytest.mark.parametrize("typed", ["de", "DE", "Germany", " germany "])
def test_a_country_by_its_letters_or_its_name(desk: Client, typed: str) -> None:
    post_no(desk, country=typed, region="by")
    person = Prospect.objects.get()
    assert (person.country, person.region) == ("DE", "BY")


def test_a_country_in_the_language_of_the_page(desk: Client, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(language="de")
    post_no(desk, country="Norwegen")
    assert Prospect.objects.get().country == "NO"


def test_a_region_of_another_country_is_refused(desk: Client) -> None:
    page = read(post_no(desk, country="DE", region="TX"))
    assert "We don't know this region." in described_by(page, "region")
    assert filled_in(form_to(page, "/no/"))["region"] == "TX"


def test_the_region_of_somebody_known_is_one_of_their_country(desk: Client, owner: User) -> None:
    person = log(owner).prospect
    Prospect.objects.filter(pk=person.pk).update(country="DE")
    assert "We don't know this region." in described_by(
        read(post_no(desk, prospect=str(person.pk), prospect_name=None, region="TX")), "region"
    )


def test_what_is_empty_leaves_their_page_as_it_is(desk: Client, owner: User) -> None:
    person = log(owner).prospect
    Prospect.objects.filter(pk=person.pk).update(pace="fast", country="NO", personal_cues="Sails")
    post_no(desk, prospect=str(person.pk), prospect_name=None)
    person.refresh_from_db()
    assert (person.pace, person.country, person.personal_cues) == ("fast", "NO", "Sails")
