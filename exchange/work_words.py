"""What is said about long work: what it does, how far it is, how it ended."""

from collections.abc import Callable, Mapping
from functools import partial

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.kinds import ImportKind, WorkKind, WorkState
from exchange.models import Work
from exchange.own.words import SENTENCES as REFUSALS
from exchange.own.words import sentence as refused_sentence
from exchange.progress import HowFar

Values = Mapping[str, int | str]


def heading(work: Work) -> str:
    """What it does."""
    if work.kind == WorkKind.EXPORT:
        return _("Packed up") if work.state == WorkState.DONE else _("Packing up everything")
    names = {
        ImportKind.DEALS: _("Bringing in your noes"),
        ImportKind.CONTACTS: _("Bringing in your people"),
        ImportKind.OWN: _("Bringing back what was taken along"),
    }
    return names[ImportKind(work.of_import.kind if work.of_import else ImportKind.DEALS)]


def standing(work: Work, far: HowFar, *, is_stopping: bool) -> str:
    """Where one stands that is not over."""
    if is_stopping:
        return _("Stopping …")
    if work.state == WorkState.WAITING:
        return _("Waiting for its turn …")
    if far.total <= 0:
        return _("Getting ready …")
    return _("%(done)s of %(total)s") % {"done": number(min(far.done, far.total)), "total": number(far.total)}


def ending(work: Work) -> str:
    """How one that is over ended."""
    say = SENTENCES.get(work.said)
    if say is None:
        return _("Done.") if work.state == WorkState.DONE else _fault(work.values)
    return say(work.values)


def number(value: object) -> str:
    """A number as people read it."""
    return str(number_format(int(str(value)), force_grouping=True))


def _cancelled(_values: Values) -> str:
    return _("Cancelled. Nothing of it is left.")


def _fault(_values: Values) -> str:
    return _("It met a fault of ours and was taken back: nothing of it is left. The log says more.")


def _worker_gone(_values: Values) -> str:
    return _("It was begun three times, and each time the worker went away. Nothing of it is left.")


def _unreadable(_values: Values) -> str:
    return _("One of its files can't be read any more. Nothing of it was saved.")


def _owner_left(_values: Values) -> str:
    return _("Somebody who was to look after people has left the team. Choose again; nothing was saved.")


def _already_in(_values: Values) -> str:
    return _("It is in already.")


def _too_many(values: Values) -> str:
    words = _("At most %(most)s noes come in at once. Bring them in parts; nothing was saved.")
    return words % {"most": number(values["most"])}


def _contacts_unusable(values: Values) -> str:
    return _("Nobody came in: one of the people could not be saved. %(why)s") % {"why": values["why"]}


def _exported(values: Values) -> str:
    rows = int(values["rows"])
    said = ngettext("%(rows)s row is packed.", "%(rows)s rows are packed.", rows)
    return said % {"rows": number(rows)}


def _own_refused(code: str, values: Values) -> str:
    said = refused_sentence(code, int(values.get("line", 0)))
    return _("%(said)s Nothing was saved.") % {"said": said}


# A job that ends in words of its own adds them here, by its code.
SENTENCES: dict[str, Callable[[Values], str]] = {
    "already_in": _already_in,
    "exported": _exported,
    "not_yours": lambda _values: refused_sentence("not_yours"),
    "own_brought": lambda _values: _("All of it is in."),
    **{f"own_{code}": partial(_own_refused, code) for code in REFUSALS},
    "cancelled": _cancelled,
    "contacts_unusable": _contacts_unusable,
    "fault": _fault,
    "owner_left": _owner_left,
    "too_many": _too_many,
    "unreadable": _unreadable,
    "worker_gone": _worker_gone,
}
