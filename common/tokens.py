"""Secrets that stand in an address: enough bits that nobody guesses one, and what is kept of them."""

import hashlib
import secrets

TOKEN_BYTES = 24


def new_token() -> str:
    """A new secret of 192 bits, in characters an address takes."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
