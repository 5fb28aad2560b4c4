"""The sentences of hand-overs: what was agreed, why it may not be, where it stands (COPY.md J)."""

from collections.abc import Iterable, Sequence

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from common.days import spoken_day
from followups.baton_rules import Reason, Refused
from followups.kinds import Baton, BatonStep
from followups.models import HandOver
from prospects.conversations import PermissionChannel
from prospects.exit_lines import first_name

CHANNELS: dict[PermissionChannel, LazyText] = {
    PermissionChannel.CALL: gettext_lazy("calls"),
    PermissionChannel.MAIL: gettext_lazy("mail"),
    PermissionChannel.NEWSLETTER: gettext_lazy("our letter"),
    PermissionChannel.MEETING: gettext_lazy("meetings"),
}
# As one says what they do not want.
NONE_OF: dict[PermissionChannel, LazyText] = {
    **CHANNELS,
    PermissionChannel.NEWSLETTER: gettext_lazy("letter"),
}
STOPS: dict[Reason, LazyText] = {
    Reason.NO_PLAN: gettext_lazy("Nothing is planned for them any more."),
    Reason.STOPPED: gettext_lazy("They asked us to stop. Nothing goes to them any more."),
    Reason.SUPPRESSED: gettext_lazy("This address takes no more mail from us."),
    Reason.ALREADY_RUNNING: gettext_lazy("They are on their way to marketing already."),
    Reason.ASKED: gettext_lazy("A question about them is still open."),
    Reason.MOVED: gettext_lazy("This was decided before."),
}
CHIPS: dict[Reason, LazyText] = {
    Reason.NO_PLAN: gettext_lazy("no plan any more"),
    Reason.STOPPED: gettext_lazy("asked us to stop"),
    Reason.SUPPRESSED: gettext_lazy("takes no mail"),
    Reason.ALREADY_RUNNING: gettext_lazy("on its way already"),
    Reason.NO_PERMISSION: gettext_lazy("permission unclear"),
    Reason.AFTER_MEETING: gettext_lazy("back too late"),
    Reason.ASKED: gettext_lazy("question open"),
    Reason.MOVED: gettext_lazy("decided before"),
}
# What happened, of a hand-over that is not to be moved this way any more.
MOVED: dict[Baton, LazyText] = {
    Baton.OFFERED: gettext_lazy("%(name)s waits to be taken over, and something was said meanwhile."),
    Baton.ASKED: gettext_lazy("A question about %(name)s is open."),
    Baton.TAKEN: gettext_lazy("%(name)s is in marketing's care by now."),
    Baton.SENT_BACK: gettext_lazy("%(name)s was sent back meanwhile."),
    Baton.WITHDRAWN: gettext_lazy("%(name)s was taken back meanwhile."),
    Baton.RETURNED: gettext_lazy("%(name)s is back with sales by now."),
}
HOW_IT_ENDED: dict[BatonStep, LazyText] = {
    BatonStep.REPLIED: gettext_lazy("answered"),
    BatonStep.RAISED_HAND: gettext_lazy("would like to talk"),
}


def listed(words: Sequence[str]) -> str:
    """Several things in a row: "mail, calls and our letter"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(some)s and %(last)s") % {"some": ", ".join(words[:-1]), "last": words[-1]}


def channels_text(channels: Iterable[PermissionChannel]) -> str:
    """What it is about, in a row."""
    return listed([str(CHANNELS[one]) for one in channels])


def no_channels_text(channels: Iterable[PermissionChannel]) -> str:
    """What they said no yes to: "No calls, no meetings"; "" for none."""
    first, *others = [str(NONE_OF[one]) for one in channels] or [""]
    if not first:
        return ""
    rest = [_("no %(what)s") % {"what": what} for what in others]
    return ", ".join([_("No %(what)s") % {"what": first}, *rest])


def often_text(weeks: int | None) -> str:
    """How often: "about every 6 weeks"; "" where nobody said."""
    if not weeks:
        return ""
    return ngettext("about every week", "about every %(count)d weeks", weeks) % {"count": weeks}


def refused_text(refused: Refused) -> str:
    """Why they may not be in marketing's care, and how it could be."""
    if refused.reason == Reason.NO_PERMISSION:
        form = _(
            "They have not agreed to %(what)s. Ask them first and note it on their page, under “What they "
            "agreed to”, or leave it out."
        )
        return form % {"what": channels_text(refused.channels)}
    if refused.reason == Reason.AFTER_MEETING and refused.latest:
        form = _("You meet them, and that stays with sales: they must be back by %(day)s, a week ahead.")
        return form % {"day": spoken_day(refused.latest)}
    return str(STOPS.get(refused.reason) or _("This can't be handed over now."))


def refused_chip(refused: Refused) -> str:
    """The same in two words."""
    return str(CHIPS[refused.reason])


def moved_text(hand_over: HandOver) -> str:
    """That somebody moved it before, and where it stands."""
    said = str(MOVED[Baton(hand_over.state)]) % {"name": hand_over.prospect.name}
    return f"{said} {_('This is how it stands now.')}"


def first_of(user: User) -> str:
    """Somebody of ours by their first name."""
    return first_name(user.name) or user.get_full_name()
