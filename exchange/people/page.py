"""The page on which people of an address book are looked over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from exchange.models import ArrivingPerson, Import
from exchange.people.choosing import ALL_NEW, PAGE, SAME_AS, TICKED, WINDOWS, said_about
from exchange.people.codes import GROUPS, Choice, Found
from exchange.people.deciding import RELATION, WINDOW, Tally, takes_all_new, tally_of
from exchange.people.told import Told, told_from_json
from exchange.people.words import COLUMNS, LEADS, NOTHING_COMES, REFUSED, TABS, unheld_words
from prospects.cards import Card, columns, compare
from prospects.labels import RELATIONS
from prospects.models import Prospect
from prospects.visibility import sees_in_part

# Told in the line below the name.
_IN_THE_LINE = ("name", "organisation", "title")


@dataclass(frozen=True)
class Value:
    """A column with what the file says, and what we have where that differs."""

    label: str
    told: str
    ours: str = ""


@dataclass(frozen=True)
class Option:
    """A choice about somebody."""

    value: str
    label: str
    is_chosen: bool
    known: "Known | None" = None


@dataclass(frozen=True)
class Known:
    """Somebody we know, beside the card; `in_part`: a colleague's, of whom nothing is compared."""

    person: Prospect
    completes: Sequence[Value] = ()
    differs: Sequence[Value] = ()
    in_part: bool = False


@dataclass(frozen=True)
class Shown:
    """Somebody of the book as the page shows them."""

    row: ArrivingPerson
    card: Card
    told: Sequence[Value] = ()
    unheld: Sequence[str] = ()
    options: Sequence[Option] = ()
    known: Known | None = None
    why: str = ""
    name: str = ""
    error: str = ""


@dataclass(frozen=True)
class Tab:
    """A group of them, and how many there are."""

    code: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Page:
    """What is shown; `after` leads to the next page, None on the last."""

    tabs: Sequence[Tab]
    group: str
    lead: str
    people: Sequence[Shown]
    tally: Tally
    place: int
    after: int | None
    about_all: dict[str, Any] = field(default_factory=dict)

    @property
    def has_seen(self) -> bool:
        """Whether somebody in it came in before, and may come again."""
        return bool(self.tally.by_found.get(Found.SEEN))


def people_page(
    of_import: Import,
    user: User,
    asked: QueryDict,
    typed: QueryDict | None = None,
    too_long: Sequence[int] = (),
) -> Page:
    """One page of a group; `typed` is what somebody chose and could not be kept."""
    tally = tally_of(of_import)
    group = _group(asked.get("show", ""), tally)
    place = _place(asked.get("after", ""))
    people = of_import.people.select_related("file")
    rows = list(people.filter(found__in=GROUPS[group], place__gte=place).order_by("place")[: PAGE + 1])
    drawing = _Drawing(of_import, user, rows[:PAGE], typed, too_long)
    return Page(
        tabs=_tabs(tally, group),
        group=group,
        lead=str(LEADS[group]),
        people=[drawing.shown(row) for row in rows[:PAGE]],
        tally=tally,
        place=place,
        after=rows[PAGE].place if len(rows) > PAGE else None,
        about_all=_about_all(of_import, typed),
    )


def _group(asked: str, tally: Tally) -> str:
    """The group that was asked for; else the first that has somebody in it."""
    if asked in GROUPS:
        return asked
    filled = (code for code in GROUPS if _count(tally, code))
    return next(filled, "new")


def _count(tally: Tally, group: str) -> int:
    return sum(tally.by_found.get(found, 0) for found in GROUPS[group])


def _tabs(tally: Tally, group: str) -> list[Tab]:
    counts = ((code, _count(tally, code)) for code in GROUPS)
    return [
        Tab(code, str(TABS[code]), count, code == group) for code, count in counts if count or code == group
    ]


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0


def _about_all(of_import: Import, typed: QueryDict | None) -> dict[str, Any]:
    """What is chosen for everybody new, as options."""
    kept = of_import.choices
    window = next((code for code, days in WINDOWS.items() if list(days) == kept.get(WINDOW)), "")
    now = {
        "who": ALL_NEW if takes_all_new(of_import) else TICKED,
        "relation": kept.get(RELATION) or "",
        "window": window,
    }
    if typed:
        now |= {name: typed[name] for name in now if name in typed}
    who = [(ALL_NEW, _("All of them")), (TICKED, _("Only those I choose"))]
    relations = [("", _("Not said")), *((code.value, str(label)) for code, label in RELATIONS.items())]
    windows = [("", _("No plan yet")), *((code, _days(*days)) for code, days in WINDOWS.items())]
    offered = {"who": who, "relation": relations, "window": windows}
    return {
        name: [Option(code, label, code == now[name]) for code, label in options]
        for name, options in offered.items()
    }


def _days(first: int, last: int) -> str:
    return _("Every %(first)d to %(last)d days") % {"first": first, "last": last}


class _Drawing:
    """Draws the people of one page; whom they may be is read once for all of them."""

    def __init__(
        self,
        of_import: Import,
        user: User,
        rows: Iterable[ArrivingPerson],
        typed: QueryDict | None,
        too_long: Sequence[int],
    ) -> None:
        self._user = user
        self._takes_new = takes_all_new(of_import)
        self._typed = typed
        self._too_long = too_long
        wanted = {UUID(pk) for row in rows for pk in row.matches}
        people = Prospect.objects.visible_to(user).filter(pk__in=wanted)
        self._people = {str(one.pk): one for one in people.select_related("organisation")}

    def shown(self, row: ArrivingPerson) -> Shown:
        """Somebody, with what can be chosen."""
        if row.found == Found.REFUSED:
            return Shown(row, Card(), why=_why(row))
        told = told_from_json(row.told)
        self._say(row)
        people = [self._people[pk] for pk in row.matches if pk in self._people]
        known = [self._known(one, told) for one in people]
        return Shown(
            row,
            told.card,
            told=[] if row.found == Found.KNOWN else _values(told.card),
            unheld=unheld_words(told.unheld),
            options=self._options(row, known),
            known=known[0] if known and row.found in (Found.KNOWN, Found.SAME) else None,
            why=str(NOTHING_COMES.get(Found(row.found), "")),
            name=row.name_given,
            error=_("At most 200 characters.") if row.place in self._too_long else "",
        )

    def _say(self, row: ArrivingPerson) -> None:
        """What was typed and not kept is shown in place of what was."""
        if self._typed is not None and str(row.place) in self._typed.getlist("row"):
            said = said_about(row, self._typed, takes_new=self._takes_new)
            row.choice, row.same_as, row.name_given = said.choice, said.same_as, said.name

    def _known(self, person: Prospect, told: Told) -> Known:
        if sees_in_part(person, self._user):
            return Known(person, in_part=True)
        ours = person.as_card()
        found = compare(ours, told.about(ours).card)
        return Known(
            person,
            [Value(str(COLUMNS[column]), text) for column, text in found.completes.items()],
            [
                Value(str(COLUMNS[column]), text, getattr(ours, column))
                for column, text in found.differs.items()
            ],
        )

    def _options(self, row: ArrivingPerson, known: Sequence[Known]) -> list[Option]:
        is_left = row.choice == Choice.LEAVE
        if row.found == Found.POSSIBLE:
            return _who_is_it(row, known)
        if row.found == Found.NEW:
            comes = row.choice == Choice.TAKE or (self._takes_new and not is_left)
            return _take_or_leave(_("Bring in"), comes=comes)
        if row.found == Found.KNOWN:
            return _take_or_leave(_("Complete"), comes=not is_left)
        if row.found == Found.SEEN:
            return _take_or_leave(_("Bring in again"), comes=row.choice == Choice.TAKE)
        return []


def _take_or_leave(label: str, *, comes: bool) -> list[Option]:
    return [Option(Choice.TAKE, label, comes), Option(Choice.LEAVE, _("Leave out"), not comes)]


def _who_is_it(row: ArrivingPerson, known: Sequence[Known]) -> list[Option]:
    same = [
        Option(
            f"{SAME_AS}{one.person.pk}",
            _("Same as %(name)s") % {"name": one.person.name},
            row.choice == Choice.SAME and row.same_as == one.person.pk,
            one,
        )
        for one in known
    ]
    return [
        *same,
        Option(Choice.NEW, _("Somebody else"), row.choice == Choice.NEW),
        Option(Choice.LEAVE, _("Leave out"), row.choice == Choice.LEAVE),
    ]


def _values(card: Card) -> list[Value]:
    """What a card tells beside whom it is about."""
    rest = (column for column in columns() if column not in _IN_THE_LINE and getattr(card, column))
    return [Value(str(COLUMNS[column]), getattr(card, column)) for column in rest]


def _why(row: ArrivingPerson) -> str:
    """Why a card could not be read."""
    return str(REFUSED.get(row.told.get("why", ""), REFUSED["nobody"]))
