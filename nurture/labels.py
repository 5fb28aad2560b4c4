"""The words for the codes of nurture.kinds."""

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from nurture.kinds import SendingState

SENDING_STATES: dict[SendingState, LazyText] = {
    SendingState.PROPOSED: _("Waits for your glance"),
    SendingState.APPROVED: _("On its way"),
    SendingState.SENT: _("Sent"),
    SendingState.DECLINED: _("Not this one"),
    SendingState.DROPPED: _("Did not leave"),
}
