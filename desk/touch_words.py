"""What a touch was, in a few words."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.timeline_events import Line
from followups.kinds import Channel, Direction, Kind, Outcome, TouchKind
from followups.labels import OUTCOMES, TOUCH_KINDS
from followups.models import FollowUp, Touch

ICONS = {
    Channel.CALL: "phone",
    Channel.MAIL: "mail",
    Channel.MEETING: "calendar-check",
    Channel.LETTER: "pen-line",
    Channel.SOCIAL: "message-circle",
    Channel.NOTE: "file-text",
    Channel.PAGE: "phone",
}
THEY_DID = {
    Channel.CALL: gettext_lazy("They called"),
    Channel.MAIL: gettext_lazy("They wrote"),
    Channel.MEETING: gettext_lazy("They came by"),
    Channel.LETTER: gettext_lazy("A letter from them"),
    Channel.SOCIAL: gettext_lazy("They wrote, on a network"),
    Channel.NOTE: gettext_lazy("They told us"),
    Channel.PAGE: gettext_lazy("They would like to talk"),
}
WE_DID = {
    Channel.CALL: gettext_lazy("Called"),
    Channel.MAIL: gettext_lazy("Wrote"),
    Channel.MEETING: gettext_lazy("Met"),
    Channel.LETTER: gettext_lazy("Sent a letter"),
    Channel.SOCIAL: gettext_lazy("Wrote, on a network"),
    Channel.NOTE: gettext_lazy("Note"),
    Channel.PAGE: gettext_lazy("On their page"),
}
WENT_OUT = {
    Kind.VALUE_ITEM: gettext_lazy("Something useful"),
    Kind.CONGRATULATE: gettext_lazy("Congratulated"),
    Kind.WAKE_UP: gettext_lazy("Asked about what you waited for"),
    Kind.ASK: gettext_lazy("Asked once more"),
    Kind.REFERRAL: gettext_lazy("First contact"),
    Kind.AGREED_MEETING: gettext_lazy("Met, as agreed"),
    Kind.CHECK_IN: gettext_lazy("Check-in"),
}


def touch_title(touch: Touch) -> str:
    """What a touch was, in two or three words; its follow-up should be loaded with it."""
    if touch.is_queued:
        return _("A mail is on its way")
    row = touch.follow_up
    if row is None:
        return _own_title(touch)
    if touch.outcome and touch.outcome != Outcome.DONE:
        return str(OUTCOMES[Outcome(touch.outcome)])
    if row.kind == Kind.THANK_YOU:
        return _("Thank-you note")
    if row.kind == Kind.PROMISE:
        return _sent_as_promised(row)
    return str(WENT_OUT.get(Kind(row.kind), _("Check-in")))


def _own_title(touch: Touch) -> str:
    if touch.direction == Direction.IN:
        return str(THEY_DID[Channel(touch.channel)])
    if touch.channel == Channel.CALL and touch.is_two_way:
        return _("Talked on the phone")
    return str(WE_DID[Channel(touch.channel)])


def _sent_as_promised(row: FollowUp) -> str:
    if row.promise is None:
        return _("Sent, as promised")
    return _("Sent, as promised: %(what)s") % {"what": row.promise.what}


def touch_icon(touch: Touch) -> str:
    """The icon of a touch."""
    if touch.follow_up and touch.follow_up.kind == Kind.VALUE_ITEM:
        return "gift"
    return ICONS[Channel(touch.channel)]


def touch_lines(touch: Touch) -> Iterator[Line]:
    """What it was for them, why it mattered to them, and why it happened against a rule."""
    goes_out = touch.direction == Direction.OUT and touch.channel != Channel.NOTE
    if goes_out and touch.kind != TouchKind.PERSONAL:
        yield Line(str(TOUCH_KINDS[TouchKind(touch.kind)]), touch.relevance)
    elif touch.relevance:
        yield Line(_("For them"), touch.relevance)
    if touch.override_reason:
        yield Line(_("All the same, because"), touch.override_reason)
