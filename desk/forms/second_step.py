"""The forms of passkeys and codes: allauth's, with what they lack.

allauth keeps the secret of a new code app in the session as soon as its page is looked at; here it stands in
the page, sealed. What a browser says of a passkey is anything anybody likes to send: whatever the library
raises on it is a passkey that does not fit.
"""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

Found = TypeVar("Found")

LONGEST_NAME = 60
SEALED_FOR_SECONDS = 3600
# Longer than a code is good for, the tolerance on both sides included.
REMEMBERED_FOR_SECONDS = 120
_SALT = "desk.second_step.begun"


class SwitchOnCodes(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app that was just shown its secret; `begun` carries the secret, sealed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.pop("user")
        forms.Form.__init__(self, *args, **kwargs)
        self.fields["code"].label = _("Code from the app")
        carried = _unseal(self.data.get("begun", ""), self.user.pk) if self.is_bound else ""
        self.is_too_old = self.is_bound and not carried
        self.secret = carried or generate_totp_secret()

    def begun(self) -> str:
        """The secret for the page, sealed for whoever looks at it."""
        return signing.dumps([str(self.user.pk), self.secret], salt=_SALT)

    def clean_code(self) -> str:
        """The code must be one of this secret, now."""
        if self.is_too_old:
            raise ValidationError(_("This page was open for too long. Scan the code once more."))
        return str(super().clean_code())


def _unseal(text: str, user_id: object) -> str:
    try:
        owner, secret = signing.loads(text, salt=_SALT, max_age=SEALED_FOR_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(secret) if owner == str(user_id) else ""


class _OnceOnly(forms.Form):
    """A code counts once, however long the clock would let it."""

    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")

    def clean_code(self) -> str:
        code = str(super().clean_code())  # type: ignore[misc]
        mark = f"code-used:{self.user.pk}:{normalize_user_code(code)}"
        if not cache.add(mark, 1, REMEMBERED_FOR_SECONDS):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondStep(_OnceOnly, codes.AuthenticateForm):  # type: ignore[misc]
    """A code of the app, or a recovery code, after the password."""


class CodeAgain(_OnceOnly, codes.ReauthenticateForm):  # type: ignore[misc]
    """The same from somebody signed in, before something is changed about their account."""


class AddPasskey(passkeys.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey always takes the place of the password, so it must ask its owner for finger, face or PIN."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["name"] = forms.CharField(
            label=_("What you call it"), max_length=LONGEST_NAME, required=False, initial=self.initial["name"]
        )

    def clean(self) -> dict[str, Any]:
        """What is kept of it is what signing in needs."""
        self.cleaned_data["passwordless"] = True
        cleaned: dict[str, Any] = _judged(super().clean)
        if cleaned.get("credential"):
            cleaned["credential"] = _judged(lambda: _kept_of(cleaned["credential"]))
        return cleaned


class RenamePasskey(passkeys.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("What you call it"), max_length=LONGEST_NAME, initial=self.initial["name"]
        )


class _Judged(forms.Form):
    def clean_credential(self) -> Authenticator:
        return _judged(super().clean_credential)  # type: ignore[misc]


class SignInByPasskey(_Judged, passkeys.LoginWebAuthnForm):  # type: ignore[misc]
    """In place of the password."""


class PasskeyAsSecondStep(_Judged, passkeys.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """After the password."""


class PasskeyAgain(_Judged, passkeys.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """From somebody signed in, before something is changed about their account."""


def _judged(judge: Callable[[], Found]) -> Found:
    try:
        return judge()
    except ValidationError:
        raise
    except Exception as error:
        logger.info("A passkey could not be read: %s", type(error).__name__)
        raise get_adapter().validation_error("incorrect_code") from error


def _kept_of(credential: dict[str, Any]) -> dict[str, Any]:
    """Without what a browser, or somebody else, adds."""
    response = credential["response"]
    return {
        "id": str(credential["id"]),
        "rawId": str(credential.get("rawId", credential["id"])),
        "type": "public-key",
        "response": {
            "clientDataJSON": str(response["clientDataJSON"]),
            "attestationObject": str(response["attestationObject"]),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
