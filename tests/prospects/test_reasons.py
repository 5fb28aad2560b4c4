"""A team's own labels, each under one exit conversation."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from prospects import reasons
from prospects.conversations import ExitConversation
from prospects.models import LossReason
from prospects.reasons import add_reason, rename_reason, set_archived
from tests.cast import NINE
from tests.followups.telling import log

DRIFTED = ExitConversation.DRIFTED


def labels(user: User, conversation: ExitConversation) -> list[str]:
    rows = LossReason.objects.of_team(user.team_id).offered().filter(conversation=conversation)
    return [row.label for row in rows]


def add(user: User, label: str, conversation: ExitConversation = DRIFTED) -> LossReason:
    return add_reason(conversation, label, by=user, now=NINE)


@pytest.mark.parametrize("conversation", list(ExitConversation))
def test_price_stands_under_every_conversation(owner: User, conversation: ExitConversation) -> None:
    assert labels(owner, conversation)[0] == "Price"


def test_a_new_reason_stands_last(owner: User) -> None:
    add(owner, "  On   leave ")
    assert labels(owner, DRIFTED)[-1] == "On leave"


def test_a_reason_stands_once_under_a_conversation(owner: User) -> None:
    with pytest.raises(ValidationError, match="already has a reason of that name"):
        add(owner, "PRICE")


def test_the_same_word_may_stand_under_another_conversation(owner: User) -> None:
    add(owner, "Policy")
    assert "Policy" in labels(owner, DRIFTED)
    assert "Policy" in labels(owner, ExitConversation.CANNOT)


@pytest.mark.parametrize("label", ["", "  \u200e ", "x" * 81])
def test_a_reason_needs_a_name_that_fits(owner: User, label: str) -> None:
    with pytest.raises(ValidationError):
        add(owner, label)


def test_a_new_name_shows_on_old_noes_too(owner: User) -> None:
    reason = add(owner, "On leave")
    loss = log(owner, conversation=DRIFTED, reason_id=reason.pk)
    rename_reason(reason, "Parental leave", by=owner, now=NINE)
    loss.refresh_from_db()
    assert str(loss.reason) == "Parental leave"


def test_a_new_name_may_differ_in_capitals_only(owner: User) -> None:
    reason = add(owner, "On leave")
    rename_reason(reason, "On Leave", by=owner, now=NINE)
    assert "On Leave" in labels(owner, DRIFTED)


def test_a_name_that_is_taken_is_refused(owner: User) -> None:
    reason = add(owner, "On leave")
    with pytest.raises(ValidationError):
        rename_reason(reason, "price", by=owner, now=NINE)
    reason.refresh_from_db()
    assert reason.label == "On leave"


def test_an_archived_reason_is_not_offered_and_stays_on_old_noes(owner: User) -> None:
    reason = add(owner, "On leave")
    loss = log(owner, conversation=DRIFTED, reason_id=reason.pk)
    set_archived(reason, True, by=owner, now=NINE)
    loss.refresh_from_db()
    assert "On leave" not in labels(owner, DRIFTED)
    assert str(loss.reason) == "On leave"
    set_archived(reason, False, by=owner, now=NINE)
    assert "On leave" in labels(owner, DRIFTED)


def test_archiving_twice_keeps_the_first_moment(owner: User) -> None:
    reason = add(owner, "On leave")
    set_archived(reason, True, by=owner, now=NINE)
    set_archived(reason, True, by=owner, now=NINE.replace(year=2027))
    reason.refresh_from_db()
    assert reason.archived_at == NINE


def test_another_teams_reason_is_not_ours(owner: User, stranger: User) -> None:
    theirs = add(stranger, "On leave")
    with pytest.raises(LossReason.DoesNotExist), transaction.atomic():
        log(owner, conversation=DRIFTED, reason_id=theirs.pk)
    assert "On leave" not in labels(owner, DRIFTED)


def test_who_was_a_moment_slower_gets_the_same_sentence(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = iter([True])
    check = LossReason.validate_constraints
    monkeypatch.setattr(
        LossReason, "validate_constraints", lambda row: None if next(looks, False) else check(row)
    )
    with pytest.raises(ValidationError, match="already has a reason of that name"):
        add(owner, "Price")


def test_the_database_itself_refuses_an_empty_label(owner: User) -> None:
    reason = add(owner, "On leave")
    with pytest.raises(IntegrityError), transaction.atomic():
        LossReason.objects.filter(pk=reason.pk).update(label="")


def test_the_same_form_that_was_a_moment_faster_is_no_mistake(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = partial(add_reason, ExitConversation.CANNOT, "Too far away", by=owner, now=NINE, submission="k")
    check = reasons._check

    def late(reason: LossReason) -> None:
        monkeypatch.setattr(reasons, "_check", check)
        add()
        check(reason)

    monkeypatch.setattr(reasons, "_check", late)
    assert add().label == "Too far away"
    assert LossReason.objects.filter(label="Too far away").count() == 1
