"""Why a mail does not leave, kept in one spelling and translated where it is read."""

from typing import Final

from django.utils.translation import gettext_noop as _

from followups.contact_rules import Reason
from followups.permission_rules import Refusal
from nurture.kinds import Obstacle

TAKEN_BACK: Final = _("It was taken back before it left.")
NO_SUCH: Final = _("What it was about is gone.")
OBSTACLES: Final[dict[Obstacle, str]] = {
    Obstacle.PLAN_ENDED: _("Their plan has ended."),
    Obstacle.OWNER_LEFT: _("Whoever looks after them has left the team."),
    Obstacle.NO_ADDRESS: _("We have no mail address of theirs."),
    Obstacle.MUTED: _("They want to hear nothing about this any more."),
    Obstacle.ARCHIVED: _("This is put aside in the library."),
    Obstacle.HAD: _("They have had this already."),
    Obstacle.NOT_ITS_TURN: _("They agreed to hear from us less often."),
    Obstacle.NOT_INTRODUCED: _("First the mail that names their new contact has to leave."),
    Obstacle.NO_PUBLIC_NAME: _(
        "First the name buyers know your team by: it says who writes. Settings, Team."
    ),
    Obstacle.NO_POSTAL_ADDRESS: _("First your team's postal address: it stands under every mail to them."),
}
REFUSALS: Final[dict[Refusal, str]] = {
    Refusal.STOPPED: _("They asked us to stop. Nothing goes to them any more."),
    Refusal.SUPPRESSED: _("This address takes no more mail from us."),
    Refusal.SAID_NO: _("They would rather not hear from us any more."),
    Refusal.LET_GO: _("This one is closed kindly."),
    Refusal.WITHDRAWN: _("They took back their yes to this."),
    Refusal.NOT_ASKED: _("Nobody has asked them yet whether we may write."),
    Refusal.NOT_CONFIRMED: _("They said yes, but not in writing. A person may write, the app may not."),
    Refusal.STRICT_COUNTRY: _("The app needs their yes in writing, in their country. A person may write."),
    Refusal.PAUSED: _("They asked for a pause."),
    Refusal.NO_POSTAL_ADDRESS: OBSTACLES[Obstacle.NO_POSTAL_ADDRESS],
}
TOO_NEAR: Final = _("Something else reached them meanwhile, or is planned: it would be too near.")
RULES: Final[dict[Reason, str]] = {
    Reason.STOPPED: REFUSALS[Refusal.STOPPED],
    Reason.SUPPRESSED: REFUSALS[Refusal.SUPPRESSED],
    Reason.SAID_NO: REFUSALS[Refusal.SAID_NO],
    Reason.LET_GO: REFUSALS[Refusal.LET_GO],
    Reason.PAUSED: REFUSALS[Refusal.PAUSED],
    Reason.BEFORE_AWARD: _("The award is not final yet. Until then we keep quiet."),
    Reason.BEFORE_AGREED_DAY: _("You agreed on a day, and until then they have peace from us."),
    Reason.PITCH_TOO_EARLY: _("First be of use to them, then make an offer."),
    Reason.TOO_SOON_AFTER: TOO_NEAR,
    Reason.TOO_CLOSE_BEFORE: TOO_NEAR,
    Reason.TOO_MANY: _("They have heard from us often enough for now."),
    Reason.CHANNEL_TAKEN_BACK: REFUSALS[Refusal.WITHDRAWN],
}
