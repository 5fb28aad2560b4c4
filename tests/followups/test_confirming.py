"""What was agreed went out in writing: kept with the no, a touch that counts towards nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.changes import Change
from accounts.models import User
from followups.actions import (
    NothingToConfirm,
    Result,
    change_that_confirmed,
    complete_follow_up,
    note_confirmation,
    undo,
    undo_change,
)
from followups.contact_history import history_of
from followups.kinds import Channel, Direction, Kind, Outcome, Status
from followups.models import FollowUp, Touch
from prospects.conversations import AskAnswer, AskKind, ExitConversation, ToldBy
from prospects.models import Loss
from prospects.new_no import Asked
from tests.cast import MONDAY, NINE
from tests.followups.telling import log, open_row, open_rows, plan_of, step_of

WORDS = "Ingrid, thank you for today.\nI'll call in September.\nMaren Vogt"
LATER = NINE + timedelta(minutes=5)


def confirm(loss: Loss, text: str = WORDS, **changes: Any) -> Loss:
    told: dict[str, Any] = {"by": loss.logged_by, "today": MONDAY, "now": LATER} | changes
    return note_confirmation(loss, text, **told).loss


def take_back(loss: Loss) -> None:
    """As the button does."""
    change = change_that_confirmed(loss)
    assert change is not None
    if change.action == "complete":
        undo(change.object_id, by=loss.logged_by, now=LATER)
    else:
        undo_change(change.pk, by=loss.logged_by, now=LATER)


def sent(loss: Loss) -> list[Touch]:
    return list(Touch.objects.filter(prospect=loss.prospect, direction=Direction.OUT))


def test_the_words_are_kept_as_they_went_out(owner: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    confirm(loss)
    loss.refresh_from_db()
    assert (loss.confirmation, loss.confirmed_at) == (WORDS, LATER)


def test_it_is_a_touch_by_mail_that_moves_no_clock(owner: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    before = (step_of(loss.prospect).due_on, plan_of(loss.prospect).last_two_way_on)
    confirm(loss)
    (touch,) = sent(loss)
    assert (touch.channel, touch.happened_on, touch.summary) == (Channel.MAIL, MONDAY, WORDS)
    assert (touch.loss, touch.plan, touch.by) == (loss, plan_of(loss.prospect), owner)
    assert not touch.is_two_way
    assert (step_of(loss.prospect).due_on, plan_of(loss.prospect).last_two_way_on) == before


def test_the_contact_rules_do_not_count_it(owner: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    before = history_of(loss.prospect)
    confirm(loss)
    assert history_of(loss.prospect) == before


def test_pressing_twice_changes_nothing(owner: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    confirm(loss)
    changes = Change.objects.count()
    again = note_confirmation(loss, "Other words", by=owner, today=MONDAY, now=LATER + timedelta(hours=1))
    assert again.change is None
    assert again.loss.confirmation == WORDS
    assert len(sent(loss)) == 1
    assert Change.objects.count() == changes


@pytest.mark.parametrize(
    ("conversation", "told_by"),
    [
        (ExitConversation.NOT_A_PRIORITY, ToldBy.MAIL),
        (ExitConversation.WE_DECLINED, ToldBy.MAIL),
        (ExitConversation.DRIFTED, None),
        (ExitConversation.DRIFTED, ToldBy.CALL),
    ],
)
def test_where_the_plans_thank_you_is_this_answer_it_is_done_with_it(
    owner: User, conversation: ExitConversation, told_by: ToldBy | None
) -> None:
    loss = log(owner, conversation=conversation, told_by=told_by)
    row = open_row(loss.prospect, Kind.THANK_YOU)
    confirm(loss)
    row.refresh_from_db()
    assert (row.status, row.outcome, row.note) == (Status.DONE, Outcome.DONE, WORDS)
    (touch,) = sent(loss)
    assert (touch.follow_up, touch.channel) == (row, Channel.MAIL)


def test_a_thank_you_by_hand_stays_open(owner: User) -> None:
    loss = log(owner, told_by=ToldBy.MET)
    confirm(loss)
    assert open_row(loss.prospect, Kind.THANK_YOU).is_open()


def test_an_answer_that_went_out_before_is_no_second_touch(owner: User) -> None:
    loss = log(owner, told_by=ToldBy.MAIL)
    row = open_row(loss.prospect, Kind.THANK_YOU)
    complete_follow_up(row.pk, Result(Outcome.DONE), by=owner, today=MONDAY, now=NINE)
    confirm(loss)
    assert len(sent(loss)) == 1
    assert Loss.objects.get(pk=loss.pk).confirmation == WORDS


def test_what_they_wanted_to_think_over_gets_a_row_of_its_own_once_the_answer_is_out(owner: User) -> None:
    loss = log(owner, told_by=ToldBy.MAIL, asks=(Asked(AskKind.FEEDBACK, AskAnswer.LATER),))
    confirm(loss)
    kinds = [kind for kind, _day in open_rows(loss.prospect)]
    assert Kind.ASK in kinds
    assert Kind.THANK_YOU not in kinds


def test_nothing_goes_out_to_somebody_who_asked_to_stop(owner: User) -> None:
    loss = log(owner, stay_in_touch=AskAnswer.STOP)
    with pytest.raises(NothingToConfirm):
        confirm(loss)
    assert sent(loss) == []


@pytest.mark.parametrize("text", ["", " \n ", "\x00\u200b"])
def test_no_words_are_no_confirmation(owner: User, text: str) -> None:
    loss = log(owner)
    with pytest.raises(ValidationError) as refused:
        confirm(loss, text)
    assert "text" in refused.value.message_dict
    assert Loss.objects.get(pk=loss.pk).confirmed_at is None


def test_too_many_words_save_nothing(owner: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    with pytest.raises(ValidationError):
        confirm(loss, "a" * 4001)
    assert sent(loss) == []
    assert Loss.objects.get(pk=loss.pk).confirmed_at is None


def test_it_can_be_taken_back(owner: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    confirm(loss)
    take_back(loss)
    loss.refresh_from_db()
    assert (loss.confirmation, loss.confirmed_at) == ("", None)
    assert sent(loss) == []
    confirm(loss, "Better words")
    assert Loss.objects.get(pk=loss.pk).confirmation == "Better words"


def test_an_answer_taken_back_is_to_do_again(owner: User) -> None:
    loss = confirm(log(owner, told_by=ToldBy.MAIL))
    take_back(loss)
    assert open_row(loss.prospect, Kind.THANK_YOU).is_open()
    assert Loss.objects.get(pk=loss.pk).confirmed_at is None


def test_undoing_the_thank_you_takes_the_answer_back_too(owner: User) -> None:
    loss = confirm(log(owner, told_by=ToldBy.MAIL))
    undo(FollowUp.objects.get(loss=loss, kind=Kind.THANK_YOU).pk, by=owner, now=LATER)
    assert Loss.objects.get(pk=loss.pk).confirmed_at is None
    assert sent(loss) == []


@pytest.mark.parametrize("told_by", [ToldBy.CALL, ToldBy.MAIL])
def test_what_never_went_out_is_not_taken_back(owner: User, told_by: ToldBy) -> None:
    loss = log(owner, told_by=told_by)
    assert change_that_confirmed(loss) is None
    confirm(loss)
    take_back(loss)
    assert change_that_confirmed(loss) is None


def test_the_day_is_that_of_whoever_sent_it(owner: User, manager: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    tomorrow = MONDAY + timedelta(days=1)
    confirm(loss, by=manager, today=tomorrow)
    assert [(touch.by, touch.happened_on) for touch in sent(loss)] == [(manager, tomorrow)]
