"""What is called by something else's name."""

from django.utils.translation import gettext as _

from prospects.models import NAME_LENGTH, Prospect


def default_title(prospect: Prospect) -> str:
    """What a deal without a title is called."""
    to = prospect.organisation.name if prospect.organisation else prospect.name
    return _("Offer to %(whom)s") % {"whom": to[: NAME_LENGTH - 20]}
