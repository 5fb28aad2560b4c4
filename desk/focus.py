"""One follow-up at a time, with everything needed for the call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accounts.models import User
from desk.batches import piles_of
from desk.drafts import Draft, draft_for
from desk.known_of import block_of, promises_of
from desk.opening import opening_for
from desk.outcomes import outcome_choices
from desk.person_file import file_of
from desk.rows import Reader, row_of
from desk.thank_you import thank_you_for
from desk.timeline import timeline_of
from desk.useful_block import UsefulLine, useful_lines, waiting_text
from followups.agenda import Agenda, AgendaItem, Items
from followups.kinds import Kind
from followups.models import FollowUp
from followups.verdicts import history_around, reached_by
from prospects.conversations import TopicKind

LAST_TOUCHES = 4
# The contacts in which something useful may come up, or goes out.
WITH_SOMETHING_USEFUL = frozenset({Kind.CHECK_IN, Kind.VALUE_ITEM})
PAGE = "/focus/"


@dataclass(frozen=True)
class Place:
    """Where one stands in the day's work: the item, how many are left with it, its neighbours."""

    item: AgendaItem
    number: int
    left: int
    before: str
    after: str


def queue_of(agenda: Agenda) -> Items:
    """What is due, in the order Today shows it."""
    sections = (items for _section, items in agenda.due_sections())
    return tuple(item for items in sections for pile in piles_of(items) for item in pile.items)


def place_in(queue: Sequence[AgendaItem], wanted: str) -> Place | None:
    """The item asked for, or the first; None when nothing is left.

    `wanted` is an id; of one that is done by now, the first is taken.
    """
    if not queue:
        return None
    ids = [str(item.follow_up_id) for item in queue]
    at = ids.index(wanted) if wanted in ids else 0
    return Place(
        item=queue[at],
        number=at + 1,
        left=len(queue),
        before=f"{PAGE}?at={ids[at - 1]}" if at else "",
        # After the last one it begins again with what was left out.
        after=f"{PAGE}?at={ids[(at + 1) % len(ids)]}" if len(ids) > 1 else "",
    )


def focus_context(place: Place, user: User, day: date, reader: Reader) -> dict[str, Any]:
    """Everything about the person that helps with this one contact."""
    follow_up = _follow_up(place.item.follow_up_id)
    file = file_of(follow_up.referred or follow_up.prospect, user)
    row = row_of(place.item, day, reader)
    context = outcome_choices(follow_up, day) | {
        "place": place,
        "row": row,
        "person": file.person,
        "loss": file.newest_loss,
        "opener": opening_for(place.item, file, day),
        "draft": _draft(place.item, day, reader),
        "thanks": thank_you_for(follow_up, user, day),
        "promises": promises_of(file),
        "topics": file.topics_of(*TopicKind),
        "gap": block_of("learned", file, reader.now).get("question", ""),
        "events": timeline_of(file, day)[:LAST_TOUCHES],
        "next": place.after or PAGE,
    }
    return context | _useful(follow_up, day)


def _useful(follow_up: FollowUp, day: date) -> dict[str, list[UsefulLine] | str]:
    """What of the library would help them, where something useful may come up."""
    if follow_up.kind not in WITH_SOMETHING_USEFUL or follow_up.value_item_id:
        return {}
    person, history = reached_by(follow_up), history_around(follow_up)
    return {
        "useful": useful_lines(person, history, day),
        "useful_waits": waiting_text(person, history, day),
    }


def _follow_up(pk: UUID) -> FollowUp:
    about = ("prospect__organisation", "plan__loss__deal", "owner__team", "plan__owner__team", "referred")
    return FollowUp.objects.select_related(*about).get(pk=pk)


def _draft(item: AgendaItem, day: date, reader: Reader) -> Draft | None:
    return draft_for(item, day, reader.me) if item.email else None
