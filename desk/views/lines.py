"""What the team says at each kind of no: its own words, or ours."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.changes import Change
from accounts.models import Team
from accounts.policy import Thing, may
from desk.carried import typed_again
from desk.forms.lines import LineKey, LinesForm, line_keys
from desk.lines_page import BLANKS, fold_of
from desk.meanwhile import ChangedMeanwhile, brought_together, tell_of_others
from desk.requests import SeeOther, SignedInRequest
from prospects.conversations import ExitConversation
from prospects.exit_lines import LineLength
from prospects.models import TeamLine
from prospects.team_lines import all_lines, our_line, reset_line, set_line


@require_safe
def lines(request: SignedInRequest) -> HttpResponse:
    """Every line by kind of no; a manager writes them anew."""
    if typed := typed_again(request, "desk:lines_save", "desk:lines_preview"):
        return _page(request, _form(request, typed))
    return _page(request, at=request.GET.get("open", ""))


@require_POST
def preview(request: SignedInRequest) -> HttpResponse:
    """How the lines sound as they are typed; changes nothing. The fragment for htmx, else the whole page."""
    form = _form(request)
    if request.htmx:
        fold = fold_of(form.of, form.said, request.user.name, form)
        return render(request, "desk/_line_samples.html", {"fold": fold})
    return _page(request, form.as_typed())


@require_POST
def save(request: SignedInRequest) -> HttpResponse:
    """Say it in our own words; or, with `reset`, one line in the words the app came with."""
    form = _form(request)
    if wanted := request.POST.get("reset"):
        return _back_to_ours(request, form, wanted)
    if not form.is_valid():
        return _page(request, form)
    try:
        told = _save(request, form)
    except ChangedMeanwhile as changed:
        return _page(request, cast("LinesForm", changed.form))
    messages.success(request, _("Saved."))
    tell_of_others(request, told)
    return _to(form.of)


def _back_to_ours(request: SignedInRequest, form: LinesForm, name: str) -> HttpResponse:
    key = next((key for key in line_keys() if key.name == name), None)
    if key is None:
        raise Http404
    reset_line(form.of, key.length, key.language, by=request.user, now=timezone.now())
    messages.success(request, _("Back to our words."))
    others = any(changed != key for changed, _text in form.changed())
    if not others:
        return _to(form.of)
    # What else was typed and not saved yet stays in its fields.
    return _page(request, form.as_typed(**{key.name: our_line(form.of, key.length, key.language)}))


@transaction.atomic
def _save(request: SignedInRequest, form: LinesForm) -> list[str]:
    """Save the lines, brought together with what the team says by now; returns what others changed."""
    now, team_id = timezone.now(), request.user.team_id
    # Two who write lines wait for each other here.
    Team.objects.select_for_update(no_key=True).get(pk=team_id)
    said, rows = all_lines(team_id), _own_rows(team_id, form.of)
    changes = Change.objects.filter(object_id__in=rows.values())

    def draw(typed: QueryDict | None) -> LinesForm:
        return LinesForm(typed, form.of, said, rows=rows)

    form, told = brought_together(form, draw, changes, request.user)
    for key, text in form.changed():
        set_line(form.of, key.length, key.language, text, by=request.user, now=now)
    return told


def _own_rows(team_id: UUID, conversation: ExitConversation) -> dict[LineKey, UUID]:
    rows = TeamLine.objects.of_team(team_id).filter(conversation=conversation)
    return {LineKey(LineLength(row.length), row.language): row.pk for row in rows}


def _form(request: SignedInRequest, typed: QueryDict | None = None) -> LinesForm:
    """The form that was sent (or typed before); for managers only, and only about a kind of no there is."""
    if not may(request.user, Thing.LINES):
        raise PermissionDenied
    typed = typed or request.POST
    of = typed.get("conversation", "")
    if of not in set(ExitConversation):
        raise Http404
    return LinesForm(typed, ExitConversation(of), all_lines(request.user.team_id))


def _to(conversation: ExitConversation) -> SeeOther:
    return SeeOther(f"/settings/lines/?open={conversation}#{conversation}")


def _page(request: SignedInRequest, typed: LinesForm | None = None, at: str = "") -> HttpResponse:
    said, me, may_change = all_lines(request.user.team_id), request.user.name, may(request.user, Thing.LINES)
    folds = []
    for code in ExitConversation:
        if typed and typed.of == code:
            folds.append(fold_of(code, said, me, typed, is_open=True))
        else:
            form = LinesForm(None, code, said) if may_change else None
            folds.append(fold_of(code, said, me, form, is_open=code == at))
    context = {
        "folds": folds,
        "blanks": [(f"{{{blank}}}", meaning) for blank, meaning in BLANKS.items()],
        "may_change": may_change,
        "form": typed,
        "here": "settings",
        "back": "/settings/",
    }
    return render(request, "desk/lines.html", context)
