"""Pure: a deal of an export as the no (or the yes) it was, and by what its person is known again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from common.text import clean_line
from exchange.dialects.answers import DealRow
from prospects.conversations import ExitConversation
from prospects.new_no import Behind, NewNo, Offer, Who
from prospects.new_win import NewWin

CENT = Decimal("0.01")


def person_key(deal: DealRow, key: str = "") -> str:
    """By what the person of a deal is known again in the same import: an address, the number the export gives
    them, their name where they work, or that nobody is named there.

    Two of the same name without an organisation are two: then it is `key`, the deal's own.
    """
    person = deal.person
    if person.emails:
        return f"address {person.emails[0]}"
    if person.record_id and person.name:
        return f"number {person.record_id}"
    where = spelt(deal.organisation)
    if person.name:
        return named_key(person.name, deal.organisation) if where else f"deal {key}"
    return f"nobody at {where}" if where else f"deal {key}"


def named_key(name: str, organisation: str) -> str:
    """By what somebody is known who has a name and a place to work at."""
    return f"name {spelt(name)} at {spelt(organisation)}"


def spelt(name: str) -> str:
    """A name of a person, an organisation or a seller however it is written in large and small letters."""
    return clean_line(name).casefold()


def is_unnamed(deal: DealRow) -> bool:
    """Whether the export names nobody: no name, and no address that would stand for one."""
    return not deal.person.name and not deal.person.emails


def who_of(deal: DealRow, unnamed_as: str) -> Who:
    """The person of a deal as the export tells of them; `unnamed_as` is what to call somebody nobody names.

    An address without a name stands for the name.
    """
    person = deal.person
    who = Who(
        name=person.name or next(iter(person.emails), ""),
        organisation=deal.organisation,
        email=next(iter(person.emails), ""),
        phone=next(iter(person.phones), ""),
        title=person.job,
    )
    return replace(who, name=unnamed_as, is_unnamed=True) if is_unnamed(deal) else who


def new_no(
    deal: DealRow,
    who: Who,
    *,
    reason_ids: Mapping[str, UUID] | None = None,
    owner_id: UUID | None = None,
    remarks: Sequence[str] = (),
) -> NewNo:
    """The no a declined deal is, said by `who`. Nothing was asked, agreed or promised that we know of.

    `reason_ids` are the team's reasons by the key that answers name them with; what has none of these stands
    in the notes as it was written, and so do the `remarks` about the row. The deal has been taken
    (`is_taken`).
    """
    if deal.said_on is None:
        raise ValueError("a deal that stays outside is no no")
    reason_id = (reason_ids or {}).get(deal.reason_key)
    return NewNo(
        conversation=deal.conversation or ExitConversation.UNKNOWN,
        said_on=deal.said_on,
        who=who,
        offer=Offer(title=deal.title, value=value_of(deal), currency=deal.currency),
        owner_id=owner_id,
        reason_id=reason_id,
        in_their_words=deal.their_words,
        behind=Behind(
            competitors=(deal.competitor,) if deal.competitor else (),
            main_competitor=deal.competitor,
            stage=deal.stage,
            source=deal.source,
        ),
        notes="\n".join(filter(None, (_notes(deal, with_reason=reason_id is None), *remarks))),
        is_imported=True,
    )


def new_win(deal: DealRow, who: Who, key: str, owner_id: UUID | None = None) -> NewWin:
    """The yes a won deal is; nobody has said why. `key` is what the deal is known by."""
    if deal.said_on is None:
        raise ValueError("a deal that stays outside is no yes")
    return NewWin(
        who=who,
        closed_on=deal.said_on,
        title=deal.title,
        value=value_of(deal),
        currency=deal.currency,
        submission=key,
        owner_id=owner_id,
    )


def value_of(deal: DealRow) -> Decimal | None:
    """What the deal was worth, to the cent."""
    if deal.value is None:
        return None
    return deal.value.quantize(CENT, ROUND_HALF_UP) if abs(deal.value) < Decimal(10) ** 20 else deal.value


def _notes(deal: DealRow, *, with_reason: bool) -> str:
    """What the export says that has no column of its own: the reason as it was written, further addresses,
    and who else stood behind the deal. They get no plan: of an old no there is the one check-in.
    """
    reason = clean_line(deal.reason) if with_reason else ""
    further = _in_a_row(*deal.person.emails[1:], *deal.person.phones[1:])
    others = [_in_a_row(each.name, each.job, *each.emails, *each.phones) for each in deal.further_people]
    return "\n".join(filter(None, (deal.note, reason, further, *others)))


def _in_a_row(*texts: str) -> str:
    return ", ".join(filter(None, texts))
