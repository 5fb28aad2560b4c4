"""What must hold after every act, written from the prose of PRODUCT.md and RULES.md and not from the code.

Readings, where the page leaves room:

* "An ended plan may keep its open thank-you, debrief and promises": also the person they named (about
  somebody else) and, where somebody left their company, the congratulation that is suggested then.
* What counts here is only what RULES.md lists beyond doubt: value items, pitches, helpful touches,
  congratulations, check-ins. A personal word on its own and a late ask are left out, so that no fault is
  reported that could be a reading.
* A window is moved along, never forward: with no day left in it, it closes on the first day that is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Team, User
from accounts.working_calendar import WorkingCalendar
from tests.followups.months.coming_back import faults_of_noes
from tests.followups.months.ledger import Row, Rows, rows_of

FOLLOW_UP, PLAN, TOUCH = "followups.followup", "followups.followupplan", "followups.touch"
PROSPECT, LOSS, DEAL = "prospects.prospect", "prospects.loss", "prospects.deal"
BEHIND = "prospects.personbehind"
STANDING = {"check_in", "agreed_meeting"}
KEPT_BY_AN_END = {"thank_you", "debrief", "promise", "referral"}
CROWDING = {"thank_you", "ask", "promise", "value_item", "congratulate"}
GIVES_WAY = {"value_item", "congratulate", "ask"}
# A tender is over for us, or is talked about again: quiet is right then, and so is none.
ANY = ("lost", "open", "won", "won_back", "let_go")
OURS = "30-60, 60-90, 90-180, 165-195"


@dataclass(frozen=True)
class Step:
    """One act: its name, who did it, on which day, and everything before and after it."""

    name: str
    by: User
    today: date
    before: Rows
    after: Rows
    calendars_before: Mapping[object, WorkingCalendar]
    calendars: Mapping[object, WorkingCalendar]
    team: Team

    def follow_ups(self) -> list[Row]:
        """Every follow-up as it stands now."""
        return list(rows_of(self.after, FOLLOW_UP))

    def open_rows(self) -> list[Row]:
        """Those somebody still has to act on."""
        return [row for row in self.follow_ups() if row["status"] == "open"]

    def stood(self, row: Row) -> Row | None:
        """The same row before."""
        return self.before.get((FOLLOW_UP, row["id"]))

    def newly_timed(self) -> list[Row]:
        """Open rows that this act wrote or moved."""
        return [row for row in self.open_rows() if not _same_days(self.stood(row), row)]

    def plan(self, row: Row) -> Row:
        """The plan of a follow-up."""
        return self.after[PLAN, row["plan_id"]]

    def calendar(self, row: Row) -> WorkingCalendar:
        """The working calendar of whoever has to do it."""
        return self.calendars[row["owner_id"]]


def _same_days(before: Row | None, after: Row) -> bool:
    names = ("opens_on", "due_on", "closes_on", "status", "is_agreed", "tries", "kind")
    return before is not None and all(before[name] == after[name] for name in names)


def faults(step: Step) -> list[str]:
    """Every sentence of the rules this act went against."""
    judges = [plans, dates, stops, rows_that_stay]
    if step.name != "undo":
        judges += [working_days, not_in_the_past, windows, room_for_contact, crowded_days]
    found = [f"{judge.__name__}: {fault}" for judge in judges for fault in judge(step)]
    return [*found, *faults_of_noes(step.after)]


# ── Always ───────────────────────────────────────────────────────────────────


def plans(step: Step) -> Iterator[str]:
    """An active plan has exactly one open check-in or agreed meeting; an ended one none, and little else."""
    held: dict[object, list[str]] = {}
    for row in step.open_rows():
        held.setdefault(row["plan_id"], []).append(row["kind"])
    active: set[object] = set()
    for plan in rows_of(step.after, PLAN):
        kinds = held.get(plan["id"], [])
        standing = sum(kind in STANDING for kind in kinds)
        if plan["status"] == "active":
            if plan["prospect_id"] in active:
                yield "a person has two active plans"
            active.add(plan["prospect_id"])
            if standing != 1:
                yield f"an active plan has {standing} next steps"
        else:
            yield from _ended(plan, kinds)
        if plan["last_two_way_on"] > step.today + timedelta(days=1):
            yield "the last two-way contact is still to come"


def _ended(plan: Row, kinds: list[str]) -> Iterator[str]:
    kept = KEPT_BY_AN_END | ({"congratulate"} if plan["ended_why"] == "left_company" else set())
    if plan["ended_why"] == "opted_out":
        kept = set()
    if left := set(kinds) - kept:
        yield f"a plan that ended ({plan['ended_why']}) still holds {sorted(left)}"


def dates(step: Step) -> Iterator[str]:
    """It has opens_on ≤ due_on ≤ closes_on; what is closed says when."""
    for row in step.follow_ups():
        if not row["opens_on"] <= row["due_on"] <= row["closes_on"]:
            yield f"the days of a {row['kind']} are out of order"
        if (row["status"] == "open") != (row["closed_at"] is None):
            yield f"a {row['status']} {row['kind']} was closed at {row['closed_at']}"


def stops(step: Step) -> Iterator[str]:
    """'Please stop': nothing at all, over every row of the team with the same address."""
    people = list(rows_of(step.after, PROSPECT))
    stopped = {row["id"] for row in people if row["asked_to_stop_on"]}
    addresses = {row["email"] for row in people if row["id"] in stopped and row["email"]}
    stopped |= {row["id"] for row in people if row["email"] in addresses}
    if step.name == "undo":
        return
    for row in step.open_rows():
        if row["prospect_id"] in stopped:
            yield f"somebody who asked us to stop has an open {row['kind']}"
    for plan in rows_of(step.after, PLAN):
        if plan["prospect_id"] in stopped and plan["status"] == "active":
            yield "somebody who asked us to stop has an active plan"


def rows_that_stay(step: Step) -> Iterator[str]:
    """An agreed day is not moved by what merely happens; what we merely send moves no check-in at all, but
    what gives way to it."""
    if step.name not in {"touch in", "touch out", "settings", "calendar", "hourly", "advance", "permission"}:
        return
    for row in step.open_rows():
        before = step.stood(row)
        if before is None or before["status"] != "open" or before["due_on"] == row["due_on"]:
            continue
        if step.name == "touch out" and row["kind"] in GIVES_WAY:
            continue
        if row["kind"] == "agreed_meeting" or (row["is_agreed"] and step.name != "calendar"):
            yield f"an agreed day moved from {before['due_on']} to {row['due_on']} ({step.name})"
        elif step.name in {"touch out", "settings", "hourly", "advance", "permission"}:
            yield f"a {row['kind']} moved although nobody was heard ({step.name})"


# ── What was just written ────────────────────────────────────────────────────


def _put_there_by_a_person(step: Step, row: Row) -> bool:
    """Snoozed to a day they chose, or an agreed meeting, which stands on the very day."""
    return step.name == "snooze" or row["kind"] == "agreed_meeting"


def working_days(step: Step) -> Iterator[str]:
    """Due days are working days of the owner; after a change of the calendar again."""
    rows = step.newly_timed()
    if step.name == "calendar":
        rows = [row for row in step.open_rows() if row["due_on"] >= step.today and _was_free(step, row)]
    for row in rows:
        if _put_there_by_a_person(step, row) or step.calendar(row).is_working_day(row["due_on"]):
            continue
        yield f"a {row['kind']} is due on {row['due_on']:%a %Y-%m-%d}, a day off"


def _was_free(step: Step, row: Row) -> bool:
    """Whether its day was a working day until now: what somebody put on a day off on purpose stays there."""
    return step.calendars_before[row["owner_id"]].is_working_day(row["due_on"])


def not_in_the_past(step: Step) -> Iterator[str]:
    """Nothing is ever planned before today; nothing is put off to a day before tomorrow."""
    earliest = step.today + timedelta(days=step.name == "snooze")
    for row in step.newly_timed():
        if row["due_on"] < earliest:
            yield f"a {row['kind']} is planned for {row['due_on']}, and it is {step.today}"


def windows(step: Step) -> Iterator[str]:
    """A check-in lies in its window: 30 to 60 days from the last two-way contact, or as the cadence says; a
    retry 3 to 7 working days on; a week after they were interested; an old no in its working week."""
    if step.name in {"snooze", "calendar", "spread"}:
        return
    for row in step.newly_timed():
        if row["kind"] != "check_in" or row["is_agreed"]:
            continue
        window = (row["opens_on"], row["closes_on"])
        allowed = [*_first_tries(step, row), *_other_windows(step, row)] if not row["tries"] else []
        allowed += [_retry(step, row)] if row["tries"] else []
        fitting = [one for one in allowed if _is_window(window, row["due_on"], one)]
        if fitting and all(_had_room(step, row, one) for one in fitting):
            yield f"a check-in moved to {row['due_on']}, and there is room in {sorted(fitting)[0]}"
        if not fitting:
            shown = sorted({f"{first}..{last}" for first, last in allowed})
            yield f"a check-in for {row['due_on']} lies in {window[0]}..{window[1]}, not in one of {shown}"


def _is_window(window: tuple[date, date], due: date, wanted: tuple[date, date]) -> bool:
    """Whether it is this window, or the same moved along to the first day that is free."""
    moved_along = window[1] == due and due > wanted[1]
    return window[0] == wanted[0] and (window[1] == wanted[1] or moved_along)


def _had_room(step: Step, row: Row, wanted: tuple[date, date]) -> bool:
    """Whether it was moved along although the window has a working day far enough from everything, made or
    planned with anybody of us."""
    if row["due_on"] <= wanted[1]:
        return False
    people = _same_person(step, row["prospect_id"])
    touches = [one for one in rows_of(step.after, TOUCH) if one["prospect_id"] in people]
    out = [one["happened_on"] for one in touches if one["direction"] == "out"]
    rows = [one for one in step.open_rows() if one["prospect_id"] in people and one["id"] != row["id"]]
    out += [max(one["due_on"], step.today) for one in rows]
    team, quiet = step.team, [*_awards(step, step.plan(row), ANY), step.today]
    return any(
        all(abs((day - one).days) >= team.days_apart for one in out)
        and _fullest(day, out, team.within_days) <= team.most_touches
        and day > max(quiet)
        for day in step.calendar(row).days(*wanted)
    )


def _first_tries(step: Step, row: Row) -> Iterator[tuple[date, date]]:
    calendar, plan = step.calendar(row), step.plan(row)
    free_days = {
        max(step.today, award) + timedelta(days=1) for award in [step.today, *_awards(step, plan, ANY)]
    }
    for base in _bases(step, plan):
        for first, last in _spans(step, plan):
            opens, closes = base + timedelta(days=first), base + timedelta(days=last)
            for free in free_days:
                if opens < free and len(calendar.days(free, closes)) < 5:
                    yield free, free + timedelta(days=13)
                else:
                    yield max(opens, free), closes


def _awards(step: Step, plan: Row, statuses: tuple[str, ...] = ("lost",)) -> list[date]:
    """The days on which the tenders they said no in are final: their own, over every row of their address,
    and the one they stood behind. Whoever left the company left the tender to the chair."""
    if plan["ended_why"] == "left_company":
        return []
    people = _same_person(step, plan["prospect_id"])
    behind = {row["loss_id"] for row in rows_of(step.after, BEHIND) if row["prospect_id"] in people}
    deals = [
        step.after[DEAL, loss["deal_id"]]
        for loss in rows_of(step.after, LOSS)
        if loss["id"] in {plan["loss_id"], *behind} or loss["prospect_id"] in people
    ]
    return [deal["award_on"] for deal in deals if deal["award_on"] and deal["status"] in statuses]


def _bases(step: Step, plan: Row) -> set[date]:
    """The last two-way contact; where windows are used up, the day the last check-in was closed; today."""
    closed = {
        row["closed_at"].date()
        for row in step.follow_ups()
        if row["plan_id"] == plan["id"] and row["kind"] in STANDING and row["closed_at"]
    }
    return {plan["last_two_way_on"], step.today, *closed}


def _spans(step: Step, plan: Row) -> set[tuple[int, int]]:
    """A window of their own, or those of the cadence; a no begins at the cadence's again."""
    spans = {(60, 90)}  # "then one in 60 days at most"
    if plan["window_from"]:
        spans |= {(plan["window_from"], plan["window_to"])}
    if not plan["window_from"] or step.name == "no":
        loss = step.after.get((LOSS, plan["loss_id"]))
        of_kind = (step.team.cadences or {}).get(loss["conversation"], "") if loss else ""
        text = plan["cadence"] or of_kind or step.team.cadence or OURS
        spans |= {(int(first), int(last)) for first, last in re.findall(r"(\d+)-(\d+)", text)}
    return spans


def _other_windows(step: Step, row: Row) -> Iterator[tuple[date, date]]:
    calendar, plan = step.calendar(row), step.plan(row)
    week = calendar.on_or_after(step.today + timedelta(days=7))
    yield week, week
    loss = step.after.get((LOSS, plan["loss_id"]))
    if loss and (step.today - loss["said_on"]).days > 60:
        monday = row["due_on"] - timedelta(days=row["due_on"].weekday())
        days = calendar.days(monday, monday + timedelta(days=6)) or [row["due_on"]]
        for award in [step.today, *_awards(step, plan, ANY)]:
            yield max(days[0], award + timedelta(days=1), step.today + timedelta(days=1)), days[-1]


def _retry(step: Step, row: Row) -> tuple[date, date]:
    calendar = step.calendar(row)
    return calendar.add(step.today, 3), calendar.add(step.today, 7)


# ── Contact rules ────────────────────────────────────────────────────────────


def room_for_contact(step: Step) -> Iterator[str]:
    """No planned contact of ours stands against a contact rule when it is written: so many days from every
    counted touch, at most so many in so many days, none before an agreed day or a tender's award."""
    if step.name in {"snooze", "calendar", "spread"}:
        return
    for row in step.newly_timed():
        if not _is_counted_plan(row):
            continue
        if late := [day for day in _awards(step, step.plan(row)) if day >= row["due_on"]]:
            yield f"a {row['kind']} for {row['due_on']} stands before the award on {late[0]}"
        people = _same_person(step, row["prospect_id"])
        made = list(_counted_touches(step, people))
        near = [day for day, _tries in made if abs((row["due_on"] - day).days) < step.team.days_apart]
        if near:
            yield f"a {row['kind']} for {row['due_on']} stands too near to a touch on {near[0]}"
        firsts = [day for day, tries in made if not tries]
        if _fullest(row["due_on"], firsts, step.team.within_days) > step.team.most_touches:
            yield f"a {row['kind']} for {row['due_on']} is one too many after {sorted(firsts)}"
        yield from _beside_other_plans(step, row, people)


def _is_counted_plan(row: Row) -> bool:
    if row["kind"] == "check_in":
        is_after_interested = row["opens_on"] == row["closes_on"]
        return not (row["is_agreed"] or row["tries"] or is_after_interested)
    return row["kind"] in {"value_item", "congratulate"}


def _same_person(step: Step, prospect_id: object) -> set[object]:
    people = list(rows_of(step.after, PROSPECT))
    address = next(row["email"] for row in people if row["id"] == prospect_id)
    return {prospect_id} | {row["id"] for row in people if address and row["email"] == address}


def _counted_touches(step: Step, people: Iterable[object]) -> Iterator[tuple[date, int]]:
    """Day and number of tries before it, of every touch that counts beyond doubt."""
    touches = [row for row in rows_of(step.after, TOUCH) if row["prospect_id"] in people]
    sent_us = [row["happened_on"] for row in touches if row["direction"] == "in" and not row["loss_id"]]
    named = {row["next_contact_on"] for row in rows_of(step.after, LOSS) if row["prospect_id"] in people}
    for touch in touches:
        day = touch["happened_on"]
        answers = any(0 <= (day - sent).days <= 7 for sent in sent_us)
        if touch["direction"] == "in" or touch["channel"] == "note" or touch["loss_id"] or answers:
            continue
        row = step.after.get((FOLLOW_UP, touch["follow_up_id"]))
        if day not in named and (_row_counts(row) if row else touch["kind"] in {"helpful", "pitch"}):
            yield day, row["tries"] if row else 0


def _row_counts(row: Row) -> bool:
    if row["kind"] == "check_in":
        return not row["is_agreed"] and (row["tries"] > 0 or row["opens_on"] != row["closes_on"])
    return row["kind"] in {"value_item", "congratulate"}


def _fullest(day: date, days: list[date], within: int) -> int:
    """The most of them, `day` with them, in a span of so many dates that holds it."""
    everything = [*days, day]
    starts = [one for one in everything if 0 <= (day - one).days < within]
    return max(sum(0 <= (one - start).days < within for one in everything) for start in starts)


def _beside_other_plans(step: Step, row: Row, people: set[object]) -> Iterator[str]:
    """Something useful and a congratulation leave room to the check-in, and wait for an agreed day."""
    if row["kind"] == "check_in":
        return
    for other in step.open_rows():
        if other["prospect_id"] not in people or other["kind"] not in STANDING:
            continue
        if other["is_agreed"] and row["due_on"] < other["due_on"]:
            yield f"a {row['kind']} for {row['due_on']} stands before the day agreed, {other['due_on']}"
        apart = abs((other["due_on"] - row["due_on"]).days)
        if _is_counted_plan(other) and apart < step.team.days_apart:
            yield f"a {row['kind']} for {row['due_on']} stands {apart} days from the check-in"


def crowded_days(step: Step) -> Iterator[str]:
    """In the 14 days from the no the planner writes one person at most two of the five."""
    for key, loss in step.after.items():
        if key[0] != LOSS or key in step.before:
            continue
        last = loss["said_on"] + timedelta(days=14)
        written = [
            row["kind"]
            for row in step.newly_timed()
            if row["prospect_id"] == loss["prospect_id"]
            and row["kind"] in CROWDING
            and loss["said_on"] <= row["due_on"] <= last
        ]
        if len(written) > 2:
            yield f"in the first 14 days stand {written}"


__all__ = ["Step", "faults"]
