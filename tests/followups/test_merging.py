"""Two rows were one person: everything of one joins the other, and the stricter word wins."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.changes import Change
from accounts.models import User
from followups.actions import (
    JoinsOtherwise,
    NewTouch,
    NothingToUndo,
    NotTheSame,
    SomethingBuiltOnIt,
    Typed,
    Word,
    ask_to_stop,
    edit_prospect,
    grant_permission,
    log_touch,
    merge,
    undo_change,
    unsubscribe,
    withdraw_permission,
)
from followups.actions import merging as plans_merging
from followups.changes_about import changes_about
from followups.contact_history import closed_to_us, history_of
from followups.contacts import Closed
from followups.joining import join
from followups.kinds import Channel, Direction, EndedWhy, Kind, Outcome, PlanStatus, Status
from followups.models import FollowUp, FollowUpPlan, Touch
from followups.verdicts import why_app_may_not
from nurture import merging as nurture_merging
from prospects.actions import merging as facts_merging
from prospects.conversations import (
    AskAnswer,
    Manner,
    PermissionChannel,
    PermissionStrength,
    TopicKind,
)
from prospects.mail_keys import mail_key_of, whose_mail_key
from prospects.models import MergedProspect, Prospect
from prospects.new_no import About, Behind, Named, Other, Promised
from prospects.permissions import standing_permissions
from tests.followups.telling import complete, day, log, nine_on, plan_of, step_of
from tests.security.tables import everything_stored

TODAY = day(3)
ADDRESS = "ingrid@havbruk.example"
CALL, MAIL = PermissionChannel.CALL, PermissionChannel.MAIL


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return log(owner, email=ADDRESS).prospect


@pytest.fixture
def double(colleague: User) -> Prospect:
    """The same person as a colleague wrote her down."""
    return log(colleague, "I. Solheim", on=day(1), organisation="Havbruk", email=ADDRESS).prospect


def joined(keep: Prospect, gone: Prospect, by: User, owner: User | None = None, **more: Any) -> Change:
    on = more.pop("on", TODAY)
    owner_id = owner.pk if owner else keep.owner_id
    return merge(keep.pk, gone.pk, owner_id=owner_id, by=by, now=nine_on(on), **more)


def channels(person: Prospect) -> dict[PermissionChannel, bool]:
    return {channel: row.is_granted for channel, row in standing_permissions(person).items()}


def test_every_key_to_a_person_is_moved() -> None:
    known = {*facts_merging.MOVED, *facts_merging.LOOKED_AT, *plans_merging.MOVED, *plans_merging.DROPPED}
    known |= {*nurture_merging.MOVED}
    keys = {(relation.related_model, relation.field.name) for relation in Prospect._meta.related_objects}
    assert keys == known, "what points at a person has to be told what happens to it when two are merged"


def test_every_key_to_a_plan_is_moved() -> None:
    keys = {relation.related_model for relation in FollowUpPlan._meta.related_objects}
    assert keys == set(plans_merging.JOINING)


def test_everything_stands_with_the_row_that_stays(ingrid: Prospect, double: Prospect, manager: User) -> None:
    joined(ingrid, double, manager)
    assert Prospect.objects.get() == ingrid
    for relation in Prospect._meta.related_objects:
        rows = relation.related_model._default_manager.filter(**{f"{relation.field.name}__isnull": False})
        assert set(rows.values_list(relation.field.name, flat=True)) <= {ingrid.pk}
    assert ingrid.losses.count() == ingrid.deals.count() == 2
    assert {touch.prospect for touch in Touch.objects.all()} == {ingrid}


def test_one_plan_goes_on_with_one_next_step(ingrid: Prospect, double: Prospect, manager: User) -> None:
    joined(ingrid, double, manager)
    plan = FollowUpPlan.objects.get()
    assert (plan.status, plan.loss, plan.last_two_way_on) == (
        PlanStatus.ACTIVE, ingrid.losses.get(said_on=day(1)), day(1),
    )  # fmt: skip
    assert FollowUp.objects.open().standing().get().plan == plan
    assert {row.owner for row in FollowUp.objects.open()} == {ingrid.owner}


def test_the_check_in_is_timed_from_the_last_talk_of_both(
    ingrid: Prospect, double: Prospect, manager: User, colleague: User
) -> None:
    call = NewTouch(Channel.CALL, day(20), direction=Direction.IN, summary="She rang")
    log_touch(double, call, by=colleague, today=day(20), now=nine_on(day(20)))
    joined(ingrid, double, manager, on=day(21))
    step = step_of(ingrid)
    assert (step.opens_on, step.closes_on) == (day(50), day(80))


def test_a_day_they_named_wins(ingrid: Prospect, owner: User, colleague: User, manager: User) -> None:
    agreed = {"next_contact_on": day(50), "next_contact_manner": Manner.MEETING}
    double = log(colleague, "I. Solheim", email=ADDRESS, **agreed).prospect
    joined(ingrid, double, manager)
    step = step_of(ingrid)
    assert (step.kind, step.due_on, step.owner) == (Kind.AGREED_MEETING, day(50), owner)


def test_of_two_named_days_the_earlier_stands_and_the_other_is_told(
    owner: User, colleague: User, manager: User
) -> None:
    one = log(owner, email=ADDRESS, next_contact_on=day(60)).prospect
    other = log(colleague, "I. S.", email=ADDRESS, next_contact_on=day(50)).prospect
    joined(one, other, manager)
    assert step_of(one).due_on == day(50)
    gone = FollowUp.objects.get(status=Status.CANCELLED, due_on=day(60))
    assert "the earlier agreed day stands" in gone.note


def test_the_manager_chooses_whose_they_are(
    ingrid: Prospect, double: Prospect, manager: User, colleague: User
) -> None:
    joined(ingrid, double, manager, colleague)
    ingrid.refresh_from_db()
    owners = {ingrid.owner, plan_of(ingrid).owner, *(row.owner for row in FollowUp.objects.open())}
    assert owners == {colleague}


def test_what_one_row_lacks_comes_from_the_other(owner: User, colleague: User, manager: User) -> None:
    one = log(owner, about=About(personal_cues="Sails.", topics=((TopicKind.GOAL, "Forecast"),))).prospect
    about = About(
        personal_cues="Two girls.", topics=((TopicKind.GOAL, "forecast"), (TopicKind.GOAL, "Stock"))
    )
    other = log(colleague, "I. Solheim", email=ADDRESS, about=about).prospect
    joined(one, other, manager)
    one.refresh_from_db()
    assert (one.name, one.also_called, one.email) == ("Ingrid Solheim", "I. Solheim", ADDRESS)
    assert one.personal_cues == "Sails.\nTwo girls."
    assert sorted(one.topics.values_list("topic__name", flat=True)) == ["Forecast", "Stock"]


def test_a_permission_withdrawn_on_one_row_stays_withdrawn(
    ingrid: Prospect, double: Prospect, owner: User, colleague: User, manager: User
) -> None:
    withdraw_permission(ingrid, Word((CALL,), day(1)), by=owner, today=day(1), now=nine_on(day(1)))
    grant_permission(double, Word((CALL, MAIL), day(2)), by=colleague, today=day(2), now=nine_on(day(2)))
    joined(ingrid, double, manager)
    assert channels(ingrid) == {CALL: False, MAIL: True}


def test_who_unsubscribed_on_one_row_is_mailed_on_neither(
    owner: User, colleague: User, manager: User
) -> None:
    one, other = log(owner, email=ADDRESS).prospect, log(colleague, "I. S.", email="is@example.org").prospect
    unsubscribe(other, now=nine_on(day(1)))
    word = Word((MAIL,), day(2), PermissionStrength.CONFIRMED)
    grant_permission(one, word, by=owner, today=day(2), now=nine_on(day(2)))
    assert why_app_may_not(one, MAIL, today=day(2), has_postal_address=True) is None
    joined(one, other, manager)
    assert why_app_may_not(one, MAIL, today=day(2), has_postal_address=True) is not None


@pytest.mark.parametrize("stops", ["keep", "gone"])
def test_please_stop_on_one_row_ends_both(stops: str, owner: User, colleague: User, manager: User) -> None:
    one, other = log(owner, email=ADDRESS).prospect, log(colleague, "I. S.", email="is@example.org").prospect
    asked = one if stops == "keep" else other
    ask_to_stop(asked, by=owner, today=day(2), now=nine_on(day(2)))
    joined(one, other, manager)
    one.refresh_from_db()
    assert (one.asked_to_stop_on, closed_to_us(one)) == (day(2), Closed.STOPPED)
    assert not FollowUp.objects.open().exists()
    assert {plan.ended_why for plan in FollowUpPlan.objects.all()} == {EndedWhy.OPTED_OUT}
    assert not any(channels(one).values())
    assert set(one.team.suppressed_addresses.values_list("address", flat=True)) == {ADDRESS, "is@example.org"}


def test_a_refusal_nothing_was_said_after_ends_the_plan(owner: User, colleague: User, manager: User) -> None:
    one = log(owner, email=ADDRESS).prospect
    other = log(colleague, "I. S.", on=day(2), stay_in_touch=AskAnswer.NO).prospect
    joined(one, other, manager)
    assert {plan.ended_why for plan in FollowUpPlan.objects.all()} == {EndedWhy.CLOSED}
    assert not FollowUp.objects.open().standing().exists()


def test_a_talk_after_the_refusal_keeps_the_plan(owner: User, colleague: User, manager: User) -> None:
    other = log(colleague, "I. S.", stay_in_touch=AskAnswer.NO).prospect
    one = log(owner, on=day(2), email=ADDRESS).prospect
    joined(one, other, manager)
    assert (plan_of(one).status, closed_to_us(one)) == (PlanStatus.ACTIVE, None)
    joined_plans = FollowUpPlan.objects.values_list("status", flat=True)
    assert sorted(joined_plans) == ["active", "ended"]


def test_the_links_in_mails_to_both_rows_go_on_working(
    ingrid: Prospect, double: Prospect, manager: User
) -> None:
    mine, theirs = mail_key_of(ingrid), mail_key_of(double)
    joined(ingrid, double, manager)
    assert {whose_mail_key(key) for key in (mine, theirs)} == {ingrid}
    assert mail_key_of(ingrid) == mine


def test_a_row_that_was_never_mailed_takes_the_key_of_the_other(
    ingrid: Prospect, double: Prospect, manager: User
) -> None:
    theirs = mail_key_of(double)
    joined(ingrid, double, manager)
    assert mail_key_of(ingrid) == theirs


def test_nobody_names_follows_or_stands_behind_themselves(
    owner: User, colleague: User, manager: User
) -> None:
    people = (Other("Ingrid S.", "sponsor"),)
    one = log(owner, behind=Behind(people=people), referral=Named("Piet Claes", "Havbruk Nordic")).prospect
    behind, piet = Prospect.objects.get(name="Ingrid S."), Prospect.objects.get(name="Piet Claes")
    joined(one, behind, manager)
    joined(one, piet, manager)
    one.refresh_from_db()
    assert (one.referred_by, one.stood_behind.count()) == (None, 0)
    assert {row.into_id for row in MergedProspect.objects.all()} == {one.pk}


def test_the_contact_rules_count_both_afterwards(
    ingrid: Prospect, colleague: User, manager: User, owner: User
) -> None:
    other = log(colleague, "I. Solheim").prospect
    helpful = NewTouch(Channel.MAIL, day(1), summary="A case", relevance="It is her plant")
    log_touch(other, helpful, by=colleague, today=day(1), now=nine_on(day(1)))
    before = len(history_of(ingrid).contacts)
    joined(ingrid, other, manager)
    assert len(history_of(ingrid).contacts) > before


def test_what_was_done_to_either_stands_in_one_story(
    ingrid: Prospect, double: Prospect, owner: User, colleague: User, manager: User
) -> None:
    edit_prospect(double, Typed(details={"learned": "Two plants."}), by=colleague, now=nine_on(day(2)))
    joined(ingrid, double, manager)
    acts = set(changes_about(ingrid).values_list("action", flat=True))
    assert acts >= {"record_no", "edit_prospect", "merge"}


def test_an_undo_puts_every_row_back(
    owner: User, colleague: User, manager: User, ingrid: Prospect, double: Prospect
) -> None:
    log(colleague, "Somebody", referral=Named("Piet Claes"), promise=Promised("a list"))
    mail_key_of(double)
    grant_permission(double, Word((CALL,), day(2)), by=colleague, today=day(2), now=nine_on(day(2)))
    withdraw_permission(ingrid, Word((CALL,), day(1)), by=owner, today=day(1), now=nine_on(day(1)))
    before = everything_but_counters()
    change = joined(ingrid, double, manager, colleague)
    assert everything_but_counters() != before
    undo_change(change.pk, by=manager, now=nine_on(TODAY) + timedelta(minutes=1))
    assert everything_but_counters() == before


def everything_but_counters() -> dict[str, str]:
    """All tables but the audit trail, which only grows, and versions, which only rise."""
    FollowUp.objects.update(version=1)
    return {table: rows for table, rows in everything_stored().items() if table != "accounts_change"}


def test_an_undo_of_a_merge_that_stopped_everything_opens_it_again(
    owner: User, colleague: User, manager: User
) -> None:
    one, other = log(owner, email=ADDRESS).prospect, log(colleague, "I. S.", email="is@example.org").prospect
    ask_to_stop(other, by=colleague, today=day(2), now=nine_on(day(2)))
    before = everything_but_counters()
    change = joined(one, other, manager)
    undo_change(change.pk, by=manager, now=nine_on(TODAY) + timedelta(minutes=1))
    assert everything_but_counters() == before


def test_once_something_was_built_on_it_it_stays(
    ingrid: Prospect, double: Prospect, manager: User, owner: User
) -> None:
    change = joined(ingrid, double, manager)
    complete(step_of(ingrid), Outcome.SPOKE, on=day(40))
    before = everything_stored()
    with pytest.raises(SomethingBuiltOnIt):
        undo_change(change.pk, by=manager, now=nine_on(day(41)))
    assert everything_stored() == before


def test_what_was_done_before_names_the_merge_that_stands_in_its_way(
    ingrid: Prospect, double: Prospect, manager: User, colleague: User
) -> None:
    logged = Change.objects.get(action="record_no", object_id=double.losses.get().pk)
    merged = joined(ingrid, double, manager)
    with pytest.raises(SomethingBuiltOnIt) as refusal:
        undo_change(logged.pk, by=colleague, now=nine_on(TODAY) + timedelta(minutes=1))
    assert refusal.value.later == merged


def test_it_is_a_managers_act_among_two_rows_of_the_own_team(
    ingrid: Prospect, double: Prospect, owner: User, manager: User, stranger: User
) -> None:
    theirs = log(stranger, email=ADDRESS).prospect
    for keep, gone, by in [
        (ingrid, double, owner),
        (ingrid, ingrid, manager),
        (ingrid, theirs, manager),
        (theirs, ingrid, manager),
        (ingrid, double, stranger),
    ]:
        with pytest.raises(NotTheSame):
            joined(keep, gone, by)
    with pytest.raises(NotTheSame):
        joined(ingrid, double, manager, manager)


def test_only_a_manager_takes_it_back(ingrid: Prospect, double: Prospect, owner: User, manager: User) -> None:
    change = joined(ingrid, double, manager)
    with pytest.raises(NothingToUndo):
        undo_change(change.pk, by=owner, now=nine_on(TODAY) + timedelta(minutes=1))


def test_what_changed_since_it_was_shown_is_shown_again(
    ingrid: Prospect, double: Prospect, manager: User, owner: User
) -> None:
    shown = join(ingrid, double, owner, today=TODAY).token()
    edit_prospect(double, Typed(details={"learned": "Two plants."}), by=owner, now=nine_on(day(2)))
    with pytest.raises(JoinsOtherwise):
        joined(ingrid, double, manager, shown=shown)
    fresh = join(ingrid, Prospect.objects.get(pk=double.pk), owner, today=TODAY)
    joined(ingrid, double, manager, shown=fresh.token())


def test_what_is_shown_is_what_comes(ingrid: Prospect, double: Prospect, manager: User, owner: User) -> None:
    shown = join(ingrid, double, owner, today=TODAY)
    assert shown.stands
    joined(ingrid, double, manager)
    planned = shown.moved or shown.stands
    assert step_of(ingrid).due_on == planned.due_on


def test_somebody_without_a_plan_joins_one_who_has(owner: User, manager: User) -> None:
    one = log(owner, email=ADDRESS).prospect
    bare = Prospect.objects.create(team=owner.team, owner=owner, name="Ingrid", phone="+47 1")
    joined(bare, one, manager)
    bare.refresh_from_db()
    assert (bare.email, bare.phone, step_of(bare).prospect) == (ADDRESS, "+47 1", bare)


def test_merged_twice_the_oldest_address_still_leads_on(owner: User, manager: User) -> None:
    one, two, three = (log(owner, name, organisation="").prospect for name in ("A", "B", "C"))
    joined(two, three, manager)
    joined(one, two, manager)
    assert {row.pk: row.into for row in MergedProspect.objects.all()} == {three.pk: one, two.pk: one}
