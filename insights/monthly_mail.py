"""The letter of the month, "what your noes taught you", as a kind of mail: to our own people alone.

What it says is read when it leaves, so that it never tells of somebody who was erased since.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from accounts.models import User
from accounts.policy import Thing, may_see
from digests.mails import ENGINE
from insights import month_words
from insights.addresses import read_month
from insights.calendar_months import Month
from insights.came_back import Way, worth, yeses
from insights.kinds import Whose
from insights.month_story import month_story, selection_in
from insights.monthly_kinds import MONTHLY_LESSONS
from insights.monthly_schedule import newest_month
from insights.monthly_worth import with_something_to_say
from insights.noes import told_us
from outbox.kinds import SEND, MailKind, Verdict, drop, supersede
from outbox.message import Message
from outbox.models import Delivery
from outbox.states import Audience


@dataclass(frozen=True)
class Section:
    """Lines under a heading; `is_said`: they are somebody's own words."""

    title: str
    lines: tuple[str, ...]
    is_said: bool = False


@dataclass(frozen=True)
class MonthlyLetter:
    """One letter, in the reader's language: every value is prepared here, the templates look nothing up."""

    subject: str
    heading: str
    lead: str
    team: str
    sections: tuple[Section, ...]
    open: str
    url: str
    why: str
    change_or_stop: str
    settings_url: str


def may_send(delivery: Delivery, now: datetime) -> Verdict:
    """Whether it may leave at `now`: wanted by somebody active, not replaced by a newer month, with anything
    to say. Follows a changed address."""
    user, month = delivery.recipient, read_month(delivery.period_key)
    if user is None or not user.is_active:
        return drop(gettext_noop("the reader is not active any more"))
    if not user.lessons_monthly:
        return drop(gettext_noop("switched off"))
    if month is None or month < newest_month(user.zone(), now):
        return supersede(gettext_noop("its month is over; the next letter is about the newer one"))
    if not with_something_to_say([(user, month)]):
        return drop(gettext_noop("there is nothing to say of that month any more"))
    if delivery.address != user.email:
        delivery.address = user.email
        delivery.save(update_fields=["address"])
    return SEND


def render(delivery: Delivery, now: datetime) -> Message:
    """The letter, in the reader's language."""
    user, month = delivery.recipient, read_month(delivery.period_key)
    if user is None or month is None:
        raise ValueError(f"letter {delivery.pk} has no reader, or is about no month")
    with translation.override(user.language):
        return message_of(letter_of(user, month, now))


def message_of(letter: MonthlyLetter) -> Message:
    """Subject and both parts of a letter."""
    context = {"letter": letter, "language": translation.get_language()}
    return Message(
        subject=letter.subject,
        text=render_to_string("mail/monthly.txt.jinja", context, using=ENGINE),
        html=render_to_string("mail/monthly.html.jinja", context, using=ENGINE),
        list_unsubscribe=letter.settings_url,
    )


def letter_of(user: User, month: Month, now: datetime) -> MonthlyLetter:
    """What `user` reads about a month: their own people, the lessons they may read, and a line about the team
    for whoever sees its numbers. Without names where they want none in mails."""
    story = month_story(user, month, Whose.ME, user.today(now), own_lessons=True)
    sections = [
        Section(_("Why people said no"), month_words.reasons(story)),
        Section(_("What changed"), month_words.changes(story) if story.heard else ()),
        Section(_("What asking brought"), month_words.asking(story) if story.heard else ()),
        Section(_("Who came back"), month_words.backs(story, named=not user.digest_without_names)),
        Section(_("Lessons"), story.lessons, is_said=True),
    ]
    heading = month_words.heading(story)
    return MonthlyLetter(
        subject=heading,
        heading=heading,
        lead=month_words.counted(story),
        team=_team_line(user, month, now) if may_see(user, Thing.TEAM_NUMBERS) else "",
        sections=tuple(section for section in sections if section.lines),
        open=_("Read it in Lost Deals"),
        url=f"{settings.SITE_URL}/insights/month/{month.key}/",
        why=_("Once a month, on your first working day. Nothing comes when there is nothing to say."),
        change_or_stop=_("Stop this mail"),
        settings_url=f"{settings.SITE_URL}/settings/#digest",
    )


def _team_line(user: User, month: Month, now: datetime) -> str:
    """How many noes the team heard and how many came back; of nobody by themselves."""
    team = selection_in(user, user.today(now), Whose.TEAM, month.first_day, month.last_day)
    heard, back = told_us(team).count(), worth(yeses(team))
    came = back[Way.ITSELF].count + back[Way.GREW].count
    noes = ngettext("The team heard one “no”", "The team heard %(count)d noes", heard) % {"count": heard}
    yes = ngettext("one came back.", "%(count)d came back.", came) % {"count": came}
    return _("%(noes)s; %(yes)s") % {"noes": noes, "yes": yes}


MONTHLY = MailKind(name=MONTHLY_LESSONS, audience=Audience.OURS, may_send=may_send, render=render)
