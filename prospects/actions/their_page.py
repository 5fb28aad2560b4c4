"""Writes what somebody sets or tells on their own page."""

from collections.abc import Collection
from uuid import UUID

from accounts.changes import Trail
from common.text import clean_text
from prospects.conversations import Decided
from prospects.models import Feedback, Loss, Prospect


def mute_topics(prospect: Prospect, *, on: Collection[UUID], off: Collection[UUID], trail: Trail) -> None:
    """What they want to hear of, and what not, among the topics (by key) they have."""
    for row in prospect.topics.filter(topic__in=[*on, *off]).order_by("pk"):
        is_muted = row.topic_id in off
        if row.is_muted != is_muted:
            trail.update(row, is_muted=is_muted)


def write_feedback(loss: Loss, decided: Decided, line: str, *, trail: Trail) -> Feedback:
    """What they say decided it, once per no; told again it takes the place of what they said before."""
    values = {"decided": decided.value, "line": clean_text(line)}
    known = Feedback.objects.filter(loss=loss).first()
    if known is None:
        return trail.create(
            Feedback(
                team_id=loss.team_id,
                prospect_id=loss.prospect_id,
                loss=loss,
                answered_at=trail.now,
                **values,
            )
        )
    changed = {name: value for name, value in values.items() if getattr(known, name) != value}
    if changed:
        trail.update(known, **changed, answered_at=trail.now)
    return known
