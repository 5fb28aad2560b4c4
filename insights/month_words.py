"""What a month taught, in sentences: read aloud in a meeting, and written in the letter of the month."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from common.days import plain_day_and_year
from insights.calendar_months import Month
from insights.came_back import Way, Yes
from insights.came_back_words import reason_text, touch_text
from insights.charts.bars import Bar, BarChart
from insights.month_story import Asked, ChangedShare, MonthStory
from insights.proportions import Share
from prospects.labels import ASKS


def month_name(month: Month) -> str:
    """ "October 2026"."""
    return date_format(month.first_day, pgettext("date format", "F Y"))


def heading(story: MonthStory) -> str:
    """What it is."""
    return _("What your noes taught you in %(month)s") % {"month": month_name(story.month)}


def counted(story: MonthStory) -> str:
    """How many noes there were, and how many in the month before; nothing is claimed of it."""
    if not story.heard:
        said = _("No “no” was heard.")
    else:
        said = ngettext("One “no” was heard.", "%(count)d noes were heard.", story.heard) % {
            "count": story.heard
        }
    before = ngettext("In the month before: one.", "In the month before: %(count)d.", story.heard_before)
    said = f"{said} {before % {'count': story.heard_before}}"
    if not story.ours:
        return said
    ours = ngettext(
        "One more was ours, or came before anything was offered.",
        "%(count)d more were ours, or came before anything was offered.",
        story.ours,
    )
    return f"{said} {ours % {'count': story.ours}}"


def reason(label: str, count: int, of: int) -> str:
    """One reason with how often it was given."""
    return _("%(label)s: %(count)d of %(of)d") % {"label": label, "count": count, "of": of}


def reasons(story: MonthStory) -> tuple[str, ...]:
    """The commonest reasons, each with how often it was given."""
    return tuple(reason(label, count, story.heard) for label, count in story.reasons)


def reason_chart(story: MonthStory) -> BarChart | None:
    """The same as bars; None where nothing was heard."""
    if not story.reasons:
        return None
    bars = tuple(Bar(label, count, story.heard) for label, count in story.reasons)
    return BarChart(_("Why people said no"), _("The commonest reasons of the month"), bars)


def changes(story: MonthStory) -> tuple[str, ...]:
    """What is different from the six months before, as far as it is shown; else that nothing is."""
    if story.changed is None:
        return (_("Too few noes to say whether anything changed."),)
    if not story.changed:
        return (_("Against the six months before, no change is shown."),)
    return tuple(_change(one) for one in story.changed)


def _change(one: ChangedShare) -> str:
    sentence = (
        _("“%(label)s” was given more often than in the six months before: %(now)s, then it was %(before)s.")
        if one.is_more
        else _(
            "“%(label)s” was given less often than in the six months before: %(now)s, then it was %(before)s."
        )
    )
    return sentence % {"label": one.label, "now": of(one.now), "before": of(one.before)}


def of(share: Share) -> str:
    """ "6 of 19"."""
    return _("%(count)d of %(of)d") % {"count": share.hits, "of": share.of}


def asking(story: MonthStory) -> tuple[str, ...]:
    """What asking brought."""
    found = [_asked(one) for one in story.asked]
    if story.feedback:
        found.append(
            ngettext(
                "One buyer answered what decided it.",
                "%(count)d buyers answered what decided it.",
                story.feedback,
            )
            % {"count": story.feedback}
        )
    return tuple(found) or (_("Nothing was asked at these noes."),)


def _asked(one: Asked) -> str:
    said = _("%(ask)s: %(yes)d of the %(asked)d who were asked said yes.")
    return said % {"ask": ASKS[one.kind], "asked": one.share.of, "yes": one.share.hits}


def back(yes: Yes) -> str:
    """One who came back: who, with what, after how long, and what came last before it."""
    deal = yes.deal
    what = _("%(who)s, a new deal out of the no") if yes.way is Way.GREW else _("%(who)s, the declined deal")
    said = what % {"who": deal.prospect.name}
    if yes.loss is not None and yes.days is not None:
        days = ngettext("one day later", "%(days)d days later", yes.days) % {"days": yes.days}
        said = _("%(said)s: %(days)s. The no: %(reason)s, %(day)s.") % {
            "said": said,
            "days": days,
            "reason": reason_text(yes.loss),
            "day": plain_day_and_year(yes.loss.said_on),
        }
    if yes.touch:
        said = _("%(said)s Last before it: %(touch)s.") % {"said": said, "touch": touch_text(yes.touch)}
    return said


def backs(story: MonthStory, *, named: bool = True) -> tuple[str, ...]:
    """Who came back, a line each; without names how many."""
    lines = tuple(back(yes) for yes in story.back)
    if not named and story.back:
        count = len(story.back)
        lines = (ngettext("One person came back.", "%(count)d people came back.", count) % {"count": count},)
    if story.alone:
        more = ngettext(
            "One yes without a no before it.", "%(count)d yeses without a no before them.", story.alone
        )
        lines = (*lines, more % {"count": story.alone})
    return lines or (_("Nobody came back in this month. Some take longer."),)
