"""The addresses of one's account: added, confirmed by a mail, then used to sign in.

allauth lets whoever has confirmed none sign in with any address they type, also with somebody else's. Here
only a confirmed one serves, and one that somebody else signs in with does not.
"""

from allauth.account.internal.flows.manage_email import mark_as_primary
from allauth.account.views import EmailView
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from desk.requests import SeeOther

PAGE = "/accounts/email/"


class _Addresses(EmailView):  # type: ignore[misc]
    def _action_primary(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        address = self._get_email_address(request)
        if address is None or address.primary:
            return SeeOther(PAGE)
        if not address.verified:
            said = _("Confirm %(address)s first, by the link in the mail we sent there.")
            messages.error(request, said % {"address": address.email})
            return SeeOther(PAGE)
        try:
            with transaction.atomic():
                mark_as_primary(request, address)
        except IntegrityError:
            said = _("Nothing was changed: somebody else signs in with %(address)s.")
            messages.error(request, said % {"address": address.email})
        return SeeOther(PAGE)


addresses = _Addresses.as_view()
