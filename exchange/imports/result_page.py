"""What the page shows about an import that is over, or has yet to go on."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.days import long_day_and_year
from exchange.imports.check_words import number
from exchange.imports.people import How
from exchange.imports.sorting import LEFT_OUT, STUCK, Lot
from exchange.models import Import


def sentence_of(imp: Import) -> str:
    """What came of it, in a sentence or two."""
    noes, yeses = _count(imp, Lot.NO), _count(imp, Lot.YES)
    if not noes and not yeses:
        return _("Nothing new came in: everything in it came in before, or stayed outside.")
    came = ngettext("One no is in.", "%(count)s noes are in.", noes) % {"count": number(noes)} if noes else ""
    won = ngettext("One yes is in.", "%(count)s yeses are in.", yeses) % {"count": number(yeses)}
    return " ".join(filter(None, (came, won if yeses else "", _planned(imp))))


def came_words(imp: Import) -> str:
    """How many noes and yeses came in, in a few words."""
    noes, yeses = _count(imp, Lot.NO), _count(imp, Lot.YES)
    came = ((noes, ngettext("no", "noes", noes)), (yeses, ngettext("yes", "yeses", yeses)))
    said = ", ".join(f"{number(count)} {words}" for count, words in came if count)
    return said or _("Nothing new came in.")


def facts_done(imp: Import) -> Iterator[tuple[str, str]]:
    """What came in and what did not, a number and its words each; nothing about what there was none of."""
    new, known, to_name = (_people(imp, how) for how in (How.NEW, How.KNOWN, How.TO_NAME))
    left_out = sum(_count(imp, lot) for lot in LEFT_OUT)
    stuck = sum(_count(imp, lot) for lot in STUCK)
    organisations = _number(imp, "organisations")
    facts = [
        (new, ngettext("new person", "new people", new)),
        (known, ngettext("person you knew", "people you knew", known)),
        (to_name, ngettext("person to be named", "people to be named", to_name)),
        (organisations, ngettext("organisation", "organisations", organisations)),
        (_count(imp, Lot.HERE), _("had come in before")),
        (left_out, _("open, won or deleted there: stayed outside")),
        (stuck, ngettext("could not come in as it is", "could not come in as they are", stuck)),
    ]
    return ((number(count), words) for count, words in facts if count)


def _planned(imp: Import) -> str:
    check_ins, last = _number(imp, "check_ins"), imp.counts.get("last_day")
    if not check_ins or not last:
        return ""
    words = ngettext(
        "The check-in is on %(day)s.",
        "%(count)s check-ins are planned, the last on %(day)s.",
        check_ins,
    )
    return words % {"count": number(check_ins), "day": long_day_and_year(date.fromisoformat(last))}


def _count(imp: Import, lot: Lot) -> int:
    return _number(imp, f"rows_{lot.value}")


def _people(imp: Import, how: How) -> int:
    return _number(imp, f"people_{how.value}")


def _number(imp: Import, name: str) -> int:
    return int(imp.counts.get(name, 0))
