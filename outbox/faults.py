"""What can go wrong on the way out, by what it means for the mail."""


class DeliveryFault(Exception):
    """A mail did not go out, or may not have."""


class Unreachable(DeliveryFault):
    """The server does not let us in (connection or login); it is not about this mail."""


class TryLater(DeliveryFault):
    """This mail did not leave and may leave later."""


class AddressRefused(DeliveryFault):
    """The server does not take this mail for this address; `for_good`: nor any other."""

    def __init__(self, words: str, *, for_good: bool = True) -> None:
        super().__init__(words)
        self.for_good = for_good


class MailRefused(DeliveryFault):
    """The server does not take this mail, now or later."""


class FateUnknown(DeliveryFault):
    """The mail was handed over and no answer came back: it may have left, or not."""
