"""What asking brought, against data made by hand."""

from datetime import date
from typing import Any

from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from insights.asked import Granted, Named, asks, granted, named, promises, references
from insights.counted import counted
from insights.kinds import Asked
from insights.proportions import Share
from insights.selection import Selection, selection_of
from prospects.conversations import AskAnswer, AskKind, PermissionChannel, PromiseState
from prospects.models import Deal, ExitAsk, Loss, Permission, Promise, Prospect
from tests.cast import MONDAY, NINE
from tests.insights.noted import SAID, a_noted_no, a_touch


def of(user: User, **said: str) -> Selection:
    return selection_of(said, user, MONDAY)


def asked(loss: Loss, answer: AskAnswer, kind: AskKind = AskKind.REFERRAL) -> Loss:
    ExitAsk.objects.create(loss=loss, kind=kind, answer=answer)
    return loss


def test_each_ask_has_its_answers_and_what_came_back(
    owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asked(a_noted_no(owner, came_back=90), AskAnswer.YES)
    asked(a_noted_no(owner), AskAnswer.YES)
    asked(a_noted_no(owner), AskAnswer.LATER)
    asked(a_noted_no(owner), AskAnswer.NOT_ASKED)
    a_noted_no(owner, came_back=80)
    whole = counted(of(owner))
    with django_assert_num_queries(1):
        found = {ask.kind: ask for ask in asks(of(owner), whole)}
    referral = found[AskKind.REFERRAL]
    assert (referral.asked.noes, referral.of.noes) == (3, 5)
    assert referral.said_yes == Share(2, 3)
    assert referral.came_back == {
        Asked.YES: Share(1, 2),
        Asked.NO_YES: Share(0, 1),
        Asked.NOT_ASKED: Share(1, 2),
    }
    assert found[AskKind.REFERENCE].asked.noes == 0
    assert AskKind.THANK_YOU not in found


def a_permission(loss: Loss, /, **columns: Any) -> Permission:
    return Permission.objects.create(
        **{
            "team": loss.team,
            "prospect": loss.prospect,
            "loss": loss,
            "channel": PermissionChannel.MAIL,
            "is_granted": True,
            "given_on": SAID,
            "source": "at_the_no",
            "created_at": NINE,
            **columns,
        }
    )


def test_permissions_are_followed_to_what_became_of_them(
    owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    later = NINE.replace(hour=9)
    first, second = a_noted_no(owner), a_noted_no(owner)
    a_permission(first)
    a_permission(first, loss=None, strength="confirmed", source="pressed_link", created_at=later)
    a_permission(second)
    a_permission(second, loss=None, is_granted=False, source="told_us", created_at=later)
    a_permission(second, channel=PermissionChannel.CALL)
    a_permission(a_noted_no(owner), loss=None)
    with django_assert_num_queries(1):
        found = granted(of(owner))
    assert found == [
        Granted(PermissionChannel.CALL, people=1, confirmed=0, withdrawn=0),
        Granted(PermissionChannel.MAIL, people=2, confirmed=1, withdrawn=1),
    ]


def test_people_they_named_are_followed_to_a_yes(
    owner: User, colleague: User, manager: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    loss = a_noted_no(owner)
    won, offered, silent, colleagues = (
        Prospect.objects.create(team=owner.team, owner=user, name=name, referred_by=loss.prospect)
        for user, name in ((owner, "Won"), (owner, "Offered"), (owner, "Silent"), (colleague, "Other"))
    )
    Deal.objects.create(team=owner.team, prospect=won, title="A", currency="EUR", status="won")
    Deal.objects.create(team=owner.team, prospect=offered, title="B", currency="EUR", status="open")
    a_touch(loss, 3, prospect=won)
    # Of somebody else's noes, and without any.
    Prospect.objects.create(
        team=owner.team, owner=owner, name="Elsewhere", referred_by=a_noted_no(colleague).prospect
    )
    with django_assert_num_queries(1):
        assert named(of(owner)) == Named(people=3, contacted=1, offered=2, won=1)
    assert named(of(manager, whose="team")).people == 5
    assert {silent.referred_by_id, colleagues.referred_by_id} == {loss.prospect_id}


def test_whoever_speaks_for_us_is_counted_once(owner: User) -> None:
    loss = a_noted_no(owner)
    a_noted_no(owner, person=loss.prospect)
    Prospect.objects.filter(pk=loss.prospect_id).update(is_reference=True)
    Prospect.objects.create(team=owner.team, owner=owner, name="No no of theirs", is_reference=True)
    assert references(of(owner)) == 1


def test_promises_are_kept_or_not(owner: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    loss = a_noted_no(owner)
    for state in (PromiseState.KEPT, PromiseState.KEPT, PromiseState.OPEN):
        Promise.objects.create(
            team=owner.team,
            prospect=loss.prospect,
            loss=loss,
            what="A list",
            state=state,
            settled_on=None if state == PromiseState.OPEN else date(2026, 1, 5),
        )
    a_noted_no(owner)
    with django_assert_num_queries(1):
        assert promises(of(owner)) == {PromiseState.KEPT: 2, PromiseState.OPEN: 1}
