"""The form that offers somebody's plan to marketing: what it begins with, and what it explains."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from common.days import spoken_day
from desk.forms.hand_over import HandOverToMarketingForm, marketers_for
from desk.hand_over_note import Line, NoteFacts, line_as_said, note_to_marketing
from desk.hand_over_words import CHANNELS, STOPS, refused_text
from desk.sentences import day_text
from followups.actions import NewHandOver
from followups.baton_rules import Reason, Refused, Stand, latest_return, refusal
from followups.hand_overs import ToldToMarketing, stand_of, suggested_return_for, told_to_marketing
from followups.models import FollowUpPlan
from followups.permission_rules import Grant
from prospects.conversations import PermissionChannel
from prospects.models import Prospect

YES = {Grant.SAID, Grant.CONFIRMED}
# What marketing sends; a call or a meeting is handed over only where somebody says so.
USUAL = (PermissionChannel.MAIL, PermissionChannel.NEWSLETTER)


@dataclass(frozen=True)
class Suggested:
    """What the form begins with for somebody, and the note that goes with it."""

    person: Prospect
    me: User
    today: date
    stand: Stand
    permitted: tuple[PermissionChannel, ...]
    told: ToldToMarketing
    line: Line | None
    taker: User | None
    returns_on: date | None

    def channels(self) -> tuple[PermissionChannel, ...]:
        """What is usually sent, as far as they agreed to it; else whatever they agreed to."""
        return tuple(one for one in self.permitted if one in USUAL) or self.permitted

    def every_weeks(self, channels: tuple[PermissionChannel, ...]) -> int | None:
        """How often they agreed to: the rarest of what is sent."""
        often = [row.every_weeks for row in self.told.permissions if row.channel in channels]
        return max((weeks for weeks in often if weeks), default=None)

    def note(self) -> str:
        """The note the form begins with."""
        channels = self.channels()
        return self._note(self.taker, self.returns_on, channels, self.every_weeks(channels))

    def note_for(self, offer: NewHandOver) -> str:
        """The same for what was chosen."""
        return self._note(offer.taker, offer.returns_on, offer.channels, offer.every_weeks)

    def _note(
        self,
        taker: User | None,
        returns_on: date | None,
        channels: tuple[PermissionChannel, ...],
        weeks: int | None,
    ) -> str:
        facts = NoteFacts(self.person, self.me, taker, returns_on, channels, weeks)
        said = [row for row in self.told.permissions if row.channel in channels]
        return note_to_marketing(facts, replace(self.told, permissions=tuple(said)), self.line)


def suggested_for(person: Prospect, me: User, today: date) -> Suggested:
    """What is known of somebody, put the way marketing needs it; the number of queries does not grow."""
    plan = FollowUpPlan.objects.filter(prospect=person).active().first()
    stand = stand_of(person, plan)
    permitted = tuple(one for one in PermissionChannel if stand.grants.get(one) in YES)
    told = told_to_marketing(person, permitted)
    takers = list(marketers_for(person).exclude(pk=me.pk)[:2])
    return Suggested(
        person=person,
        me=me,
        today=today,
        stand=stand,
        permitted=permitted,
        told=told,
        line=line_as_said(told.loss, me),
        taker=takers[0] if len(takers) == 1 else None,
        returns_on=suggested_return_for(person, today),
    )


def form_of(suggested: Suggested, data: Any = None) -> HandOverToMarketingForm:
    """The form, beginning with what is known."""
    channels = suggested.channels()
    initial = {
        "taker": suggested.taker,
        "channels": [one.value for one in channels],
        "every_weeks": suggested.every_weeks(channels),
        "returns_on": suggested.returns_on,
        "note": suggested.note(),
    }
    return HandOverToMarketingForm(
        data,
        person=suggested.person,
        today=suggested.today,
        permitted=suggested.permitted,
        initial=initial,
    )


def noted(offer: NewHandOver, suggested: Suggested) -> NewHandOver:
    """The offer; a note nobody touched says what was chosen in the other fields."""
    untouched = " ".join(offer.note.split()) == " ".join(suggested.note().split())
    return replace(offer, note=suggested.note_for(offer)) if untouched else offer


def handing_context(suggested: Suggested, form: HandOverToMarketingForm, today: date) -> dict[str, Any]:
    """What the page says beside its fields."""
    stand = suggested.stand
    against = refusal(stand, suggested.permitted, today)
    return {
        "prospect": suggested.person,
        "form": form,
        "impossible": _impossible(suggested, against),
        "not_permitted": [_not_permitted(one, stand.grants) for one in suggested.told.not_agreed],
        "meeting": _meeting(stand.meeting_on, today),
    }


def _impossible(suggested: Suggested, against: Refused | None) -> str:
    """Why there is nothing to fill in; "" where there is."""
    if against and against.reason in {Reason.STOPPED, Reason.NO_PLAN, Reason.ALREADY_RUNNING}:
        return str(STOPS[against.reason])
    if not suggested.permitted:
        return refused_text(Refused(Reason.NO_PERMISSION, channels=USUAL[:1]))
    return ""


def _not_permitted(channel: PermissionChannel, grants: Mapping[PermissionChannel, Grant]) -> str:
    """Why a channel is not offered."""
    taken_back = grants.get(channel) == Grant.WITHDRAWN
    why = _("they took that back") if taken_back else _("nobody has asked them yet")
    return _("%(what)s: %(why)s") % {"what": capfirst(str(CHANNELS[channel])), "why": why}


def _meeting(meeting_on: date | None, today: date) -> str:
    """What stays with sales, and until when the rest may go."""
    if meeting_on is None:
        return ""
    latest = latest_return(meeting_on)
    if latest <= today:
        return _("You meet them %(day)s: that is too near to hand them over before.") % {
            "day": day_text(meeting_on, today)
        }
    form = _("You meet them on %(day)s. That stays with you; they are back by %(latest)s.")
    return form % {"day": spoken_day(meeting_on), "latest": spoken_day(latest)}
