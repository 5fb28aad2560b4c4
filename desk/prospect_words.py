"""The sentences of a person's page: what to ask next, how much was given, what stands agreed."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from followups.contact_rules import Meter
from followups.kinds import EndedWhy
from prospects.gaps import Gap

QUESTIONS = {
    Gap.NEEDS: gettext_lazy("What would something like this have to do for you, if it came up again?"),
    Gap.BUDGET: gettext_lazy("Who sets the money aside for something like this, and when in the year?"),
    Gap.TIMING: gettext_lazy("If it comes up again, when would that be?"),
    Gap.DECISION: gettext_lazy("Besides you, who would want a say in it?"),
    Gap.GOALS: gettext_lazy("What do you want to have done by the end of the year?"),
    Gap.WANTED: gettext_lazy("What would make a talk with me worth your time?"),
    Gap.CUES: gettext_lazy("And you, what keeps you busy when it isn't this?"),
}


def question_for(gap: Gap | None) -> str:
    """The one question to ask next; empty when nothing is open."""
    return str(QUESTIONS[gap]) if gap else ""


def meter_text(meter: Meter, *, has_offered: bool) -> str:
    """Give before ask, in words."""
    given = _given_since(meter.helpful) if has_offered else _given(meter.helpful)
    if not meter.missing:
        return " ".join((given, _("An offer is fine now.")))
    wanted = ngettext(
        "One more, then an offer is fine.", "%(count)d more, then an offer is fine.", meter.missing
    ) % {"count": meter.missing}
    return f"{given} {wanted}"


def _given(count: int) -> str:
    if not count:
        return _("Nothing helpful so far.")
    form = ngettext("One helpful thing so far.", "%(count)d helpful things so far.", count)
    return form % {"count": count}


def _given_since(count: int) -> str:
    if not count:
        return _("Nothing helpful since the last offer.")
    form = ngettext(
        "One helpful thing since the last offer.", "%(count)d helpful things since the last offer.", count
    )
    return form % {"count": count}


ENDED = {
    EndedWhy.WON_BACK: gettext_lazy("%(name)s came back."),
    EndedWhy.LET_GO: gettext_lazy("Closed kindly. Nothing more is planned for %(name)s."),
    EndedWhy.LEFT_COMPANY: gettext_lazy(
        "%(name)s works elsewhere now. Whoever follows has a page of their own."
    ),
}


def ended_text(name: str, why: str, *, is_stopped: bool) -> str:
    """Why nothing is planned any more."""
    if is_stopped:
        return _("%(name)s asked you to stop. Nothing is planned any more.") % {"name": name}
    form = ENDED[EndedWhy(why)] if why in ENDED else _("Nothing more is planned for %(name)s.")
    return str(form) % {"name": name}
