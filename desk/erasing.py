"""Erasing somebody, over all rooms, in one transaction; nothing of it can be undone.

Each room takes its own rows away. What stays is one change that says who erased somebody when, without a
name, and a mark of the address where they do not want to be written to.
"""

import json
from collections.abc import Callable
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from accounts import changes
from accounts.models import User
from common.erasing_disk import leaving_no_words_on_disk
from common.mentions import mentions_any
from desk.carried import SESSION_KEY, words_kept
from exchange.imports.forgetting import forget_uploads
from exchange.people.forgetting import forget_arriving
from exchange.results import discard_of_team
from followups.actions import Erased, erase_person
from insights.erasing import erase_debriefs
from nurture.erasing import erase_sendings
from outbox.erasing import erase_mail, hold_mail_to
from prospects.models import Prospect

# The columns by which rows that are long gone hung by somebody.
THROUGH = ("prospect_id", "referred_id", "into_id", "hand_over_id")
MESSAGES = "_messages"


def erase(person: Prospect, *, by: User | None, now: datetime, objects: bool = True) -> None:
    """Erase somebody; `by` is nobody when the app does it because the time to keep them is over.

    Raises Prospect.DoesNotExist when they are gone already.
    """
    with leaving_no_words_on_disk(), transaction.atomic():
        # As a claim does: the mail first, then whoever plans for them.
        hold_mail_to(person.email)
        erased = erase_person(person, now=now, objects=objects, first=_erase_above)
        changes.erase(erased.keys, team=erased.team, through=THROUGH, now=now)
        changes.erase_these(erased.told_of_successors, now=now)
        mentions = mentions_any(erased.names)
        erase_mail(erased.addresses, erased.readers, mentions, now=now)
        _forget_in_sessions(erased, mentions)
        forget_arriving(erased.team, {str(erased.person_id)}, mentions)
        discard_of_team(erased.team)
        forget_uploads(erased.team, mentions, now)
        changes.Change.objects.create(
            team=erased.team,
            actor=by,
            at=now,
            action="erase",
            object_type=Prospect._meta.label_lower,
            object_id=erased.person_id,
        )


def _erase_above(person: Prospect) -> frozenset[str]:
    """What the rooms above the facts hold of them."""
    return erase_sendings(person) | erase_debriefs(person)


def _forget_in_sessions(erased: Erased, mentions: Callable[[str], bool]) -> None:
    """What somebody typed about them and did not save, and messages nobody has read yet."""
    ids = {key.partition(":")[2] for key in erased.keys}
    readers = {str(pk) for pk in erased.readers}
    for session in Session.objects.iterator():
        held = session.get_decoded()
        if held.get("_auth_user_id", "") not in {"", *readers}:
            continue
        about = [name for name in (SESSION_KEY, MESSAGES) if _tells(held.get(name), ids, mentions)]
        if about:
            for name in about:
                del held[name]
            session.session_data = Session.objects.encode(held)
            session.save(update_fields=["session_data"])


def _tells(value: object, ids: set[str], mentions: Callable[[str], bool]) -> bool:
    if not value:
        return False
    text = words_kept(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return mentions(text) or any(pk in text for pk in ids)
