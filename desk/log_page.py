"""What the page of "Log a no" shows beside its fields: asks in order, open folds, how a date was read."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.forms import BoundField
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from desk.forms.no import NoForm
from desk.forms.said import SaidPart
from desk.when_words import reading_text, unread_text
from followups.when import Reading
from prospects.conversations import AskKind, ExitConversation, WakeUpKind
from prospects.lines import ASK_LINES_OF, FITTING_ASKS, ask_line

# From here on something useful in between is asked for (RULES.md, "Words for dates").
FAR_AHEAD = timedelta(days=90)
BUDGET_WORDS = ("budget", "haushalt", "etat")

# In the order of COPY.md, B; the last two are said and not asked.
ASKED = (
    AskKind.STAY_IN_TOUCH,
    AskKind.FEEDBACK,
    AskKind.REFERRAL,
    AskKind.REFERENCE,
    AskKind.REENTRY,
    AskKind.MAILING_LIST,
    AskKind.NEXT_MEETING,
)
SAID = (AskKind.THANK_YOU, AskKind.CONGRATULATE)
WHY: dict[AskKind, LazyText] = {
    AskKind.STAY_IN_TOUCH: _("A yes you can point to later."),
    AskKind.FEEDBACK: _("One honest line beats ten guesses."),
    AskKind.REFERRAL: _("A colleague, or somebody at another firm."),
    AskKind.REFERENCE: _("Even without the project."),
    AskKind.REENTRY: _("Say it out loud, or they'll be too embarrassed to."),
    AskKind.MAILING_LIST: _("Something to read instead of a call."),
    AskKind.NEXT_MEETING: _("A date is easier to keep than an intention."),
    AskKind.THANK_YOU: _("Said, not asked. The note follows."),
    AskKind.CONGRATULATE: _("Only if you know them. It comes up after a month."),
}
FOLDS: dict[str, tuple[str, ...]] = {
    "said": (
        "reason", "main_reason", "reasons", "told_by", "told_to", "delegated_to", "owner", "said_on", "title",
        "phone", "is_decision_maker",
    ),
    "deal": (
        "deal", "deal_title", "deal_value", "deal_currency", "offer_made", "good_deal", "likelihood",
        "right_but_early", "stage", "source", "tender", "tender_award_on", "tender_debrief_by",
    ),
    "needs": ("needs", "timing", "budget", "topics", "challenges", "interests"),
    "wake_up": ("wake_up_kind", "wake_up", "wake_up_on", "notice_on"),
    "others": ("others", "competitors", "main_competitor"),
    "person": (
        "pace", "priority", "personal_cues", "wanted_from_our_time", "form_of_address", "language", "country",
        "region", "time_zone", "postal_address",
    ),
    "notes": ("lesson", "notes"),
}  # fmt: skip


@dataclass(frozen=True)
class ReasonGroup:
    """The reasons under one chip, as check boxes."""

    label: str
    options: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class AskRow:
    """One ask: the field of its answer, how one says it, and why.

    `fits` names the conversations it is asked first in, `variants` those in which it is said otherwise;
    `is_kept`: it has an answer.
    """

    kind: AskKind
    field: BoundField
    line: LazyText
    variants: tuple[tuple[ExitConversation, LazyText], ...]
    why: LazyText
    fits: str
    is_said: bool
    is_kept: bool


@dataclass(frozen=True)
class NextContact:
    """How the next contact was understood; empty where nothing was typed or the day itself was given."""

    text: str = ""
    is_read: bool = False
    is_far: bool = False
    is_about_money: bool = False


def ask_rows(form: NoForm) -> list[AskRow]:
    """Every ask; those that fit the conversation first, if it is known."""
    rows = [_ask_row(form, kind) for kind in (*ASKED, *SAID)]
    chosen = str(form["conversation"].value() or "")
    return sorted(rows, key=lambda row: chosen not in row.fits.split()) if chosen else rows


def _ask_row(form: NoForm, kind: AskKind) -> AskRow:
    return AskRow(
        kind=kind,
        field=form[f"ask_{kind.value}"],
        line=ask_line(kind),
        variants=tuple((code, line) for (code, asked), line in ASK_LINES_OF.items() if asked == kind),
        why=WHY[kind],
        fits=" ".join(code.value for code, asks in FITTING_ASKS.items() if kind in asks),
        is_said=kind in SAID,
        is_kept=has_something(form[f"ask_{kind.value}"]),
    )


def reason_groups(form: SaidPart) -> list[ReasonGroup]:
    """The team's reasons as check boxes, under their chips."""
    field = form["reasons"]
    groups = field.field.widget.optgroups(field.html_name, _as_texts(field.value()), {"id": field.auto_id})
    return [ReasonGroup(str(label or ""), tuple(options)) for label, options, _index in groups]


def _as_texts(values: Any) -> list[str]:
    return [str(value) for value in values or ()]


def open_folds(form: NoForm) -> dict[str, bool]:
    """Which folds stand open: those with something typed in them, or a mistake."""
    folds = {**FOLDS, "reasons": ("reasons",)}
    return {fold: any(has_something(form[name]) for name in names) for fold, names in folds.items()}


def has_something(field: BoundField) -> bool:
    """Whether a field holds more than it held at first, or something is wrong with it."""
    return bool(field.errors) or _written(field.value()) not in ("", _written(field.field.initial))


def _written(value: Any) -> str:
    return "" if value in (None, False, [], ()) else str(value)


def page_context(form: NoForm) -> dict[str, Any]:
    """Everything the page needs beside the form and its preview."""
    return {
        "asks": ask_rows(form),
        "folds": open_folds(form),
        "reason_groups": reason_groups(form),
        "has_colleagues": len(form.members) > 1,
    }


def next_contact(form: NoForm) -> NextContact:
    """How the words about the next contact were read. Of a form nobody filled in: nothing."""
    if not form.is_bound:
        return NextContact()
    form.is_valid()
    reading, day = form.reading, form.agreed_on()
    if reading is None:
        text = ""
    elif isinstance(reading, Reading):
        text = reading_text(reading, form.today)
    else:
        text = unread_text(reading)
    is_far = day is not None and day - form.today > FAR_AHEAD
    return NextContact(text, isinstance(reading, Reading), is_far, is_far and _is_about_money(form))


def _is_about_money(form: NoForm) -> bool:
    data = form.cleaned_data
    if data.get("wake_up_kind") == WakeUpKind.BUDGET_YEAR:
        return True
    said = " ".join(
        str(data.get(name) or "") for name in ("next_contact", "timing", "in_their_words", "reason")
    )
    return any(word in said.casefold() for word in BUDGET_WORDS)
