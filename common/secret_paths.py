"""Where the secret is in the address: whoever has one of these may use it."""

SECRET_PATHS = (
    "/act/",
    "/calendar/",
    "/confirm/",
    "/feedback/",
    "/go/",
    "/invite/",
    "/preferences/",
    "/setup/",
    "/unsubscribe/",
    "/accounts/password/reset/key/",
    "/accounts/confirm-email/",
)


def may_hold_a_secret(path: str) -> bool:
    """Whether an address is, or once was, or looks like one that must be handed on to nobody."""
    return path.startswith(SECRET_PATHS)


# Of these, what a buyer opens: nothing there names us.
BUYERS_PATHS = ("/confirm/", "/feedback/", "/go/", "/preferences/", "/unsubscribe/")


def is_for_buyers(path: str) -> bool:
    """Whether a buyer stands at this address, or at what a mail program left of it."""
    return path.startswith(BUYERS_PATHS)
