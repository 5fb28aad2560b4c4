"""A follow-up by the link of a mail: shown to whoever has it, acted on by pressing, nobody signed in."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.speaking import speak
from common.text import clean_text
from desk import acting
from desk.carried import Carried, TooMuch, carried_to, seal
from desk.forms.acts import LaterForm, OutcomeForm
from desk.outcomes import outcome_choices, outcome_form
from desk.receipts import Receipt, receipt_for, receipt_of, step_after
from desk.rows import reader_of, row_of
from desk.rule_note import rule_note
from desk.sentences import day_text
from desk.timeline import acts_on
from followups import actions
from followups.lookup import item_for
from followups.mailed_links import Dead, DeadLink, LiveLink, open_link
from followups.models import FollowUp

# An address nobody could have got from us, and one that led somewhere.
NOT_FOUND, GONE = 404, 410
# What is pressed or ticked, not typed.
CHOSEN = ("csrf", "outcome", "answer", "kept", "skip", "until", "past_window", "all_the_same")


@dataclass(frozen=True)
class Visit:
    """One look at (or press on) a link: when, and on which day of its reader."""

    request: HttpRequest
    opened: LiveLink
    now: datetime

    @property
    def today(self) -> date:
        """The local date of whom the link is for."""
        return self.opened.user.today(self.now)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, token: str) -> HttpResponse:
    """The outcome form of one follow-up. Looking changes nothing; a press does what it does on its page."""
    now = timezone.now()
    opened = open_link(token, now)
    if opened.user:
        speak(request, opened.user.language)
    if isinstance(opened, DeadLink):
        return _dead(request, opened, now)
    visit = Visit(request, opened, now)
    try:
        return _pressed(visit) if request.method == "POST" else _page(visit)
    except actions.NotOpen:
        # Another tab or a colleague was faster, by less than this answer took.
        again = open_link(token, now)
        return _dead(request, again, now) if isinstance(again, DeadLink) else _page(visit)


def _page(visit: Visit, *, form: OutcomeForm | None = None, late: str = "") -> HttpResponse:
    """The form; `late` is what stands against the day it was to move to."""
    row, user, today = visit.opened.row, visit.opened.user, visit.today
    shown = row_of(item_for(user, row.pk), today, reader_of(user, visit.now))
    context: dict[str, Any] = {
        "follow_up": row,
        "row": replace(shown, acts_at=visit.request.path),
        "plain": True,
        "late": late,
        **outcome_choices(row, today, form),
    }
    return render(visit.request, "desk/act.html", context)


def _pressed(visit: Visit) -> HttpResponse:
    if "until" in visit.request.POST:
        return _put_off(visit)
    return _skip(visit) if "skip" in visit.request.POST else _complete(visit)


def _complete(visit: Visit) -> HttpResponse:
    row, user, version = visit.opened.row, visit.opened.user, visit.opened.link.version
    form = outcome_form(row, visit.today, visit.request.POST)
    if not form.is_valid():
        return _page(visit, form=form)
    done = acting.complete(row, form, by=user, now=visit.now, version=version)
    return _done(visit.request, receipt_for(done, visit.today)) if done else _page(visit, form=form)


def _skip(visit: Visit) -> HttpResponse:
    row, user, version = visit.opened.row, visit.opened.user, visit.opened.link.version
    today = row.owner.today(visit.now)
    done = actions.skip(row.pk, by=user, today=today, now=visit.now, expected_version=version)
    return _done(visit.request, receipt_for(done, visit.today))


def _put_off(visit: Visit) -> HttpResponse:
    row, user, version = visit.opened.row, visit.opened.user, visit.opened.link.version
    form = LaterForm(visit.request.POST, today=visit.today)
    try:
        moved = acting.put_off(row, form, by=user, now=visit.now, version=version)
    except acting.NotMoved as refusal:
        return _page(visit, late=refusal.sentence)
    except actions.PastTheWindow as asked:
        return _ask(visit, "desk/past_window.html", until=asked.until, closes_on=asked.closes_on)
    except actions.AgainstARule as asked:
        rule = rule_note(asked.blocked, visit.today)
        return _ask(visit, "desk/against_rule.html", until=asked.until, closes_on=asked.closes_on, rule=rule)
    return _done(visit.request, receipt_of(moved, None, visit.today))


def _ask(visit: Visit, template: str, **told: Any) -> HttpResponse:
    """The day lies after the window, or against a rule: ask once."""
    here = visit.request.path
    context = {"follow_up": visit.opened.row, "move_url": here, "back_url": here, **told}
    return render(visit.request, template, context)


def _done(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """What came of it. Not by a redirect: the address is dead from here on."""
    return render(request, "desk/act_done.html", {"receipt": receipt})


def _dead(request: HttpRequest, opened: DeadLink, now: datetime) -> HttpResponse:
    """A page for every way a link dies; what was typed meanwhile stands there, and can be taken along."""
    if opened.row and opened.user and _says_the_same(request, opened):
        today = opened.user.today(now)
        return _done(request, receipt_of(opened.row, step_after(opened.row), today))
    heading, sentence = sentence_of(opened.why)
    context = {
        "heading": heading,
        "sentence": sentence,
        **_typed(request, opened),
        **_how_it_stands(opened, now),
    }
    status = NOT_FOUND if opened.why in {Dead.GARBLED, Dead.OTHER_KEY} else GONE
    return render(request, "desk/act_dead.html", context, status=status)


def _says_the_same(request: HttpRequest, opened: DeadLink) -> bool:
    """Whether what is pressed is what was saved, as in a second tab. Then there is nothing to explain."""
    row, typed = opened.row, request.POST
    if row is None or row.is_open() or not typed.get("outcome"):
        return False
    said = Carried("", {name: list(values) for name, values in typed.lists() if name != "note"})
    is_same = typed["outcome"] == row.outcome and clean_text(typed.get("note", "")) == row.note
    return is_same and not _words(said)


def _how_it_stands(opened: DeadLink, now: datetime) -> dict[str, Any]:
    """What happened meanwhile, as far as it is theirs to know."""
    row, user = opened.row, opened.user
    if opened.why != Dead.USED or row is None or user is None:
        return {}
    today = user.today(now)
    return {
        "name": row.prospect.name,
        "stands": _stands(row, today),
        "acts": acts_on(row, today),
        "url": row.get_absolute_url(),
    }


def _stands(row: FollowUp, today: date) -> str:
    if row.is_open():
        return _("It stands open, for %(day)s.") % {"day": day_text(row.due_on, today)}
    return receipt_of(row, step_after(row), today).text


def _typed(request: HttpRequest, opened: DeadLink) -> dict[str, Any]:
    """What was typed into the page of a link that died since; sealed, so that it waits behind the sign-in."""
    if request.method != "POST":
        return {}
    if opened.user is None or opened.link is None or opened.why == Dead.FOREIGN:
        return {"words": _words(Carried("", {name: list(values) for name, values in request.POST.lists()}))}
    typed = carried_to(f"/followups/{opened.link.follow_up_id}/complete/", request.POST, opened.user)
    words = _words(typed)
    try:
        return {"words": words, "carried": seal(typed) if words else ""}
    except TooMuch:
        return {"words": words}


def _words(typed: Carried) -> list[str]:
    own = {name: values for name, values in typed.fields.items() if not name.startswith(CHOSEN)}
    return replace(typed, fields=own).words()


def sentence_of(why: Dead) -> tuple[str, str]:
    """What is said of a dead link: a heading, and a sentence that says what happened."""
    return {
        Dead.GARBLED: (
            _("This link is not complete"),
            _("Mail programs sometimes cut a long link in two. Open it from the mail once more, or sign in."),
        ),
        Dead.OTHER_KEY: (
            _("This link cannot be checked any more"),
            _("The keys of this installation have been changed since, or a letter of the link got lost."),
        ),
        Dead.NOBODY: (
            _("This account is closed"),
            _("Links in mails to it do nothing any more."),
        ),
        Dead.REVOKED: (
            _("This link was switched off"),
            _("All links in earlier mails were made useless in the settings. The next mail brings new ones."),
        ),
        Dead.EXPIRED: (
            _("This link is too old"),
            _("A link in a mail works for fourteen days. Nothing is lost: what is due stands on Today."),
        ),
        Dead.FOREIGN: (
            _("A colleague looks after this now"),
            _("What the link was about has been handed over since the mail was sent, or taken back."),
        ),
        Dead.USED: (
            _("This was acted on before"),
            _("Every link in a mail works once."),
        ),
    }[why]
