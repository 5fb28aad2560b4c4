"""Two rows were one person: everything known of one becomes part of the other."""

from collections.abc import Iterable

from django.db.models import Model

from accounts.changes import Trail
from prospects.joining import joined_columns, withdrawn_by_either
from prospects.models import (
    Deal,
    Feedback,
    Loss,
    MailKey,
    MergedProspect,
    Permission,
    PersonBehind,
    Promise,
    Prospect,
    ProspectTopic,
    WakeUp,
)

# What simply changes hands. Every key to a prospect stands here, below, or in followups.actions.merging.
MOVED: tuple[tuple[type[Model], str], ...] = (
    (Deal, "prospect"),
    (Loss, "prospect"),
    (Feedback, "prospect"),
    (Permission, "prospect"),
    (Promise, "prospect"),
    (WakeUp, "prospect"),
    (MergedProspect, "into"),
)
# What needs a look: it may stand on both rows already, or point back at the person.
LOOKED_AT: tuple[tuple[type[Model], str], ...] = (
    (MailKey, "prospect"),
    (ProspectTopic, "prospect"),
    (PersonBehind, "prospect"),
    (Prospect, "referred_by"),
    (Prospect, "succeeds"),
)


def join_people(keep: Prospect, gone: Prospect, *, trail: Trail) -> None:
    """Give `keep` everything known of `gone`; raises ValidationError where it can't hold it.

    Both rows stand afterwards: `remove_merged` takes the other one away once nothing points at it.
    """
    values = joined_columns(keep, gone)
    _withdraw_again(keep, gone, trail)
    for model, name in MOVED:
        for row in model._default_manager.filter(**{name: gone}).order_by("pk"):
            trail.update(row, **{name: keep})
    _move_mail_keys(keep, gone, trail)
    _move_unless_there(gone.topics.all(), set(keep.topics.values_list("topic_id", flat=True)), keep, trail)
    _move_behind(keep, gone, trail)
    _move_kin(keep, gone, trail)
    if values:
        trail.update(keep, **values)


def _withdraw_again(keep: Prospect, gone: Prospect, trail: Trail) -> None:
    """What one row withdrew and the other granted later stands withdrawn, as it was said when it was."""
    for withdrawn, granted in withdrawn_by_either(keep, gone).values():
        if (withdrawn.given_on, withdrawn.created_at) >= (granted.given_on, granted.created_at):
            continue
        trail.create(
            Permission(
                team_id=keep.team_id,
                prospect=keep,
                channel=withdrawn.channel,
                is_granted=False,
                strength=withdrawn.strength,
                given_on=max(withdrawn.given_on, granted.given_on),
                source=withdrawn.source,
                words=withdrawn.words,
                recorded_by_id=withdrawn.recorded_by_id,
                created_at=trail.now,
            )
        )


def _move_mail_keys(keep: Prospect, gone: Prospect, trail: Trail) -> None:
    """The links in mails to either go on working; later mails have the one of the row that stays."""
    has_one = keep.mail_keys.filter(is_former=False).exists()
    for key in gone.mail_keys.order_by("pk"):
        trail.update(key, prospect=keep, is_former=key.is_former or has_one)


def _move_unless_there(
    rows: Iterable[ProspectTopic], there: set[object], keep: Prospect, trail: Trail
) -> None:
    for row in rows:
        if row.topic_id in there:
            trail.deleted(row)
            row.delete()
        else:
            trail.update(row, prospect=keep)


def _move_behind(keep: Prospect, gone: Prospect, trail: Trail) -> None:
    """Nobody stands behind their own no, or twice behind one."""
    there = set(keep.stood_behind.values_list("loss_id", flat=True))
    for row in PersonBehind.objects.filter(prospect__in=[keep, gone]).select_related("loss").order_by("pk"):
        is_own = row.loss.prospect_id == keep.pk
        if is_own or (row.prospect_id == gone.pk and row.loss_id in there):
            trail.deleted(row)
            row.delete()
        elif row.prospect_id == gone.pk:
            trail.update(row, prospect=keep)


def _move_kin(keep: Prospect, gone: Prospect, trail: Trail) -> None:
    """Whom they named, and who took their chair."""
    for name in ("referred_by", "succeeds"):
        for row in Prospect.objects.filter(**{name: gone}).exclude(pk__in=[keep.pk, gone.pk]).order_by("pk"):
            trail.update(row, **{name: keep})


def remove_merged(gone: Prospect, keep: Prospect, *, trail: Trail) -> None:
    """Take the row away whose everything stands with `keep`; its old address leads there."""
    trail.create(MergedProspect(pk=gone.pk, team_id=gone.team_id, into=keep, created_at=trail.now))
    # Last in the trail, so that an undo makes it again before anything points at it.
    trail.deleted(gone)
    type(gone)._default_manager.filter(pk=gone.pk).delete()


def hand_to(person: Prospect, owner_id: object, *, trail: Trail) -> None:
    """Somebody of the team looks after a person now."""
    if person.owner_id != owner_id:
        trail.update(person, owner_id=owner_id)
