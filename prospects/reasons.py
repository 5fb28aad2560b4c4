"""A team's loss reasons: the starting set, adding, renaming, archiving. Old noes keep what they have."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.changes import Trail
from accounts.models import Team, User
from common.columns import check_columns
from common.submissions import row_id
from common.text import clean_line
from prospects.conversations import ExitConversation
from prospects.labels import STARTING_REASONS
from prospects.models import LossReason


def add_starting_reasons(team: Team) -> None:
    """Give a new team its first reasons; price is one under every conversation."""
    LossReason.objects.bulk_create(
        LossReason(team=team, conversation=conversation, label=str(label), position=position)
        for conversation, reasons in STARTING_REASONS.items()
        for position, label in enumerate(reasons)
    )


@transaction.atomic
def add_reason(
    conversation: ExitConversation, label: str, *, by: User, now: datetime, submission: str = ""
) -> LossReason:
    """Add a reason under a conversation; raises ValidationError when it is there or unusable.

    From the same form (`submission` is its key) it is there by this very act, and that is no mistake.
    """
    label = clean_line(label)
    pk = row_id(by.pk, submission and f"{submission} {conversation} {label}", "add_reason")
    if added := LossReason.objects.filter(pk=pk).first():
        return added
    position = LossReason.objects.filter(team_id=by.team_id, conversation=conversation).count()
    reason = LossReason(pk=pk, team_id=by.team_id, conversation=conversation, label=label, position=position)
    trail = Trail(actor=by, team=by.team, now=now)
    try:
        _check(reason)
        with transaction.atomic():
            trail.create(reason)
    except (IntegrityError, ValidationError) as error:
        if added := LossReason.objects.filter(pk=pk).first():
            return added  # the same form, sent twice at once
        if isinstance(error, IntegrityError):
            # A colleague was a moment faster: say it as if they had been much faster.
            reason.validate_constraints()
        raise
    trail.write("add_reason", reason)
    return reason


@transaction.atomic
def rename_reason(reason: LossReason, label: str, *, by: User, now: datetime) -> None:
    """Give a reason another name, on old noes too; raises ValidationError."""
    reason.label = clean_line(label)
    _check(reason)
    fresh = LossReason.objects.select_for_update().get(pk=reason.pk)
    trail = Trail(actor=by, team=by.team, now=now)
    trail.update(fresh, label=reason.label)
    trail.write("rename_reason", fresh)


@transaction.atomic
def set_archived(reason: LossReason, archived: bool, *, by: User, now: datetime) -> None:
    """Stop offering a reason, or offer it again."""
    if (reason.archived_at is not None) == archived:
        return
    trail = Trail(actor=by, team=by.team, now=now)
    trail.update(reason, archived_at=now if archived else None)
    trail.write("archive_reason" if archived else "restore_reason", reason)


def _check(reason: LossReason) -> None:
    if not reason.label:
        raise ValidationError(_("Give the reason a name."))
    check_columns(reason)
    reason.validate_constraints()
