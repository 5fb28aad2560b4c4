"""A touch in one line, from a person's page."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.submissions import SavedOtherwise
from desk.contact_words import blocked_text, instead_texts
from desk.forms.touch import TouchForm
from desk.hand_overs_page import Part
from desk.receipts import room_text
from desk.repeats import ask_whether_one_more
from desk.requests import SeeOther, SignedInRequest, clock
from desk.sentences import day_text, span_text
from desk.views.prospects import find_person, person_page
from followups import actions
from followups.models import FollowUp
from prospects.models import Prospect
from prospects.visibility import may_see_all_of


@require_POST
def touches(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Write down what happened; answers with where the check-in went, or with what stands against it."""
    person = find_person(request, pk)
    today, now = clock(request)
    form = TouchForm(request.POST, today=today, team_id=person.team_id)
    instead: list[str] = []
    if form.is_valid():
        try:
            logged = actions.log_touch(person, form.touch(), by=request.user, today=today, now=now)
        except actions.NotNow as refusal:
            _explain(form, refusal, today)
            instead = instead_texts(refusal.blocked)
        except actions.RelevanceNeeded:
            form.add_error("relevance", _("Say in a few words why it matters to them."))
        except SavedOtherwise:
            ask_whether_one_more(form, request.POST)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _receipt(request, person, logged, today)
    return person_page(request, person, form.item, touch_form=form, form=form, instead=instead)


def _receipt(request: SignedInRequest, person: Prospect, logged: actions.Logged, today: date) -> HttpResponse:
    """Back to their page; who went back to sales with what was noted stands with the hand-overs alone."""
    user, said = request.user, _noted(logged, today)
    if may_see_all_of(person, user) or Prospect.objects.visible_to(user).filter(pk=person.pk).exists():
        messages.success(request, said, extra_tags=f"undo:/changes/{logged.change.pk}/undo/")
        return SeeOther(person.get_absolute_url())
    messages.success(request, said)
    return SeeOther(f"{reverse('desk:hand_overs')}?tab={Part.WARM}")


def _explain(form: TouchForm, refusal: actions.NotNow, today: date) -> None:
    """Why not, from when on; and room for the reason it happened all the same, where there may be one."""
    form.add_error("override_reason" if refusal.may_override else None, blocked_text(refusal.blocked, today))
    form.asks_for_reason = refusal.may_override


def _noted(logged: actions.Logged, today: date) -> str:
    room = room_text(logged.made_room, today)
    return f"{_moved_to(logged.moved, today)} {room}".strip()


def _moved_to(moved: FollowUp | None, today: date) -> str:
    if moved is None:
        return _("Noted.")
    window = span_text(moved.opens_on, moved.closes_on)
    day = day_text(moved.due_on, today)
    return _("Noted. The check-in moves to %(day)s, any day %(window)s.") % {"day": day, "window": window}
