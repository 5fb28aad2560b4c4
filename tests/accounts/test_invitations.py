"""Invitations: one use, bound to an address, dead in every way promised, and the same for everybody."""

from datetime import timedelta
from functools import partial

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import invitations
from accounts.changes import Change
from accounts.invitations import Dead, DeadInvitation, accept, invite, open_invitation, pending, token_of
from accounts.invite_mail import INVITE, link_of
from accounts.models import Invitation, User
from accounts.roles import Role
from desk.leaving import let_leave
from outbox.delivery import deliver_due
from outbox.models import Delivery
from outbox.states import Reason, State
from outbox.suppression import suppress
from tests.cast import NINE, PASSWORD, make_team, make_user
from tests.followups.together import at_the_same_time

ADDRESS = "new.one@example.org"
SALES = {Role.SALES}
LATER = NINE + timedelta(hours=1)


def taken_up(token: str, **more: object) -> User | DeadInvitation:
    fields = {"name": "New One", "password": PASSWORD, "is_proved": True, "now": LATER, "time_zone": "UTC"}
    return accept(token, **{**fields, **more})  # type: ignore[arg-type]


def why_dead(token: str, **more: object) -> str:
    now = more.get("now", LATER)
    opened = open_invitation(token, now)  # type: ignore[arg-type]
    made = taken_up(token, **more)
    assert isinstance(opened, DeadInvitation)
    assert opened == made
    return opened.why


def sent_to(address: str) -> list[mail.EmailMessage]:
    return [one for one in mail.outbox if address in one.to]


def deliver() -> None:
    deliver_due(kinds=[INVITE], now=LATER)


def test_accepting_makes_the_account_with_the_roles_once(manager: User) -> None:
    invitation = invite(" New.One@Example.org ", {Role.MARKETING, Role.MANAGER}, by=manager, now=NINE)
    token = token_of(invitation)
    user = taken_up(token)
    assert isinstance(user, User)
    assert (user.email, user.team, user.name) == (ADDRESS, manager.team, "New One")
    assert user.roles() == {Role.MARKETING, Role.MANAGER}
    assert user.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=user).verified
    assert why_dead(token) == Dead.USED
    assert not pending(manager.team_id)
    acts = Change.objects.filter(team=manager.team).order_by("at").values_list("action", "actor")
    assert list(acts) == [("invite", manager.pk), ("accept_invitation", user.pk)]


def test_a_link_that_was_handed_on_by_hand_proves_no_address(manager: User) -> None:
    user = taken_up(token_of(invite(ADDRESS, SALES, by=manager, now=NINE)), is_proved=False)
    assert not EmailAddress.objects.get(user=user).verified


def test_a_link_dies_after_seven_days(manager: User) -> None:
    token = token_of(invite(ADDRESS, SALES, by=manager, now=NINE))
    assert isinstance(open_invitation(token, NINE + timedelta(days=7)), Invitation)
    assert why_dead(token, now=NINE + timedelta(days=7, seconds=1)) == Dead.EXPIRED


def test_sending_it_again_kills_the_link_of_before(manager: User, colleague: User) -> None:
    first = invite(ADDRESS, SALES, by=manager, now=NINE)
    old = token_of(first)
    again = invitations.send_again(first.pk, by=manager, now=LATER)
    assert why_dead(old) == Dead.REPLACED
    assert isinstance(open_invitation(token_of(again), LATER + timedelta(days=7)), Invitation)
    deliver()
    assert len(sent_to(ADDRESS)) == 1


def test_inviting_an_address_again_is_one_invitation_with_the_new_roles(manager: User) -> None:
    old = token_of(invite(ADDRESS, SALES, by=manager, now=NINE))
    invite(ADDRESS, {Role.MANAGER}, by=manager, now=LATER)
    assert why_dead(old) == Dead.REPLACED
    assert pending(manager.team_id).get().roles() == {Role.MANAGER}


def test_taking_it_back_kills_link_and_mail(manager: User) -> None:
    invitation = invite(ADDRESS, SALES, by=manager, now=NINE)
    token = token_of(invitation)
    invitations.revoke(invitation.pk, by=manager, now=LATER)
    assert why_dead(token) == Dead.REVOKED
    deliver()
    assert sent_to(ADDRESS) == []
    with pytest.raises(invitations.NotPending):
        invitations.send_again(invitation.pk, by=manager, now=LATER)


def test_changed_on_the_way_or_signed_by_another_key_is_dead(manager: User, settings: object) -> None:
    token = token_of(invite(ADDRESS, SALES, by=manager, now=NINE))
    assert why_dead(token[:-1]) == Dead.GARBLED
    assert why_dead(token[::-1]) == Dead.GARBLED
    content, _dot, signature = token.partition(".")
    assert why_dead(f"{content}.{signature[::-1]}") == Dead.OTHER_KEY
    settings.SECRET_KEY = "another key of another installation, long enough"  # type: ignore[attr-defined]
    assert why_dead(token) == Dead.OTHER_KEY


def test_a_link_is_bound_to_its_address(manager: User) -> None:
    invitation = invite(ADDRESS, SALES, by=manager, now=NINE)
    token = token_of(invitation)
    Invitation.objects.filter(pk=invitation.pk).update(address="other@example.org")
    assert why_dead(token) == Dead.REPLACED


def test_invitations_of_somebody_who_left_end(manager: User, colleague: User) -> None:
    User.objects.filter(pk=colleague.pk).update(is_manager=True)
    colleague.refresh_from_db()
    token = token_of(invite(ADDRESS, SALES, by=colleague, now=NINE))
    let_leave(colleague, None, by=manager, now=LATER)
    assert why_dead(token) == Dead.REVOKED
    deliver()
    assert mail.outbox == []


def test_the_mail_has_the_link_and_the_database_has_nothing_of_it(manager: User) -> None:
    invitation = invite(ADDRESS, SALES, by=manager, now=NINE)
    deliver()
    letter = sent_to(ADDRESS)[0]
    link = link_of(invitation)
    assert link in str(letter.body)
    assert "Manager" in letter.subject
    row = Delivery.objects.get()
    assert row.state == State.SENT
    assert (row.subject, row.body_text, row.body_html) == ("", "", "")
    kept = [*Delivery.objects.values_list(), *Invitation.objects.values_list(), *Change.objects.values_list()]
    assert token_of(invitation) not in str(kept)


def test_the_mail_speaks_the_language_of_whoever_invites(manager: User) -> None:
    manager.language = "de"
    manager.save()
    invite(ADDRESS, SALES, by=manager, now=NINE)
    deliver()
    assert "lädt Sie" in sent_to(ADDRESS)[0].subject


@pytest.mark.parametrize("whose", ["nobody's", "a member's", "a stranger's", "of one who left"])
def test_known_or_not_the_work_is_the_same(
    whose: str, manager: User, colleague: User, stranger: User
) -> None:
    User.objects.filter(pk=colleague.pk).update(is_active=whose != "of one who left")
    address = {"nobody's": ADDRESS, "a stranger's": stranger.email}.get(whose, colleague.email)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        invite(address, SALES, by=manager, now=NINE)
    tables = [query["sql"].split('"')[1] for query in asked if '"' in query["sql"]]
    assert "accounts_user" not in tables[2:], "nobody is looked up but whoever invites"
    assert (len(asked), pending(manager.team_id).count(), Delivery.objects.count()) == (WORK, 1, 1)


# Savepoint, team, inviter, limit, pending, insert, change, old mail, mail, release.
WORK = 10


def test_who_has_an_account_hears_so_by_mail_and_gets_no_link(manager: User, stranger: User) -> None:
    invitation = invite(stranger.email, SALES, by=manager, now=NINE)
    deliver()
    body = str(sent_to(stranger.email)[0].body)
    assert "There is an account for stranger@example.net already" in body
    assert "/invite/" not in body
    assert why_dead(token_of(invitation)) == Dead.KNOWN


def test_an_address_that_sends_mail_back_gets_none(manager: User) -> None:
    suppress(ADDRESS, Reason.BOUNCE, NINE)
    invitation = invite(ADDRESS, SALES, by=manager, now=NINE)
    deliver()
    assert mail.outbox == []
    assert invitations.mail_of([invitation])[invitation.pk].state == State.SUPPRESSED


def test_a_team_sends_so_many_an_hour(manager: User, stranger: User) -> None:
    for n in range(invitations.MOST_AN_HOUR):
        last = invite(f"n{n}@example.org", SALES, by=manager, now=NINE)
    with pytest.raises(invitations.TooMany):
        invite(ADDRESS, SALES, by=manager, now=NINE + timedelta(minutes=59))
    with pytest.raises(invitations.TooMany):
        invitations.send_again(last.pk, by=manager, now=NINE)
    invite(ADDRESS, SALES, by=stranger, now=NINE)
    invite(ADDRESS, SALES, by=manager, now=NINE + timedelta(minutes=61))


@pytest.mark.django_db(transaction=True)
def test_two_presses_make_one_account() -> None:
    boss = make_user(make_team("Vogt and partners"), "boss@example.com", is_manager=True)
    token = token_of(invite(ADDRESS, SALES, by=boss, now=NINE))
    results = at_the_same_time(*[partial(taken_up, token)] * 3)
    assert sorted(type(result).__name__ for result in results) == ["DeadInvitation", "DeadInvitation", "User"]
    assert {result.why for result in results if isinstance(result, DeadInvitation)} <= {Dead.USED, Dead.KNOWN}
    assert User.objects.filter(email=ADDRESS).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_teams_who_invite_one_address_make_one_account() -> None:
    bosses = [make_user(make_team(f"House {n}"), f"boss{n}@example.com", is_manager=True) for n in range(2)]
    tokens = [token_of(invite(ADDRESS, SALES, by=boss, now=NINE)) for boss in bosses]
    results = at_the_same_time(*[partial(taken_up, token) for token in tokens])
    assert sorted(str(getattr(result, "why", "made")) for result in results) == ["known", "made"]
    assert Invitation.objects.filter(accepted_at__isnull=False).count() == 1
