"""The second step of signing in, as this installation has it: whose passkeys they are, and what is kept how.

The secret of a code app and the seed of recovery codes must be read again, so they can't be hashed. They are
encrypted with the key of the installation: a stolen database alone makes no codes.
"""

import base64
import hashlib
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import qrcode  # type: ignore[import-untyped]
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext as _

NAME = "Lost Deals"
# White around the squares, without which cameras don't find them; dark mode or not.
_MARGIN = 4
_SVG = (
    '<svg class="qr" role="img" aria-label="{label}" viewBox="-4 -4 {side} {side}"'
    ' shape-rendering="crispEdges">'
    '<rect x="-4" y="-4" width="{side}" height="{side}" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
)


class SecondSteps(DefaultMFAAdapter):  # type: ignore[misc]
    """What allauth asks about passkeys, codes of an app and recovery codes."""

    def encrypt(self, text: str) -> str:
        """A secret as it is kept."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again. Kept under a key that is lost, it is a random one: no code fits it."""
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return str(generate_totp_secret())

    def get_totp_issuer(self) -> str:
        """What a code app shows above the codes."""
        return NAME if settings.SITE_HOST == "localhost" else f"{NAME} ({settings.SITE_HOST})"

    def build_totp_svg(self, url: str) -> str:
        """The address as squares to be photographed: one path, without any style."""
        code = qrcode.QRCode(border=0)
        code.add_data(url)
        return _svg(code.get_matrix())

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """What a passkey is called until somebody calls it something else."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1} if count else _("Passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the host of SITE_URL, whatever host a request names."""
        return {"id": settings.SITE_HOST, "name": NAME}


def _keys() -> MultiFernet:
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> Fernet:
    digest = hashlib.sha256(f"lostdeals second steps {secret}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def _svg(rows: list[list[bool]]) -> str:
    path = "".join(f"M{x} {y}h{width}v1h-{width}z" for y, row in enumerate(rows) for x, width in _runs(row))
    return format_html(_SVG, label=_("QR code for your app"), path=path, side=len(rows) + 2 * _MARGIN)


def _runs(row: list[bool]) -> Iterable[tuple[int, int]]:
    """Where dark squares begin in a row, and how many follow each other."""
    edges = [x for x, (before, here) in enumerate(pairwise([False, *row, False])) if before != here]
    return ((start, end - start) for start, end in zip(edges[::2], edges[1::2], strict=True))
