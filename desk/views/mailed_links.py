"""The links in mails to somebody, switched off from their settings."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.mailed_links import revoke_mailed_links
from desk.requests import SeeOther, SignedInRequest


@require_POST
def revoke(request: SignedInRequest) -> HttpResponse:
    """No link in a mail sent until now acts any more."""
    revoke_mailed_links(request.user, now=timezone.now())
    messages.success(
        request, _("Done. The links in earlier mails do nothing any more; the next mail brings new ones.")
    )
    return SeeOther("/settings/#mailed-links")
