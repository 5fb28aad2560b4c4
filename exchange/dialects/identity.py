"""Pure: by what a deal is known again when its file comes a second time."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from exchange.dialects.answers import DealRow
from exchange.dialects.by_hand import BY_HAND
from exchange.dialects.recognition import Layout
from exchange.folding import plain


class Names:
    """Names deals as they come: a name of 64 characters for each, the same for the same file.

    A CRM's own number is enough. Numbers of any other file may be mere line numbers, so who and what count
    too; without a number everything does, and the second of two alike is the second.
    """

    def __init__(self) -> None:
        self._seen = Counter[bytes]()

    def name(self, layout: Layout, deal: DealRow) -> str:
        """The name of the next deal, as it was read (not yet joined)."""
        name = _name(layout, deal)
        short = bytes.fromhex(name)[:16]  # millions of them may have to be remembered
        self._seen[short] += 1
        count = self._seen[short]
        return name if count == 1 else _digest([name, str(count)])


def identities(layout: Layout, deals: Iterable[DealRow]) -> Iterator[str]:
    """The names of the deals of one file (`Names`)."""
    names = Names()
    return (names.name(layout, deal) for deal in deals)


def _name(layout: Layout, deal: DealRow) -> str:
    dialect = layout.dialect
    if deal.record_id and dialect is not BY_HAND:
        return _digest([dialect.code, deal.record_id])
    who = [plain(deal.title), plain(deal.organisation), plain(deal.person.name), *deal.person.emails[:1]]
    if deal.record_id:
        return _digest([dialect.code, deal.record_id, *who])
    return _digest([dialect.code, *who, str(deal.said_on), str(deal.value), plain(deal.reason)])


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
