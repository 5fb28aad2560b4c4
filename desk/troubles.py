"""What to say of work that goes on by itself and fails (lostdeals/clock.py names its parts)."""

from collections.abc import Callable, Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def sentences(failing: Mapping[str, int]) -> Iterator[str]:
    """One sentence for each part that fails, given the number of people it fails for (0: as a whole)."""
    for part, people in failing.items():
        yield WORDS.get(part, _of_something)(people)


def _of_digests(people: int) -> str:
    if not people:
        return _("No reminder mail can be put together at the moment. Today is right all the same.")
    return ngettext(
        "The reminder mail of one person cannot be put together. Today is right all the same.",
        "The reminder mails of %(count)d people cannot be put together. Today is right all the same.",
        people,
    ) % {"count": people}


def _of_letters(people: int) -> str:
    if not people:
        return _("No letter of the month can be put together at the moment. The page itself is right.")
    return ngettext(
        "The letter of the month of one person cannot be put together. The page itself is right.",
        "The letters of the month of %(count)d people cannot be put together. The page itself is right.",
        people,
    ) % {"count": people}


def _of_mail(people: int) -> str:
    if not people:
        return _("No mail can be sent at the moment. Today is right all the same.")
    return ngettext(
        "One mail meets a fault of ours. We keep trying.",
        "%(count)d mails meet a fault of ours. We keep trying.",
        people,
    ) % {"count": people}


def _of_debriefs(people: int) -> str:
    return _("Old debriefs stay on Today longer than they should.")


def _of_backup(people: int) -> str:
    return _("No backup can be made at the moment. The log says why; manage.py backup tries at once.")


def _of_search(people: int) -> str:
    return _("Search misses what was written lately. Everything else is right all the same.")


def _of_plans(people: int) -> str:
    return _("A plan may miss its next step, and it cannot be given one.")


def _of_owners(people: int) -> str:
    return _("A follow-up of somebody who left the team is nobody's. A manager can give their people on.")


def _of_absences(people: int) -> str:
    return _("What was lent for an absence that is over may not have come back yet.")


def _of_batons(people: int) -> str:
    if not people:
        return _("What is due back from marketing may not have come back to sales yet.")
    return ngettext(
        "One person is due back from marketing, and cannot be brought back to sales.",
        "%(count)d people are due back from marketing, and cannot be brought back to sales.",
        people,
    ) % {"count": people}


def _of_next_digests(people: int) -> str:
    return _("Nobody can tell whether every reminder mail is planned as it should be.")


def _of_erasing(people: int) -> str:
    if not people:
        return _("Nobody can tell whether everybody is erased whose time here is over.")
    return ngettext(
        "One person whose time here is over could not be erased. We keep trying.",
        "%(count)d people whose time here is over could not be erased. We keep trying.",
        people,
    ) % {"count": people}


def _of_sessions(people: int) -> str:
    return _("What is left of old sign-ins is kept longer than it should be.")


def _of_results(people: int) -> str:
    return _("Files made for somebody to fetch are kept longer than they should be.")


def _of_uploads(people: int) -> str:
    return _("Files somebody uploaded and did not go on with are kept longer than they should be.")


def _of_long_work(people: int) -> str:
    return _("Imports and exports that wait are not begun. Nothing of them is half done.")


def _of_settling(people: int) -> str:
    return _("Nobody can tell of every mail to a prospect what became of it.")


def _of_proposing(people: int) -> str:
    if not people:
        return _("Nothing useful is proposed at the moment. What is due stands on Today all the same.")
    return ngettext(
        "For one person nothing useful can be proposed. What is due stands on Today all the same.",
        "For %(count)d people nothing useful can be proposed. What is due stands on Today all the same.",
        people,
    ) % {"count": people}


def _of_something(people: int) -> str:
    return _("Something that should happen by itself does not.")


WORDS: dict[str, Callable[[int], str]] = {
    "plan digests": _of_digests,
    "plan letters of the month": _of_letters,
    "deliver mail": _of_mail,
    "settle mail": _of_settling,
    "propose useful": _of_proposing,
    "fade debriefs": _of_debriefs,
    "keep search": _of_search,
    "make backup": _of_backup,
    "reconcile plans": _of_plans,
    "reconcile owners": _of_owners,
    "reconcile absences": _of_absences,
    "return batons": _of_batons,
    "reconcile digests": _of_next_digests,
    "erase in time": _of_erasing,
    "forget sessions": _of_sessions,
    "forget results": _of_results,
    "forget uploads": _of_uploads,
    "do long work": _of_long_work,
}
