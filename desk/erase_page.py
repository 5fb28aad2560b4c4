"""What the page says before somebody is erased: what goes, what stays, where else their name stands."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from desk.people import Filters, people_page
from prospects.models import Loss, Prospect

MOST_ELSEWHERE = 8


@dataclass(frozen=True)
class Elsewhere:
    """Somebody on whose page words of their name stand."""

    name: str
    url: str


def goes_lines(person: Prospect) -> list[str]:
    """What is deleted, counted."""
    noes, touches = person.losses.count(), person.touches.count()
    rows, words = person.follow_ups.count(), person.permissions.count()
    counted = (
        (noes, ngettext("%(count)d no, with everything said", "%(count)d noes, with everything said", noes)),
        (touches, ngettext("%(count)d touch", "%(count)d touches", touches)),
        (rows, ngettext("The plan, with %(count)d follow-up", "The plan, with %(count)d follow-ups", rows)),
        (
            words,
            ngettext(
                "%(count)d record of what they agreed to", "%(count)d records of what they agreed to", words
            ),
        ),
    )
    return [
        _("Who they are: name, address, phone, role, notes"),
        *(line % {"count": count} for count, line in counted if count),
        _("Mail to them, and what reminder mails to you said of them"),
    ]


def stays_lines(person: Prospect) -> list[str]:
    """What is left, and for what."""
    lines = [_("That you erased somebody today; not whom.")]
    if person.email:
        lines.append(
            _("A mark of their address that nobody can read: whoever notes it later is told not to write.")
        )
    if Loss.objects.filter(prospect=person).exclude(deal__prospect=person).exists():
        lines.append(_("The deal that passed to somebody else, with the kind and the day of its no."))
    return lines


def elsewhere(person: Prospect, viewer: User, today: date) -> list[Elsewhere]:
    """On whose pages their name stands as well; what is written there is not touched."""
    rows = people_page(viewer, Filters(q=person.name), today, MOST_ELSEWHERE + 1)
    found = [] if rows.is_alike else rows.rows
    return [Elsewhere(row.name, row.url) for row in found if row.id != person.pk][:MOST_ELSEWHERE]
