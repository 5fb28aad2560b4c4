"""The words for people on their way in."""

from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy, ngettext_lazy

from exchange.people.codes import Found, Unheld
from exchange.vcards.reading import Why
from followups.actions import Became

COLUMNS: dict[str, LazyText] = {
    "name": gettext_lazy("Name"),
    "organisation": gettext_lazy("Organisation"),
    "title": gettext_lazy("Role"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "postal_address": gettext_lazy("Postal address"),
    "personal_cues": gettext_lazy("Personal cues"),
    "language": gettext_lazy("Language"),
    "time_zone": gettext_lazy("Time zone"),
}

TABS: dict[str, LazyText] = {
    "possible": gettext_lazy("Perhaps known"),
    "nameless": gettext_lazy("To be named"),
    "new": gettext_lazy("New"),
    "known": gettext_lazy("To complete"),
    "rest": gettext_lazy("Nothing to do"),
}

LEADS: dict[str, LazyText] = {
    "possible": gettext_lazy(
        "Their names look like somebody you know. Whoever you don't answer for stays out, and nobody is "
        "merged by guessing."
    ),
    "nameless": gettext_lazy("The file has no name for them. Name whom you want; the others stay out."),
    "new": gettext_lazy("Nobody you know has their address or a name like theirs."),
    "known": gettext_lazy(
        "You know their address. What is empty is filled in; what you have stays as it is."
    ),
    "rest": gettext_lazy("Nothing comes of these, and each says why."),
}

NOTHING_COMES: dict[Found, LazyText] = {
    Found.SAME: gettext_lazy("You know them, and the file says nothing new that fits."),
    Found.SEEN: gettext_lazy("This very card came in before."),
    Found.TWICE: gettext_lazy("The file tells of them twice, or somebody above has the same address."),
}

REFUSED: dict[str, LazyText] = {
    Why.NO_END: gettext_lazy("The card has no end. Is the file cut off?"),
    Why.UNKNOWN_VERSION: gettext_lazy("The card says it is of a version we don't know."),
    Why.NO_PROPERTY: gettext_lazy("One of its lines can belong to no card."),
    Why.NOBODY: gettext_lazy("It tells of nobody: no name, no organisation, no address, no number."),
    Why.OUTSIDE: gettext_lazy("Text that belongs to no card."),
    "too_many_cells": gettext_lazy("The row has more cells than there are columns."),
    "opted_out": gettext_lazy("They opted out of mail or calls there, so they stay outside."),
    "no_people": gettext_lazy("There are no people in this file that we could read."),
}


def unheld_words(unheld: Mapping[Unheld, int]) -> list[str]:
    """What of a card has no place with us, in a few words each."""
    return [str(_UNHELD[code] % {"count": count}) for code, count in unheld.items()]


_UNHELD: dict[Unheld, LazyText] = {
    Unheld.EMAILS: ngettext_lazy("%(count)s more address", "%(count)s more addresses", "count"),
    Unheld.PHONES: ngettext_lazy("%(count)s more number", "%(count)s more numbers", "count"),
    Unheld.URLS: ngettext_lazy("%(count)s web page", "%(count)s web pages", "count"),
    Unheld.LABELS: ngettext_lazy("%(count)s label", "%(count)s labels", "count"),
    Unheld.LANGUAGE: gettext_lazy("a language that is no code"),
    Unheld.TIME_ZONE: gettext_lazy("a time zone without a name"),
    Unheld.TOO_LONG: ngettext_lazy(
        "%(count)s text too long for its field", "%(count)s texts too long for their fields", "count"
    ),
}


class _Count(int):
    """A number that is written as people read it."""

    def __str__(self) -> str:
        return number(int(self))


def what_came(counts: Mapping[str, int]) -> list[str]:
    """What became of a book, in a sentence for each number that is not nought."""
    return [str(said % {"count": _Count(counts[code])}) for code, said in _CAME.items() if counts.get(code)]


def number(count: int) -> str:
    """A number as people read it."""
    return str(number_format(count, force_grouping=True))


_CAME: dict[str, LazyText] = {
    Became.ADDED: ngettext_lazy("%(count)s person was added.", "%(count)s people were added.", "count"),
    Became.COMPLETED: ngettext_lazy(
        "%(count)s person you knew was completed.", "%(count)s people you knew were completed.", "count"
    ),
    "planned": ngettext_lazy("%(count)s check-in is planned.", "%(count)s check-ins are planned.", "count"),
    "left_out": ngettext_lazy("%(count)s card stayed out.", "%(count)s cards stayed out.", "count"),
    Became.KNOWN_MEANWHILE: ngettext_lazy(
        "%(count)s of them you came to know meanwhile: bring the file again to look.",
        "%(count)s of them you came to know meanwhile: bring the file again to look.",
        "count",
    ),
    Became.OUT_OF_SIGHT: ngettext_lazy(
        "%(count)s of them could not be completed: the person is gone, or in somebody else's hands.",
        "%(count)s of them could not be completed: the people are gone, or in somebody else's hands.",
        "count",
    ),
}
