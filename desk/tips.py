"""What stands beside Today: who came back, debriefs that wait, days too full."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.days import plain_day, weekday_and_number
from desk.rows import StripDay
from desk.sentences import numbers
from followups.agenda import Agenda
from followups.kinds import Kind
from prospects.conversations import DealStatus
from prospects.models import Deal

CAME_BACK_DAYS = 14


@dataclass(frozen=True)
class Tip:
    """One remark: its heart, the rest of it, and where it leads."""

    icon: str
    glyph_class: str
    strong: str
    text: str
    url: str = ""
    link: str = ""


def tips_for(user: User, day: date, agenda: Agenda, strip: list[StripDay]) -> list[Tip]:
    """The remarks of the day; one query."""
    found = [_came_back(user, day), _debriefs(agenda), _full_day(user, strip)]
    return [tip for tip in found if tip]


def _came_back(user: User, day: date) -> Tip | None:
    since = day - timedelta(days=CAME_BACK_DAYS)
    deals = Deal.objects.filter(
        prospect__owner=user, status=DealStatus.WON_BACK, closed_on__gte=since, closed_on__lte=day
    )
    deal = deals.select_related("prospect").order_by("-closed_on").first()
    if deal is None or deal.closed_on is None:
        return None
    return Tip(
        icon="door-open",
        glyph_class="glyph-yes",
        strong=_("%(name)s came back.") % {"name": deal.prospect.name},
        text=f"{deal.title}, {plain_day(deal.closed_on)}.",
        url=deal.prospect.get_absolute_url(),
        link=_("See how it happened"),
    )


def _debriefs(agenda: Agenda) -> Tip | None:
    waiting = [item for item in agenda.digest_items() if item.kind == Kind.DEBRIEF]
    if not waiting:
        return None
    strong = ngettext("%(number)s debrief is waiting.", "%(number)s debriefs are waiting.", len(waiting)) % {
        "number": numbers(len(waiting))
    }
    return Tip(
        icon="history",
        glyph_class="glyph-no",
        strong=strong,
        text=_("A minute each, and they fade by themselves."),
        url=f"/followups/{waiting[0].follow_up_id}/",
        link=_("Look back at %(name)s") % {"name": waiting[0].prospect_name},
    )


def _full_day(user: User, strip: list[StripDay]) -> Tip | None:
    full = next((day for day in strip if day.is_full), None)
    if full is None:
        return None
    limit = user.team.daily_limit
    return Tip(
        icon="calendar-clock",
        glyph_class="glyph-late",
        strong=_("%(day)s is full.") % {"day": weekday_and_number(full.date)},
        text=_("%(count)s follow-ups, and your limit is %(limit)s.") % {"count": full.count, "limit": limit},
    )
