"""A team's topics by name: the one that is meant, or a new one."""

from django.db import IntegrityError, transaction

from accounts.changes import Trail
from accounts.models import Team
from accounts.spelling import named_alike_or_free
from common.text import clean_line
from library.models import TOPIC_LENGTH, Topic


def find_or_add_topic(typed: str, team: Team, *, trail: Trail) -> Topic | None:
    """The team's topic of that name; None for an empty one."""
    name = clean_line(typed)[:TOPIC_LENGTH]
    if not name:
        return None
    if topic := named_alike_or_free(Topic, name, team):
        return topic
    try:
        with transaction.atomic():
            return trail.create(Topic(team=team, name=name))
    except IntegrityError:
        # A colleague wrote the same name in this very moment.
        return Topic.objects.get(team=team, name__iexact=name)
