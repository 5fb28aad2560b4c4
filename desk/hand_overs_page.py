"""What the list of hand-overs shows: its parts with their counts, and a line for each person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from common.days import plain_day, plain_day_and_year, short_weekday
from desk.clear_hand_overs import not_clear
from desk.hand_over_words import HOW_IT_ENDED, first_of, refused_chip
from desk.sentences import day_text, numbers
from followups.baton_rules import Refused
from followups.batons_to_answer import sent_back_to
from followups.hand_overs import (
    WARM_STEPS,
    back_with_sales,
    given_by,
    in_care_of,
    waiting_for,
    warm_again,
)
from followups.kinds import BATON_WAITS, Baton, BatonStep
from followups.models import HandOver, HandOverStep
from followups.models.hand_over import HandOverQuerySet

MOST: Final = 60


class Part(StrEnum):
    """The parts of the list."""

    NEW = "new"
    CARE = "care"
    GIVEN = "given"
    SENT_BACK = "sent-back"
    WARM = "warm"
    BACK = "back"


NAMES: dict[Part, LazyText] = {
    Part.NEW: gettext_lazy("New"),
    Part.CARE: gettext_lazy("In your care"),
    Part.GIVEN: gettext_lazy("With marketing"),
    Part.SENT_BACK: gettext_lazy("Sent back"),
    Part.WARM: gettext_lazy("Warm again"),
    Part.BACK: gettext_lazy("Back with sales"),
}
EMPTY: dict[Part, LazyText] = {
    Part.NEW: gettext_lazy("Nobody waits for you."),
    Part.CARE: gettext_lazy("Nobody is in your care at the moment."),
    Part.GIVEN: gettext_lazy("None of your people is with marketing."),
    Part.SENT_BACK: gettext_lazy("Nobody was sent back."),
    Part.WARM: gettext_lazy("Nobody answered or raised their hand in the last 30 days."),
    Part.BACK: gettext_lazy("Nobody has come back yet."),
}
# Where a hand-over stands in the list of whoever took it, and of everybody else.
OF_TAKER = {
    Baton.OFFERED: Part.NEW,
    Baton.ASKED: Part.NEW,
    Baton.TAKEN: Part.CARE,
    Baton.RETURNED: Part.BACK,
}
OF_GIVER = {
    Baton.OFFERED: Part.GIVEN,
    Baton.ASKED: Part.GIVEN,
    Baton.TAKEN: Part.GIVEN,
    Baton.SENT_BACK: Part.SENT_BACK,
    Baton.RETURNED: Part.BACK,
}


@dataclass(frozen=True)
class Tab:
    """One part of the list, with how many are in it."""

    part: Part
    name: str
    count: int
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Chip:
    """A fact about a person, in two words."""

    text: str
    css: str = ""


@dataclass(frozen=True)
class BatonLine:
    """One hand-over in the list."""

    id: UUID
    url: str
    name: str
    about: str
    when: str
    chips: tuple[Chip, ...]
    is_clear: bool = False


def list_context(user: User, wanted: str, chosen: HandOver | None, now: datetime) -> dict[str, Any]:
    """The list: its parts, the lines of the wanted one, and whom of them one could take over together."""
    rows_of = {part: _rows(part, user, now) for part in Part}
    counts = {part: rows.count() for part, rows in rows_of.items()}
    part = _part(user, wanted, chosen, counts)
    rows = list(rows_of[part].select_related("plan__loss")[:MOST]) if counts[part] else []
    against = not_clear(rows) if part in {Part.NEW, Part.GIVEN} else {}
    clear = [row.pk for row in rows if row.pk not in against] if part == Part.NEW else []
    heading, sub = _heading(user, counts)
    return {
        "tabs": _tabs(user, part, counts),
        "part": part,
        "part_name": NAMES[part],
        "lines": _lines(rows, part, against, user.today(now), user),
        "more": max(counts[part] - MOST, 0),
        "clear": len(clear),
        "heading": heading,
        "sub": sub,
        "empty": EMPTY[part],
        "chosen": chosen,
        "list_url": f"{reverse('desk:hand_overs')}?tab={part}",
    }


def _rows(part: Part, user: User, now: datetime) -> HandOverQuerySet:
    match part:
        case Part.NEW:
            return waiting_for(user)
        case Part.CARE:
            return in_care_of(user)
        case Part.GIVEN:
            return given_by(user)
        case Part.SENT_BACK:
            return sent_back_to(user, now)
        case Part.WARM:
            return warm_again(user, now)
        case Part.BACK:
            return back_with_sales(user)


def _part(user: User, wanted: str, chosen: HandOver | None, counts: Mapping[Part, int]) -> Part:
    """The part that is asked for, else where the chosen one stands, else the first with somebody in it."""
    if wanted in set(Part):
        return Part(wanted)
    if chosen is not None:
        places = OF_TAKER if chosen.taker_id == user.pk else OF_GIVER
        return places.get(Baton(chosen.state), Part.BACK)
    offered = _offered(user, counts)
    return next((part for part in offered if counts[part]), offered[0])


def _offered(user: User, counts: Mapping[Part, int]) -> list[Part]:
    """The parts that are of use to somebody: a marketer's, a seller's, and any that is not empty."""
    own = [Part.NEW, Part.CARE] if user.is_marketing else []
    own += [Part.GIVEN] if user.is_sales or user.is_manager or not own else []
    own += [Part.WARM, Part.BACK]
    return [part for part in Part if part in own or counts[part]]


def _tabs(user: User, chosen: Part, counts: Mapping[Part, int]) -> list[Tab]:
    page = reverse("desk:hand_overs")
    shown = [part for part in Part if part == chosen or part in _offered(user, counts)]
    return [Tab(part, str(NAMES[part]), counts[part], f"{page}?tab={part}", part == chosen) for part in shown]


def _heading(user: User, counts: Mapping[Part, int]) -> tuple[str, str]:
    """The sentence that counts, and the one beneath it."""
    if counts[Part.NEW] or (user.is_marketing and not user.is_sales):
        count = counts[Part.NEW] or counts[Part.CARE]
        if not count:
            return _("Nobody to look after"), _("Sales hands people over to you here.")
        form = ngettext("%(count)s person to look after", "%(count)s people to look after", count)
        return form % {"count": numbers(count)}, _(
            "Sales made each of them a promise. You keep it until the date they agreed."
        )
    count = counts[Part.GIVEN]
    as_of = count or 1  # "Nobody is", as "one is"
    form = ngettext("%(count)s of yours is with marketing", "%(count)s of yours are with marketing", as_of)
    return form % {"count": numbers(count)}, _(
        "They keep your promise for you. Everybody comes back to you on their day, or sooner."
    )


def _lines(
    rows: Sequence[HandOver], part: Part, against: Mapping[UUID, Refused], today: date, user: User
) -> list[BatonLine]:
    ended = _how_they_ended(rows) if part in {Part.WARM, Part.BACK} else {}
    return [
        BatonLine(
            id=row.pk,
            url=f"{row.get_absolute_url()}?tab={part}",
            name=row.prospect.name,
            about=_about(row, user),
            when=_when(row, today),
            chips=tuple(_chips(row, part, against.get(row.pk), ended.get(row.pk), today)),
            is_clear=part == Part.NEW and row.pk not in against,
        )
        for row in rows
    ]


def _about(row: HandOver, user: User) -> str:
    """Where they work, and from or with whom they are."""
    is_mine = row.taker_id == user.pk
    other = first_of(row.giver if is_mine else row.taker)
    whom = _("from %(name)s") if is_mine else _("with %(name)s")
    organisation = row.prospect.organisation.name if row.prospect.organisation else ""
    return " · ".join(part for part in (organisation, whom % {"name": other}) if part)


def _when(row: HandOver, today: date) -> str:
    """When it was handed over: "today", "yesterday", "Tue", "2 Mar"."""
    day = row.taker.today(row.created_at)
    days = (today - day).days
    if days in {0, 1}:
        return _("today") if days == 0 else _("yesterday")
    if days < 7:
        return short_weekday(day)
    return plain_day(day) if day.year == today.year else plain_day_and_year(day)


def _chips(
    row: HandOver, part: Part, refused: Refused | None, ended: BatonStep | None, today: date
) -> list[Chip]:
    chips = [Chip(row.plan.loss.conversation_label(), "chip-no")] if row.plan.loss else []
    if refused and not (part == Part.GIVEN and row.state == Baton.ASKED):
        chips.append(Chip(refused_chip(refused), "chip-late"))
    if part == Part.GIVEN:
        chips.append(_where(row, today))
    if part == Part.CARE:
        chips.append(Chip(_("back %(day)s") % {"day": day_text(row.returns_on, today)}, "chip-line"))
    if ended in HOW_IT_ENDED:
        chips.append(Chip(str(HOW_IT_ENDED[ended]), "chip-yes"))
    return chips


def _where(row: HandOver, today: date) -> Chip:
    """How it stands with marketing, for whoever gave it."""
    taker = first_of(row.taker)
    if row.state == Baton.ASKED:
        return Chip(_("%(name)s asks you") % {"name": taker}, "chip-open")
    if row.state in BATON_WAITS:
        return Chip(_("waits for %(name)s") % {"name": taker})
    return Chip(_("back %(day)s") % {"day": day_text(row.returns_on, today)}, "chip-line")


def _how_they_ended(rows: Sequence[HandOver]) -> dict[UUID, BatonStep]:
    """Which of them came back because they said something; one query."""
    steps = HandOverStep.objects.filter(hand_over__in=rows, step__in=list(WARM_STEPS)).order_by("at")
    return {pk: BatonStep(step) for pk, step in steps.values_list("hand_over", "step")}
