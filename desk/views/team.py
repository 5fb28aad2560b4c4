"""The team: who is in it and as what, and who was invited. Members read, managers act."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import members
from accounts.invitations import LIFE, mail_of, pending
from accounts.models import Invitation, User
from accounts.policy import Thing, may
from accounts.roles import Role
from common.days import plain_day_and_year
from desk.forms.team import InviteForm, RolesForm
from desk.requests import SeeOther, SignedInRequest
from desk.role_words import WHAT_THEY_DO, role_names
from followups.models import FollowUpPlan
from outbox.models import Delivery
from outbox.states import State

PAGE = "/settings/team/"


@dataclass(frozen=True)
class MemberRow:
    """A member: `form` where their roles may be changed, `plans` where they may be counted."""

    id: UUID
    name: str
    email: str
    is_you: bool
    is_active: bool
    roles: list[str]
    since: str
    left: str
    plans: int | None
    form: RolesForm | None
    seen: list[str]


@dataclass(frozen=True)
class InvitationRow:
    """An invitation nobody has answered, and how its mail stands."""

    id: UUID
    address: str
    roles: list[str]
    by: str
    on: str
    until: str
    has_ended: bool
    mail: str


@require_safe
def team(request: SignedInRequest) -> HttpResponse:
    """Everybody in the team."""
    return team_page(request)


def team_page(request: SignedInRequest, form: InviteForm | None = None) -> HttpResponse:
    """The page; `form` is an invitation that was refused."""
    context = {
        "members": _members(request.user),
        "may_act": may(request.user, Thing.MEMBERS),
        "what_they_do": [(name, WHAT_THEY_DO[role]) for role, name in _role_list()],
        "here": "settings",
        "back": "/settings/",
    }
    if may(request.user, Thing.MEMBERS):
        context |= {"invitations": _invitations(request.user), "form": form or InviteForm()}
    return render(request, "desk/team.html", context)


def _role_list() -> list[tuple[Role, str]]:
    return [(role, role_names([role])[0]) for role in WHAT_THEY_DO]


def _members(user: User) -> list[MemberRow]:
    plans = _plans_by_owner(user) if may(user, Thing.MEMBERS) else None
    return [_member(member, user, plans) for member in members.members_of(user.team_id)]


def _plans_by_owner(user: User) -> dict[UUID, int]:
    running = FollowUpPlan.objects.active().filter(team=user.team_id).order_by()
    return dict(running.values_list("owner").annotate(Count("pk")))


def _member(member: User, user: User, plans: dict[UUID, int] | None) -> MemberRow:
    held = sorted(member.roles())
    can_change = plans is not None and member.is_active
    return MemberRow(
        id=member.pk,
        name=member.get_full_name(),
        email=member.email if plans is not None or member == user else "",
        is_you=member == user,
        is_active=member.is_active,
        roles=role_names(held),
        since=_day(member.date_joined, user),
        left=_day(member.left_at, user) if member.left_at else "",
        plans=None if plans is None else plans.get(member.pk, 0),
        form=RolesForm(initial={"roles": held}, auto_id=f"{member.pk}-%s") if can_change else None,
        seen=[role.value for role in held],
    )


def _day(at: datetime, user: User) -> str:
    return plain_day_and_year(user.today(at))


def _invitations(user: User) -> list[InvitationRow]:
    now, rows = timezone.now(), list(pending(user.team_id))
    mails = mail_of(rows)
    return [_invitation(row, mails.get(row.pk), user, now) for row in rows]


def _invitation(row: Invitation, mail: Delivery | None, user: User, now: datetime) -> InvitationRow:
    return InvitationRow(
        id=row.pk,
        address=row.address,
        roles=role_names(row.roles()),
        by=row.invited_by.get_full_name(),
        on=_day(row.expires_at - LIFE, user),
        until=_day(row.expires_at, user),
        has_ended=now > row.expires_at,
        mail=_how_mail_stands(mail),
    )


def _how_mail_stands(mail: Delivery | None) -> str:
    """The same words whoever has the address: of mail about accounts no more is said."""
    if mail is None or mail.state in {State.PENDING, State.SENDING}:
        return _("The mail goes out in a moment.")
    if mail.state == State.SENT:
        return _("The mail was sent.")
    return _("The mail did not get through. Check the address, or ask whoever runs the mail server.")


def member_of_team(request: SignedInRequest, pk: UUID) -> User:
    """A member of the manager's own team; to everybody else there is no such page."""
    member = get_object_or_404(User, pk=pk, team=request.user.team_id)
    if not may(request.user, Thing.MEMBERS):
        raise PermissionDenied
    return member


@require_POST
def roles(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Other roles for a member; they count at once."""
    member, form = member_of_team(request, pk), RolesForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed. Choose at least one role."))
        return SeeOther(PAGE)
    wanted, seen = form.cleaned_data["roles"], form.cleaned_data["seen"]
    name = {"name": member.get_full_name()}
    try:
        members.change_roles(member, wanted, seen=seen, by=request.user, now=timezone.now())
    except members.ChangedMeanwhile:
        messages.error(request, _("Nothing was changed: somebody else changed %(name)s meanwhile.") % name)
    except members.NoManagerLeft:
        messages.error(request, last_manager_stays(member))
    else:
        messages.success(request, _("Saved. It counts for %(name)s from now on.") % name)
    return SeeOther(PAGE)


def last_manager_stays(member: User) -> str:
    """Why the last manager keeps the role, and what to do."""
    words = _("%(name)s is the only active manager. Make somebody else a manager first.")
    return words % {"name": member.get_full_name()}


@require_POST
def reactivate(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Let somebody back in who had left."""
    member = member_of_team(request, pk)
    if members.reactivate(member, by=request.user, now=timezone.now()):
        words = _("%(name)s can sign in again with the password of before. What they held stays with others.")
        messages.success(request, words % {"name": member.get_full_name()})
    else:
        messages.info(request, _("Nothing was changed: %(name)s is active.") % {"name": str(member)})
    return SeeOther(PAGE)
