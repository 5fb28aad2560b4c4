"""One text to send by hand."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """One text to send: its words, and addresses that open a mail or a message with them.

    `mailto` and `sms` are empty where no address or number is known. `language` is that of the words.
    """

    key: str
    heading: str
    hint: str
    language: str
    text: str
    mailto: str = ""
    sms: str = ""
