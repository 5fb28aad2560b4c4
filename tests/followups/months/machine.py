"""Months of somebody's work, act by act; after each of them the rules must hold."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from accounts.changes import Change
from accounts.models import Absence, Team, User
from accounts.settings_changes import change_settings
from followups import actions
from followups.absences import NewAbsence
from followups.actions import Later, NewTouch, Result, Word
from followups.agenda import agenda_for
from followups.kinds import Kind, Outcome, Status
from followups.models import FollowUp, FollowUpPlan
from followups.reconciliation import reconcile
from library.models import Topic
from prospects.conversations import AskAnswer, AskKind, PermissionChannel
from prospects.models import Deal, InvalidTransition, Prospect
from prospects.new_no import Who
from tests.cast import MONDAY, NINE, make_team, make_user
from tests.followups.months import telling
from tests.followups.months.ledger import Act, everything
from tests.followups.months.prose import FOLLOW_UP, Step, faults
from tests.followups.months.sections import NAMES, section_by_the_rules

# Said no to, with a sentence to the person: nothing may have changed.
REFUSALS = (
    ValidationError, InvalidTransition, actions.NotOpen, actions.Unfitting, actions.DateNeeded,
    actions.PastTheWindow, actions.TooEarly, actions.RealDateNeeded, actions.NotNow, actions.RelevanceNeeded,
    actions.NothingToUndo, actions.SomethingBuiltOnIt, actions.DoorClosed, actions.AskedToStop,
    actions.NoPlan, actions.AgainstARule,
)  # fmt: skip
ON_A_FOLLOW_UP = {"complete", "skip", "snooze", "change_channel"}
MOST_PEOPLE = 6
PICK = st.integers(min_value=0, max_value=10_000)


class Months(RuleBasedStateMachine):
    """Two colleagues, their people, and a calendar that goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.team = make_team("Vogt and partners")
        self.owner = make_user(self.team, "maren@example.com", country="DE", region="BY")
        self.colleague = make_user(self.team, "colleague@example.com")
        self.today, self.seconds, self.told = MONDAY, 0, 0
        self.acts: list[Act] = []
        self.rows = everything()
        self.looked_at: object = None
        self.calendars = {user.pk: user.calendar() for user in (self.owner, self.colleague)}

    def teardown(self) -> None:
        """Everything is forgotten."""
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # ── The ground every act stands on ───────────────────────────────────────

    @property
    def now(self) -> datetime:
        """Nine o'clock, and a second later with every act."""
        return NINE + timedelta(days=(self.today - MONDAY).days, seconds=self.seconds)

    def act(self, name: str, by: User, do: Callable[[], object]) -> bool:
        """Do it and judge what it did; False when it was refused, and then nothing may have changed."""
        self.seconds += 1
        before, known = self.rows, set(Change.objects.values_list("pk", flat=True))
        try:
            with transaction.atomic():
                do()
        except REFUSALS:
            is_refused = True
        else:
            is_refused = False
        self.rows = everything()
        note(f"{self.today} {by.name}: {name}{' (refused)' if is_refused else ''}")
        if is_refused:
            assert self.rows == before, f"{name} was refused and changed something"
            return False
        found = faults(self._step(name, by, before))
        assert not found, f"after {name} on {self.today}:\n" + "\n".join(found)
        for change in Change.objects.exclude(pk__in=known):
            self.acts.append(Act.between(change.pk, change.action, change.object_id, before, self.rows))
        return True

    def _step(self, name: str, by: User, before: Any) -> Step:
        self.team = Team.objects.get(pk=self.team.pk)
        users = list(User.objects.filter(team=self.team))
        known, self.calendars = self.calendars, {user.pk: user.calendar() for user in users}
        return Step(name, by, self.today, before, self.rows, known, self.calendars, self.team)

    def person(self, pick: int) -> Prospect | None:
        """Somebody we know."""
        people = list(Prospect.objects.select_related("owner__team", "team").order_by("name", "created_at"))
        return people[pick % len(people)] if people else None

    def open_row(self, pick: int) -> FollowUp | None:
        """Something to do, what is due sooner rather than later."""
        rows = FollowUp.objects.open().select_related("owner__team")
        ordered = list(rows.order_by("due_on", "prospect__name", "kind", "created_at")[:6])
        return ordered[pick % len(ordered)] if ordered else None

    @initialize(told=st.lists(telling.TOLD, min_size=2, max_size=4))
    def begin(self, told: list[telling.Told]) -> None:
        """Some noes to begin with."""
        for number, one in enumerate(told):
            self.hear_a_no(one, number, False, False)

    # ── What people do ───────────────────────────────────────────────────────

    @rule(told=telling.TOLD, pick=PICK, known=st.booleans(), colleague=st.sampled_from([False, False, True]))
    def hear_a_no(self, told: telling.Told, pick: int, known: bool, colleague: bool) -> None:
        """A no, of somebody new or known; now and then a colleague hears one from the same address."""
        by = self.colleague if colleague else self.owner
        people = list(Prospect.objects.filter(owner=by).order_by("name", "created_at"))
        self.told += 1
        if people and (known or len(people) >= MOST_PEOPLE):
            who = Who(prospect_id=people[pick % len(people)].pk)
        else:
            who = Who(name=f"Person {self.told}", email=f"p{pick % 4}@example.org" if pick % 3 else "")
        no = told.as_new_no(self.today, who, f"{self.told}")
        self.act("no", by, lambda: actions.record_no(no, by=by, today=self.today, now=self.now))

    @rule(told=telling.TOUCHES, pick=PICK, days_ago=st.sampled_from([0, 0, 0, 1, 5, 20, 80]))
    def touch(self, told: dict[str, Any], pick: int, days_ago: int) -> None:
        """Something happened between us beside what was planned."""
        person = self.person(pick)
        if person is None:
            return
        happened_on = self.today - timedelta(days=days_ago)
        touch = NewTouch(happened_on=happened_on, summary="A word", relevance="It is about them", **told)
        name = "touch in" if touch.is_two_way else "touch out"
        by = person.owner
        if self.act(
            name, by, lambda: actions.log_touch(person, touch, by=by, today=self.today, now=self.now)
        ):
            self.clock_was_reset(person, touch)

    def clock_was_reset(self, person: Prospect, touch: NewTouch) -> None:
        """A two-way touch is the last one, or there was a later one."""
        plan = FollowUpPlan.objects.active().filter(prospect=person).first()
        if plan and touch.is_two_way:
            assert plan.last_two_way_on >= touch.happened_on

    @rule(
        deeds=st.lists(st.tuples(st.sampled_from(telling.DEEDS), PICK), min_size=1, max_size=4),
        data=st.data(),
    )
    def work_through_the_day(self, deeds: list[tuple[str, int]], data: st.DataObject) -> None:
        """What is due, one after the other: done, put off or left out."""
        for deed, pick in deeds:
            if deed == "complete":
                self.complete(pick, data.draw(telling.OUTCOMES), data.draw(st.integers(0, 60)), pick % 2 == 0)
            elif deed == "put off":
                self.put_off(
                    pick, data.draw(telling.UNTIL | st.sampled_from(Later)), data.draw(st.booleans())
                )
            else:
                self.leave_out(pick)

    def complete(self, pick: int, outcome: Outcome, next_in: int, kept: bool) -> None:
        """Do what is due, with whatever outcome fits it."""
        row = self.open_row(pick)
        if row is None:
            return
        able = actions.outcomes_for(row.kind, has_no=row.plan.loss_id is not None)
        result = Result(
            outcome if outcome in able else able[pick % len(able)],
            next_on=self.today + timedelta(days=next_in),
            kept=kept,
            relevance="Theirs",
            override_reason="They asked for it" if next_in % 2 else "",
            answers={AskKind(ask.kind): AskAnswer.YES for ask in actions.open_asks(row.prospect)}
            if kept
            else {},
        )
        by, today = row.owner, self.today
        if self.act(
            "complete",
            by,
            lambda: actions.complete_follow_up(row.pk, result, by=by, today=today, now=self.now),
        ):
            assert self.rows[FOLLOW_UP, row.pk]["status"] == "done"

    def put_off(self, pick: int, until: int | Later, fine: bool) -> None:
        """Later: on a day somebody chose, or one by name, which is a working day."""
        row = self.open_row(pick)
        if row is None:
            return
        by, today = row.owner, self.today
        day = until if isinstance(until, Later) else today + timedelta(days=until)
        is_done = self.act(
            "snooze",
            by,
            lambda: actions.snooze(row.pk, day, by=by, today=today, now=self.now, past_window_is_fine=fine),
        )
        if is_done and isinstance(until, Later):
            due = self.rows[FOLLOW_UP, row.pk]["due_on"]
            assert by.calendar().is_working_day(due), f"{until} was {due}, a day off"

    def leave_out(self, pick: int) -> None:
        """Skip."""
        row = self.open_row(pick)
        if row is not None:
            by = row.owner
            self.act("skip", by, lambda: actions.skip(row.pk, by=by, today=self.today, now=self.now))

    @rule(pick=PICK)
    def take_back(self, pick: int) -> None:
        """Undo one of the last things done: every row stands as before, or it is refused with a reason."""
        able = [act for act in self.acts if act.name in {*ON_A_FOLLOW_UP, *actions.UNDOABLE_CHANGES}]
        if able:
            self._undo(able[-1 - pick % min(len(able), 5)])

    def _undo(self, act: Act) -> None:
        if act.name in ON_A_FOLLOW_UP:
            act = [one for one in self.acts if one.object_id == act.object_id and one.name in ON_A_FOLLOW_UP][
                -1
            ]
        stood, is_newest = self.rows, act is self.acts[-1]
        note(f"take back {act.name}, which touched {sorted(key[0] for key in act.after)}")
        if self.act("undo", self.owner, lambda: self._take_back(act)):
            left = list(act.faults_of_undo(stood, self.rows))
            assert not left, f"after {act.name} was taken back:\n" + "\n".join(left)
            self.acts = [one for one in self.acts[:-1] if one is not act]
        else:
            assert not is_newest, f"{act.name} was just done and can't be taken back"

    def _take_back(self, act: Act) -> None:
        if act.name in ON_A_FOLLOW_UP:
            actions.undo(act.object_id, by=self.owner, now=self.now)
        else:
            actions.undo_change(act.change, by=self.owner, now=self.now)

    # ── What people agree on, and settle ─────────────────────────────────────

    @rule(about=st.sampled_from(["agreement", "deal", "silence"]), pick=PICK, data=st.data())
    def settle_with_somebody(self, about: str, pick: int, data: st.DataObject) -> None:
        """What they want to hear, what becomes of their deal, how to go on when they are silent."""
        if about == "agreement":
            self.agree(
                pick,
                data.draw(st.sampled_from(telling.AGREEMENTS)),
                data.draw(st.sampled_from(PermissionChannel)),
            )
        elif about == "deal":
            self.move_a_deal(pick, data.draw(st.sampled_from(telling.DEALS)))
        else:
            self.face_silence(pick, data.draw(st.sampled_from(telling.SILENCE)))

    def agree(self, pick: int, how: str, channel: PermissionChannel) -> None:
        """They say what they want to receive and how often, or nothing more at all."""
        person = self.person(pick)
        if person is None or (how == "stop" and pick % 3):
            return
        word, by, today, now = Word((channel,), self.today), person.owner, self.today, self.now
        cadence = telling.CADENCES[pick % len(telling.CADENCES)]
        doors: dict[str, Callable[[], object]] = {
            "grant": lambda: actions.grant_permission(person, word, by=by, today=today, now=now),
            "withdraw": lambda: actions.withdraw_permission(person, word, by=by, today=today, now=now),
            "stop": lambda: actions.ask_to_stop(person, by=by, today=today, now=now),
            "rhythm": lambda: actions.keep_in_touch(
                person, None, by=by, today=today, now=now, cadence=cadence
            ),
            "window": lambda: actions.keep_in_touch(person, (7, 21), by=by, today=today, now=now),
        }
        self.act("permission" if how in {"grant", "withdraw"} else how, by, doors[how])

    def move_a_deal(self, pick: int, how: str) -> None:
        """A deal is opened again, comes back, is closed kindly, or a need grows out of it."""
        deals = list(Deal.objects.select_related("prospect__owner__team").order_by("title", "created_at"))
        if not deals:
            return
        deal = deals[pick % len(deals)]
        by, today, now = deal.prospect.owner, self.today, self.now
        doors: dict[str, Callable[[], object]] = {
            "reopen": lambda: actions.reopen(deal, by=by, now=now),
            "won": lambda: actions.mark_won_back(deal, "It was time", by=by, today=today, now=now),
            "let go": lambda: actions.let_go(deal, by=by, today=today, now=now),
            "need": lambda: actions.note_new_need(deal, "More", None, by=by, now=now),
        }
        self.act(how, by, doors[how])

    def face_silence(self, pick: int, how: str) -> None:
        """Another channel, a kind close, or staying in touch."""
        person, row = self.person(pick), self.open_row(pick)
        if person is None or row is None:
            return
        by, today, now = person.owner, self.today, self.now
        doors: dict[str, Callable[[], object]] = {
            "channel": lambda: actions.change_channel(row.pk, by=by, now=now),
            "close": lambda: actions.close_kindly(person.pk, by=by, today=today, now=now),
            "keep": lambda: actions.keep_silent(person.pk, by=by, today=today, now=now),
        }
        self.act(how, by, doors[how])

    def it_has_shipped(self) -> None:
        """What several people waited for is there."""
        topic = Topic.objects.order_by("name").first()
        if topic is not None:
            self.act(
                "trigger", self.owner, lambda: actions.trigger_wake_up(topic, by=self.owner, now=self.now)
            )

    # ── Time, and what is settled for everybody ──────────────────────────────

    @rule(days=telling.DAYS)
    def days_go_by(self, days: int | None) -> None:
        """Some days pass, or as many as it takes until something is due; the hourly job heals nothing."""
        due = FollowUp.objects.open().filter(due_on__gt=self.today).order_by("due_on").first()
        self.today = due.due_on if days is None and due else self.today + timedelta(days=days or 1)
        self.seconds = 0
        self.act("hourly", self.owner, self._housekeeping)

    def _housekeeping(self) -> None:
        actions.fade_debriefs(self.now)
        actions.bring_home(self.now)
        healed = reconcile(self.now).healed
        assert not healed, f"plans without a next step: {healed}"

    @rule(about=st.sampled_from(telling.FOR_EVERYBODY), data=st.data())
    def settle_for_everybody(self, about: str, data: st.DataObject) -> None:
        """Calendar, absence, numbers; full days spread out; what many waited for."""
        if about == "calendar":
            self.work_elsewhere(*data.draw(telling.CALENDARS))
        elif about == "away":
            self.be_away(data.draw(telling.ABSENCES))
        elif about == "numbers":
            self.agree_on_numbers(data.draw(telling.NUMBERS))
        elif about == "spread":
            self.spread_out()
        else:
            self.it_has_shipped()

    def work_elsewhere(self, country: str, region: str, week: str) -> None:
        """Country and working days change; what falls on a free day moves."""
        values = {"country": country, "region": region, "working_days": week}

        def change() -> None:
            change_settings(self.owner, values, by=self.owner, now=self.now)
            actions.re_pick_days_off(self._fresh_owner(), today=self.today, now=self.now)

        self.act("calendar", self.owner, change)
        self.owner = self._fresh_owner()

    def _fresh_owner(self) -> User:
        return User.objects.select_related("team").get(pk=self.owner.pk)

    def be_away(self, told: telling.Away) -> None:
        """Days off: what falls into them moves, or a colleague looks after it; or one is taken back."""
        by, today, now = self.owner, self.today, self.now
        standing = Absence.objects.filter(user=by).order_by("first_on").first()
        first = today + timedelta(days=told.starts_in)
        stand_in = self.colleague if told.is_handed else None
        new = NewAbsence(first, first + timedelta(days=told.length), stand_in)
        if told.ends_another and standing:
            self.act("calendar", by, lambda: actions.come_back(standing.pk, by=by, today=today, now=now))
        else:
            self.act("calendar", by, lambda: actions.go_away(new, by=by, today=today, now=now))
        self.owner = self._fresh_owner()

    def spread_out(self) -> None:
        """Days over the limit give what may move."""
        by, today, now = self.owner, self.today, self.now
        self.act("spread", by, lambda: actions.spread_out_days(by, today=today, now=now))

    def agree_on_numbers(self, values: dict[str, Any]) -> None:
        """The team settles on other numbers; nothing that stands moves."""
        team = Team.objects.get(pk=self.team.pk)
        self.act("settings", self.owner, lambda: change_settings(team, values, by=self.owner, now=self.now))
        self.owner = self._fresh_owner()

    # ── After every act ──────────────────────────────────────────────────────

    @invariant()
    def today_shows_everything_due(self) -> None:
        """Every open row stands where the rules put it; what is due waits until somebody acts."""
        if self.looked_at == (self.today, id(self.rows)):
            return
        self.looked_at = (self.today, id(self.rows))
        for user in (self.owner, self.colleague):
            wanted: dict[str, set[Any]] = {name: set() for name in NAMES}
            for row in FollowUp.objects.filter(owner=user, status=Status.OPEN):
                section = section_by_the_rules(row.kind, row.opens_on, row.due_on, row.closes_on, self.today)
                if section:
                    wanted[section].add(row.pk)
                elif row.kind != Kind.DEBRIEF:
                    assert row.due_on > self.today
            shown = agenda_for(user, self.today).sections()
            assert {name.value: {item.follow_up_id for item in items} for name, items in shown} == wanted
