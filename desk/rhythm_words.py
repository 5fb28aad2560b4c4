"""The rhythm of check-ins in words: what a cadence means, what is wrong with one, what silence suggests."""

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from followups.cadence import MOST_TIMES, BadCadence, Cadence, Fault, Named
from followups.models import FollowUpPlan
from followups.silence import Hint, Silence
from followups.team_numbers import TeamNumbers
from prospects.conversations import ExitConversation

NAMES: dict[Named, LazyText] = {
    Named.OURS: gettext_lazy("easing off"),
    Named.STEADY: gettext_lazy("steadily"),
    Named.GENTLE: gettext_lazy("easing off sooner"),
}


def span_of_days(first: int, last: int) -> str:
    """A window in words: "every 60 to 90 days"."""
    return _("every %(first)d to %(last)d days") % {"first": first, "last": last}


def windows_text(cadence: Cadence) -> str:
    """Its windows as they are read, with the signs of print; a field for a cadence takes that too."""
    return cadence.as_text().replace("x ", " \N{MULTIPLICATION SIGN} ").replace("-", "\N{EN DASH}")


def cadence_text(cadence: Cadence) -> str:
    """A cadence in words: how it begins, and where it ends up."""
    first, last = cadence.steps[0], cadence.steps[-1]
    begins = span_of_days(first.first, first.last)
    if first == last:
        return begins
    return _("%(first)s, in the end %(last)s") % {
        "first": begins,
        "last": span_of_days(last.first, last.last),
    }


def rhythm_text(
    plan: FollowUpPlan | None, numbers: TeamNumbers, conversation: ExitConversation | None
) -> str:
    """How often somebody with this kind of no hears from us; `plan` is the one they have already."""
    if plan and plan.window_from and plan.window_to:
        return span_of_days(plan.window_from, plan.window_to)
    return cadence_text(numbers.cadence_for(conversation, plan.cadence if plan else ""))


def mistake_text(mistake: BadCadence) -> str:
    """What is wrong with a text that is no cadence, in one sentence."""
    part = {"part": mistake.part, "most": MOST_TIMES}
    return {
        Fault.EMPTY: _("Write windows in days, such as 30-60, 60-90."),
        Fault.UNREADABLE: _("“%(part)s” is no window. Write windows in days, such as 3x 30-60, 60-90."),
        Fault.DAYS: _("“%(part)s” is no window. From a day to a later one, two years at most."),
        Fault.TIMES: _("“%(part)s”: once to %(most)d times, please."),
        Fault.TOO_LONG: _("That is too long. A few windows will do; the last one goes on for ever."),
    }[mistake.fault] % part


def hint_text(hint: Hint | None, silence: Silence) -> str:
    """What the app says about somebody who does not answer; empty when there is nothing to say."""
    if hint is None:
        return ""
    if hint == Hint.KEEP_OR_CLOSE:
        return _("Nothing heard from them for two years. Keep in touch, or close kindly?")
    tries = silence.unanswered_tries
    return ngettext(
        "%(count)d try in a row stayed unanswered.", "%(count)d tries in a row stayed unanswered.", tries
    ) % {"count": tries}
