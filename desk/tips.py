"""What stands beside Today: who came back, debriefs that wait, days too full."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.days import plain_day, weekday_and_number
from desk.rows import StripDay
from desk.sentences import about, numbers
from followups.agenda import Agenda
from followups.kinds import Kind
from followups.long_run import capacity_for
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
    """The remarks of the day; one query, one more where the days are full."""
    found = [_came_back(user, day), _debriefs(agenda), _full_day(user, strip), _too_much(user, day, strip)]
    return [tip for tip in found if tip]


def _came_back(user: User, day: date) -> Tip | None:
    since = day - timedelta(days=CAME_BACK_DAYS)
    deals = Deal.objects.filter(
        prospect__owner=user, status=DealStatus.WON_BACK, closed_on__gte=since, closed_on__lte=day
    )
    about = deals.order_by("-closed_on").values_list("prospect__name", "title", "closed_on")
    name, title, closed_on = about.first() or ("", "", None)
    if closed_on is None:
        return None
    return Tip(
        icon="door-open",
        glyph_class="glyph-yes",
        strong=_("%(name)s came back.") % {"name": name},
        text=f"{title}, {plain_day(closed_on)}.",
        url="/insights/came-back/",
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
        url="/insights/debriefs/",
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
        url="/spread-out/",
        link=_("Spread them out"),
    )


def _too_much(user: User, day: date, strip: list[StripDay]) -> Tip | None:
    """More people than the limit carries. Asked only where half of the days are used up: it shows there."""
    worked = [one for one in strip if not one.is_weekend]
    used_up = [one for one in worked if one.count >= user.team.daily_limit]
    if not worked or 2 * len(used_up) < len(worked):
        return None
    capacity = capacity_for(user, day)
    if not capacity.is_too_much():
        return None
    words = _(
        "%(plans)s people ask for about %(asked)s check-ins a day; %(limit)s a day carry about %(carried)s."
    )
    return Tip(
        icon="users",
        glyph_class="glyph-late",
        strong=_("The rhythm asks for more than your limit."),
        text=words
        % {
            "plans": capacity.plans,
            "asked": number_format(capacity.asked, decimal_pos=1),
            "limit": capacity.limit,
            "carried": about(capacity.carried),
        },
        url="/long-run/",
        link=_("What helps"),
    )
