"""What somebody sets on their own page: their own word, in writing, and only what they changed."""

from datetime import timedelta
from functools import partial

import pytest

from accounts.changes import Change, Trail
from accounts.models import User
from followups.actions import (
    AskedToStop,
    NothingToUndo,
    Pause,
    Wishes,
    Word,
    ask_to_stop,
    confirm_in_writing,
    grant_permission,
    note_wishes,
    said_aloud,
    stop_on_page,
    undo_change,
    unsubscribe,
    withdraw_permission,
)
from followups.contact_history import closed_to_us, history_of, is_paused
from followups.contacts import Closed
from followups.kinds import PlanStatus
from followups.models import FollowUp
from followups.permission_rules import Grant, Refusal
from followups.useful import useful_for
from followups.verdicts import grants_of, why_app_may_not
from library.items import ItemFacts, add_item
from prospects.actions.people import add_topic
from prospects.conversations import Manner, PermissionChannel, PermissionStrength, TopicKind
from prospects.models import Permission, Prospect, SuppressedAddress
from tests.cast import MONDAY, NINE
from tests.followups.telling import day, log, open_rows, plan_of, step_of
from tests.followups.together import at_the_same_time, raised

pytestmark = pytest.mark.django_db
ADDRESS = "ingrid@havbruk.example"
CALL, MAIL, LETTER = PermissionChannel.CALL, PermissionChannel.MAIL, PermissionChannel.NEWSLETTER
LATER = NINE + timedelta(days=1)


def switched(*on: PermissionChannel, off: tuple[PermissionChannel, ...] = (), **more: object) -> Wishes:
    return Wishes(frozenset(on), frozenset(off), **more)  # type: ignore[arg-type]


def say(person: Prospect, *channels: PermissionChannel, weeks: int | None = None, hour: int = 0) -> None:
    """They said yes, on the phone."""
    word = Word(channels, MONDAY, PermissionStrength.SAID, "Sure, send it", weeks)
    grant_permission(person, word, by=person.owner, today=MONDAY, now=NINE + timedelta(hours=hour))


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return log(owner, email=ADDRESS).prospect


class TestSwitches:
    def test_on_is_a_yes_in_writing_and_nobody_of_ours_said_it(self, ingrid: Prospect) -> None:
        change = note_wishes(ingrid, switched(MAIL, every_weeks=4), now=LATER)
        row = Permission.objects.get(prospect=ingrid, channel=MAIL)
        told = (row.is_granted, row.strength, row.source, row.recorded_by, row.every_weeks, row.given_on)
        assert told == (True, "confirmed", "pressed_link", None, 4, day(1))
        assert change is not None
        assert (change.action, change.actor) == ("change_preferences", None)

    def test_off_takes_it_back_and_the_history_stays(self, ingrid: Prospect) -> None:
        say(ingrid, MAIL)
        note_wishes(ingrid, switched(off=(MAIL,)), now=LATER)
        rows = Permission.objects.filter(channel=MAIL).order_by("given_on", "created_at")
        assert [row.is_granted for row in rows] == [True, False]
        assert grants_of(ingrid)[MAIL] == Grant.WITHDRAWN

    def test_what_is_left_as_it_stood_is_no_new_word(self, ingrid: Prospect) -> None:
        say(ingrid, MAIL, weeks=4)
        written = Permission.objects.count(), Change.objects.count()
        assert note_wishes(ingrid, Wishes(every_weeks=4), now=LATER) is None
        assert (Permission.objects.count(), Change.objects.count()) == written
        assert grants_of(ingrid)[MAIL] == Grant.SAID

    def test_the_same_press_twice_is_written_once(self, ingrid: Prospect) -> None:
        wishes = switched(MAIL, off=(CALL,), every_weeks=6, pause=Pause(day(90)))
        assert note_wishes(ingrid, wishes, now=LATER) is not None
        assert note_wishes(ingrid, wishes, now=LATER + timedelta(seconds=1)) is None

    def test_how_often_is_a_word_about_what_they_get_and_nothing_else(self, ingrid: Prospect) -> None:
        say(ingrid, MAIL, CALL, weeks=4)
        note_wishes(ingrid, Wishes(every_weeks=13), now=LATER)
        standing = {row.channel: row for row in Permission.objects.order_by("created_at")}
        mail, call = standing[MAIL], standing[CALL]
        assert (mail.every_weeks, mail.strength, mail.words) == (13, "confirmed", "Sure, send it")
        assert call.every_weeks == 4

    def test_their_own_yes_lifts_their_own_unsubscribe(self, ingrid: Prospect) -> None:
        unsubscribe(ingrid, now=LATER)
        note_wishes(ingrid, switched(MAIL), now=LATER)
        assert why_app_may_not(ingrid, MAIL, today=day(1), has_postal_address=True) is None
        assert why_app_may_not(ingrid, LETTER, today=day(1), has_postal_address=True) == Refusal.WITHDRAWN

    def test_every_row_with_their_address_hears_it_and_no_other(
        self, ingrid: Prospect, colleague: User, stranger: User
    ) -> None:
        theirs, elsewhere = (log(user, email=ADDRESS).prospect for user in (colleague, stranger))
        note_wishes(ingrid, switched(MAIL, off=(CALL,), pause=Pause(day(90))), now=LATER)
        assert grants_of(theirs) == grants_of(ingrid)
        assert is_paused(theirs, day(89))
        assert grants_of(elsewhere)[MAIL] == Grant.NOT_ASKED
        assert not is_paused(elsewhere, day(1))

    def test_nobody_takes_it_back_for_them(self, ingrid: Prospect) -> None:
        change = note_wishes(ingrid, switched(off=(CALL,)), now=LATER)
        assert change is not None
        with pytest.raises(NothingToUndo):
            undo_change(change.pk, by=ingrid.owner, now=LATER)

    def test_after_a_stop_nothing_is_switched_on(self, ingrid: Prospect) -> None:
        ask_to_stop(ingrid, by=ingrid.owner, today=MONDAY, now=NINE)
        with pytest.raises(AskedToStop):
            note_wishes(ingrid, switched(MAIL, pause=Pause(None)), now=LATER)
        assert grants_of(ingrid)[MAIL] == Grant.WITHDRAWN


class TestTopics:
    def test_what_they_do_not_want_to_hear_of_is_not_suggested(self, ingrid: Prospect, owner: User) -> None:
        trail = Trail(actor=owner, team=owner.team, now=NINE)
        add_topic(ingrid, TopicKind.GOAL, "forecasting", trail=trail)
        add_item(
            ItemFacts(title="Five checks", text="One, two.", topics=("forecasting",)), by=owner, now=NINE
        )
        topic = ingrid.topics.get().topic_id

        def suggested() -> int:
            return len(useful_for(ingrid, history_of(ingrid), today=day(1)))

        assert suggested() == 1
        note_wishes(ingrid, Wishes(topics_off=frozenset({topic})), now=LATER)
        assert suggested() == 0
        note_wishes(ingrid, Wishes(topics_on=frozenset({topic})), now=LATER)
        assert suggested() == 1


class TestPause:
    def test_the_open_check_in_waits_for_its_end(self, ingrid: Prospect) -> None:
        assert step_of(ingrid).due_on < day(100)
        note_wishes(ingrid, Wishes(pause=Pause(day(103))), now=LATER)
        step = step_of(ingrid)
        # day 103 is a Saturday: the Monday after it.
        assert (step.opens_on, step.due_on, step.closes_on) == (day(105), day(105), day(118))
        assert Prospect.objects.get(pk=ingrid.pk).paused_until == day(103)

    def test_one_that_is_due_later_stays(self, ingrid: Prospect) -> None:
        before = open_rows(ingrid)
        note_wishes(ingrid, Wishes(pause=Pause(step_of(ingrid).due_on)), now=LATER)
        assert open_rows(ingrid) == before

    def test_a_day_they_agreed_to_stays(self, owner: User) -> None:
        person = log(owner, next_contact_on=day(22), next_contact_manner=Manner.CALL).prospect
        note_wishes(person, Wishes(pause=Pause(day(90))), now=LATER)
        assert step_of(person).due_on == day(22)

    def test_the_app_sends_nothing_until_then(self, ingrid: Prospect) -> None:
        note_wishes(ingrid, switched(MAIL, pause=Pause(day(90))), now=LATER)
        assert why_app_may_not(ingrid, MAIL, today=day(89), has_postal_address=True) == Refusal.PAUSED
        assert why_app_may_not(ingrid, MAIL, today=day(90), has_postal_address=True) is None

    def test_a_new_check_in_is_planned_behind_it(self, ingrid: Prospect) -> None:
        note_wishes(ingrid, Wishes(pause=Pause(day(200))), now=LATER)
        log(ingrid.owner, on=day(30), email=ADDRESS)
        assert step_of(ingrid).due_on >= day(200)

    def test_they_end_it_themselves(self, ingrid: Prospect) -> None:
        note_wishes(ingrid, Wishes(pause=Pause(day(90))), now=LATER)
        note_wishes(ingrid, Wishes(pause=Pause(None)), now=LATER)
        assert not is_paused(ingrid, day(2))


class TestStop:
    def test_everything_ends_and_nobody_of_ours_did_it(self, ingrid: Prospect, colleague: User) -> None:
        theirs = log(colleague, email=ADDRESS).prospect
        change = stop_on_page(ingrid, now=LATER)
        assert change is not None
        assert (change.action, change.actor) == ("stop_on_page", None)
        for person in (ingrid, theirs):
            assert plan_of(person).status == PlanStatus.ENDED
            assert open_rows(person) == []
            assert closed_to_us(person) == Closed.STOPPED
            assert set(grants_of(person).values()) == {Grant.WITHDRAWN}
        assert SuppressedAddress.objects.get().address == ADDRESS
        assert stop_on_page(ingrid, now=LATER) is None
        with pytest.raises(NothingToUndo):
            undo_change(change.pk, by=ingrid.owner, now=LATER)


class TestInWriting:
    def test_what_was_said_aloud_is_confirmed_word_for_word(self, ingrid: Prospect) -> None:
        say(ingrid, MAIL, LETTER, CALL, weeks=13)
        said = said_aloud(ingrid)
        assert [row.channel for row in said] == [MAIL, LETTER]
        assert confirm_in_writing(ingrid, [row.pk for row in said], now=LATER) is not None
        row = Permission.objects.filter(channel=LETTER).latest("created_at")
        told = (row.strength, row.source, row.recorded_by, row.words, row.every_weeks)
        assert told == ("confirmed", "pressed_link", None, "Sure, send it", 13)
        assert grants_of(ingrid)[CALL] == Grant.SAID
        assert confirm_in_writing(ingrid, [row.pk for row in said], now=LATER) is None

    def test_what_was_taken_back_since_stays_taken_back(self, ingrid: Prospect) -> None:
        say(ingrid, MAIL, LETTER)
        shown = [row.pk for row in said_aloud(ingrid)]
        word = Word((MAIL,), MONDAY)
        withdraw_permission(ingrid, word, by=ingrid.owner, today=MONDAY, now=NINE + timedelta(hours=2))
        confirm_in_writing(ingrid, shown, now=LATER)
        grants = grants_of(ingrid)
        assert (grants[MAIL], grants[LETTER]) == (Grant.WITHDRAWN, Grant.CONFIRMED)

    def test_what_was_said_anew_since_is_not_what_they_were_shown(self, ingrid: Prospect) -> None:
        say(ingrid, LETTER, weeks=13)
        shown = [row.pk for row in said_aloud(ingrid)]
        say(ingrid, LETTER, weeks=2, hour=3)
        assert confirm_in_writing(ingrid, shown, now=LATER) is None
        assert grants_of(ingrid)[LETTER] == Grant.SAID

    def test_a_stop_in_between_wins(self, ingrid: Prospect) -> None:
        say(ingrid, MAIL)
        shown = [row.pk for row in said_aloud(ingrid)]
        stop_on_page(ingrid, now=LATER)
        with pytest.raises(AskedToStop):
            confirm_in_writing(ingrid, shown, now=LATER)
        assert said_aloud(ingrid) == []


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    def test_two_presses_are_one(self, owner: User) -> None:
        person = log(owner, email=ADDRESS).prospect
        press = partial(note_wishes, person, switched(MAIL, pause=Pause(day(90))), now=LATER)
        results = at_the_same_time(press, press)
        assert raised(results) == []
        assert sum(change is not None for change in results) == 1
        assert Permission.objects.filter(channel=MAIL).count() == 1

    @pytest.mark.parametrize("press", ["switch", "confirm"])
    def test_a_stop_against_a_yes_stops(self, press: str, owner: User) -> None:
        person = log(owner, email=ADDRESS).prospect
        say(person, LETTER)
        said = [row.pk for row in said_aloud(person)]
        yes = (
            partial(note_wishes, person, switched(MAIL), now=LATER)
            if press == "switch"
            else partial(confirm_in_writing, person, said, now=LATER)
        )
        results = at_the_same_time(partial(stop_on_page, person, now=LATER), yes)
        assert all(isinstance(error, AskedToStop) for error in raised(results))
        assert closed_to_us(person) == Closed.STOPPED
        assert set(grants_of(person).values()) == {Grant.WITHDRAWN}
        assert not FollowUp.objects.filter(prospect=person).open().exists()
