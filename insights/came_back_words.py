"""How somebody came back, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.days import plain_day_and_year
from followups.kinds import Channel
from followups.labels import CHANNELS
from followups.models import Touch
from insights.came_back import Yes
from prospects.models import Loss


def story(yes: Yes) -> str:
    """Which no, how long ago, and what came last before the yes; empty where there was no no."""
    if yes.loss is None or yes.days is None:
        return ""
    since = ngettext("One day after the no", "%(days)d days after the no", yes.days) % {"days": yes.days}
    said = _("%(since)s of %(day)s (%(reason)s).") % {
        "since": since,
        "day": plain_day_and_year(yes.loss.said_on),
        "reason": reason_text(yes.loss),
    }
    if yes.touch is None:
        return _("%(said)s Nothing was noted in between.") % {"said": said}
    return _("%(said)s Last before it: %(touch)s.") % {"said": said, "touch": touch_text(yes.touch)}


def reason_text(loss: Loss) -> str:
    """The team's own label for a no, or the kind of no it was."""
    return loss.reason.label if loss.reason else loss.conversation_label()


def touch_text(touch: Touch) -> str:
    """How it happened, when, and by whom."""
    return _("%(channel)s, %(day)s, %(by)s") % {
        "channel": CHANNELS[Channel(touch.channel)],
        "day": plain_day_and_year(touch.happened_on),
        "by": touch.by.get_full_name(),
    }
