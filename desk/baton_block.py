"""Who has somebody's plan, on their page: in whose care, until when; or that it may be handed over."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from common.days import spoken_day
from desk.forms.hand_over import marketers_for
from desk.hand_over_words import first_of
from desk.sentences import past_day_text
from followups.hand_overs import running_of, taken_on
from followups.kinds import Baton, PlanStatus
from followups.models import FollowUpPlan, HandOver
from prospects.models import Prospect
from prospects.visibility import may_see_all_of


@dataclass(frozen=True)
class BatonBlock:
    """What the page says: a line and where it leads; or, without one, whether they may be handed over."""

    text: str = ""
    url: str = ""
    may_give: bool = False


def baton_block(person: Prospect, plan: FollowUpPlan | None, viewer: User, today: date) -> BatonBlock:
    """The line of a person's page; two queries at most."""
    if plan is None or plan.status != PlanStatus.ACTIVE:
        return BatonBlock()
    if running := running_of(person):
        return BatonBlock(_where(running, viewer, today), running.get_absolute_url())
    if not may_see_all_of(person, viewer):
        return BatonBlock()
    return BatonBlock(may_give=marketers_for(person).exclude(pk=viewer.pk).exists())


def _where(row: HandOver, viewer: User, today: date) -> str:
    names = {"taker": first_of(row.taker), "name": row.prospect.name, "until": spoken_day(row.returns_on)}
    if row.state == Baton.TAKEN:
        since = taken_on(row)
        names["since"] = past_day_text(since, today) if since else ""
        if row.taker_id == viewer.pk:
            return _("In your care since %(since)s, until %(until)s.") % names
        return _("%(taker)s of marketing looks after %(name)s, since %(since)s and until %(until)s.") % names
    if row.state == Baton.ASKED:
        return _("%(taker)s of marketing asks something before taking %(name)s over.") % names
    if row.taker_id == viewer.pk:
        return _("Offered to you, until %(until)s.") % names
    return _("Offered to %(taker)s of marketing, who has not answered yet.") % names
