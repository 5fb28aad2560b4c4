"""The links of account mail, so that looking at them changes nothing.

allauth keeps the key of a reset in the session when its link is opened, and signs out whoever else is signed
in: rows that come and go by looking. Here the key stays in the address, which names itself to nobody.
"""

from typing import Any

from allauth.account.forms import UserTokenForm
from allauth.account.views import ConfirmEmailView, PasswordResetFromKeyView
from allauth.decorators import rate_limit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase


class _NewPassword(PasswordResetFromKeyView):  # type: ignore[misc]
    def dispatch(self, request: HttpRequest, uidb36: str, key: str, **kwargs: Any) -> HttpResponseBase:
        self.request, self.key = request, key
        link = UserTokenForm(data={"uidb36": uidb36, "key": key})
        self.reset_user = link.reset_user if link.is_valid() else None
        if self.reset_user is None:
            answer: HttpResponse = self.render_to_response(self.get_context_data(token_fail=True))
            return answer
        answered: HttpResponseBase = super(PasswordResetFromKeyView, self).dispatch(
            request, uidb36, key, **kwargs
        )
        return answered


choose_new_password = login_not_required(rate_limit(action="reset_password_from_key")(_NewPassword.as_view()))
confirm_email = login_not_required(ConfirmEmailView.as_view())
