"""The sentences of a digest: headings, what to do and until when, what else there is (DESIGN.md 8 and 12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from common.days import long_day, short_day, spoken_day
from common.remembered import once_a_language
from digests.beside import CameBack, ToAccept
from digests.subjects import people
from followups.agenda import AgendaItem
from followups.kinds import Kind
from followups.sentences import said_ago
from prospects.conversations import ExitConversation

MOST_QUOTE_CHARACTERS = 280
NAMED_A_DAY = 4


@dataclass(frozen=True)
class Frame:
    """What every digest of a language says around its rows."""

    title: str
    open: str
    open_today: str
    coming_up: str
    nothing_changes: str
    change_or_stop: str


@once_a_language(most=100)
def frame() -> Frame:
    """The words around the rows."""
    return Frame(
        title=_("Your day in Lost Deals"),
        open=pgettext("button", "Open"),
        open_today=_("Open Today"),
        coming_up=_("Coming up"),
        nothing_changes=_("Nothing changes until you press a button in Lost Deals."),
        change_or_stop=_("Change the time, or stop this mail"),
    )


def note(item: AgendaItem, today: date) -> str:
    """The line under what to do: what waits there by name, and until or since when."""
    waits = _waits(item) if item.due_on <= today else ""
    return " · ".join(said for said in (waits, _until(item, today)) if said)


def _waits(item: AgendaItem) -> str:
    if item.kind == Kind.PROMISE:
        return _("Promise to keep")
    if item.kind == Kind.DEBRIEF:
        return _("Debrief waiting")
    if item.kind != Kind.THANK_YOU:
        return ""
    if item.said_it and item.conversation == ExitConversation.DRIFTED:
        return _("Closing note not sent")
    return _("Thank-you not sent")


def _until(item: AgendaItem, today: date) -> str:
    if item.closes_on < today:
        return _("was due by %(day)s") % {"day": spoken_day(item.closes_on)}
    if item.due_on > today:
        return long_day(item.due_on)
    if item.is_agreed or item.kind == Kind.AGREED_MEETING:
        return _("you both agreed")
    if item.has_window():
        return _days_left((item.closes_on - today).days)
    return said_ago(item.said_on, today) if item.said_on and item.said_it else ""


def _days_left(days: int) -> str:
    if days == 0:
        return _("window open, last day")
    return ngettext("window open, %(days)d day left", "window open, %(days)d days left", days) % {
        "days": days
    }


def quote(words: str | None) -> str:
    """Their own sentence in quotation marks and on one line, cut when it is an essay."""
    line = " ".join((words or "").split())
    if len(line) > MOST_QUOTE_CHARACTERS:
        line = line[:MOST_QUOTE_CHARACTERS].rsplit(" ", 1)[0] + "…"
    return _("“%(words)s”") % {"words": line} if line else ""


def open_person(name: str) -> str:
    """What the button beside somebody says to whoever hears it read aloud."""
    return _("Open %(name)s") % {"name": name}


def headline(
    due: Sequence[AgendaItem], closed: Sequence[AgendaItem], coming: Sequence[AgendaItem]
) -> tuple[str, list[str]]:
    """The heading and what follows it, for what counts: due today, window closed, later this week.

    Both are empty when nobody is.
    """
    counts = [len(people(items)) for items in (due, closed, coming)]
    sentences = [_due_today(counts[0]), _window_closed(counts[1]), _later(counts[2])]
    said = [sentence for sentence, count in zip(sentences, counts, strict=True) if count]
    return (said[0], said[1:]) if said else ("", [])


def tally(items: Sequence[AgendaItem]) -> list[str]:
    """How many promises, thank-yous and debriefs wait among these rows."""
    counts = [
        (sum(item.kind == kind for item in items), sentence)
        for kind, sentence in (
            (Kind.PROMISE, _promises),
            (Kind.THANK_YOU, _thank_yous),
            (Kind.DEBRIEF, _debriefs),
        )
    ]
    return [sentence(count) for count, sentence in counts if count]


def _promises(count: int) -> str:
    return ngettext("One promise to keep", "%(count)d promises to keep", count) % {"count": count}


def _thank_yous(count: int) -> str:
    return ngettext("One thank-you not sent yet", "%(count)d thank-yous not sent yet", count) % {
        "count": count
    }


def _debriefs(count: int) -> str:
    return ngettext("One debrief waiting", "%(count)d debriefs waiting", count) % {"count": count}


def held(count: int) -> str:
    """Mail that leaves or goes only when its owner says so."""
    return ngettext(
        "One mail is held until you decide", "%(count)d mails are held until you decide", count
    ) % {"count": count}  # fmt: skip


def to_accept(count: int) -> str:
    """Hand-overs that wait for an answer of the reader."""
    return ngettext(
        "One hand-over waits for your answer", "%(count)d hand-overs wait for your answer", count
    ) % {"count": count}  # fmt: skip


def baton(waiting: ToAccept) -> str:
    """Who would like what of the reader."""
    if waiting.is_question:
        return _("%(colleague)s asks you something first") % {"colleague": waiting.colleague}
    return _("%(colleague)s would like you to look after them until %(day)s") % {
        "colleague": waiting.colleague,
        "day": spoken_day(waiting.returns_on),
    }


def came_back(somebody: CameBack) -> tuple[str, str]:
    """Who came back, and the rest of the sentence."""
    who = _("%(name)s came back.") % {"name": somebody.name}
    if somebody.days_later is None:
        return who, f"{somebody.title}."
    later = ngettext("one day after the no", "%(days)d days after the no", somebody.days_later) % {
        "days": somebody.days_later
    }
    return who, f"{somebody.title}, {later}."


def coming(items: Sequence[AgendaItem]) -> list[str]:
    """Who comes in the next days, day by day: "Fri 13 Mar: Aisha Bello, Piet Claes"."""
    days: dict[date, list[AgendaItem]] = {}
    for item in sorted(items, key=lambda item: item.due_on):
        days.setdefault(item.due_on, []).append(item)
    return [f"{short_day(day)}: {_first_names(people(those))}" for day, those in days.items()]


def _first_names(names: Sequence[str]) -> str:
    listed, more = list(names[:NAMED_A_DAY]), len(names) - NAMED_A_DAY
    return ", ".join([*listed, and_more(more)] if more > 0 else listed)


def so_many_came_back(count: int) -> str:
    """The same without names."""
    return ngettext("One person came back.", "%(count)d people came back.", count) % {"count": count}


def _due_today(count: int) -> str:
    return ngettext(
        "One person to hear from today", "%(count)d people to hear from today", count
    ) % {"count": count}  # fmt: skip


def _window_closed(count: int) -> str:
    return ngettext(
        "One person whose window has closed", "%(count)d people whose window has closed", count
    ) % {"count": count}  # fmt: skip


def _later(count: int) -> str:
    return ngettext(
        "One person later this week", "%(count)d people later this week", count
    ) % {"count": count}  # fmt: skip


def and_more(count: int) -> str:
    """What stands where the list is cut."""
    return ngettext("and %(count)d more", "and %(count)d more", count) % {"count": count}


def why_you_get_it(at: str, daily: bool, weekly: bool, even_empty: bool) -> str:
    """The first line of the foot: how often this comes and when."""
    if daily and weekly:
        sentence = _("On your working days at %(time)s, once a week with the week ahead")
    elif weekly:
        sentence = _("On your first working day of the week at %(time)s")
    else:
        sentence = _("On your working days at %(time)s")
    often = sentence % {"time": at}
    if even_empty:
        return _("%(often)s, also when nobody is due.") % {"often": often}
    return _("%(often)s, only when someone is due.") % {"often": often}
