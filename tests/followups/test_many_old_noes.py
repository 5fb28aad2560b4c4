"""Four hundred old noes come in at once: 67 working days, never more than the limit, always the same."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from accounts.models import Team, User
from accounts.working_calendar import WorkingCalendar
from followups.actions import record_no, record_noes
from followups.kinds import Kind, Status
from followups.models import FollowUp
from followups.old_noes import queue_order
from followups.planning import load_of
from prospects.conversations import Likelihood
from prospects.models import Loss, Prospect
from prospects.new_no import Behind, NewNo, Who
from tests.cast import MONDAY, NINE, a_no, make_user
from tests.followups.telling import day, log, open_rows, step_of

WORKING = WorkingCalendar()
OLD = MONDAY - timedelta(days=61)


def an_old_no(number: int, **changes: object) -> NewNo:
    changes.setdefault("said_on", OLD - timedelta(days=number))
    who = changes.pop("who", None) or Who(name=f"Person {number}", email=str(changes.pop("email", "")))
    return a_no(who=who, **changes)


def placed(owner: User) -> dict[str, date]:
    """Everybody's check-in day, by name."""
    steps = FollowUp.objects.filter(owner=owner, status=Status.OPEN, kind=Kind.CHECK_IN)
    return dict(steps.values_list("prospect__name", "due_on"))


@pytest.mark.slow
def test_four_hundred_on_an_empty_calendar_take_exactly_67_working_days(owner: User, team: Team) -> None:
    noes = [an_old_no(number) for number in range(400)]
    for no in noes:
        record_no(no, by=owner, today=MONDAY, now=NINE)
    days = Counter(placed(owner).values())
    assert len(days) == 67
    assert sorted(days) == WORKING.days(day(1), WORKING.add(MONDAY, 67))
    assert set(days.values()) == {6, 4}
    assert days[max(days)] == 4
    # They get the check-in alone, in the working week of its day, and nothing opens before tomorrow.
    rows = FollowUp.objects.filter(owner=owner)
    assert set(rows.values_list("kind", flat=True)) == {Kind.CHECK_IN}
    for row in rows:
        assert (
            row.opens_on.isocalendar()[:2] == row.due_on.isocalendar()[:2] == row.closes_on.isocalendar()[:2]
        )
        assert day(1) <= row.opens_on <= row.due_on <= row.closes_on
    # The same on every run: whoever comes to the same desk with the same noes stands on the same days.
    other = make_user(team, "again@example.com")
    for no in noes[:30]:
        record_no(no, by=other, today=MONDAY, now=NINE)
    first = placed(owner)
    assert placed(other) == {no.who.name: first[no.who.name] for no in noes[:30]}


def test_they_fit_around_what_stands_and_what_was_placed_does_not_move(owner: User) -> None:
    for number in range(4):
        log(owner, f"New {number}")  # their thank-yous stand on Tuesday
    agreed = log(owner, "Agreed", next_contact_on=day(2))
    before = {row.pk: row.due_on for row in FollowUp.objects.all()}
    for number in range(20):
        record_no(an_old_no(number), by=owner, today=MONDAY, now=NINE)
    load = load_of(owner, MONDAY, day(30))
    assert [load.get(day(n), 0) for n in (1, 2, 3, 4, 7)] == [6, 6, 6, 6, 2]
    assert {row.pk: row.due_on for row in FollowUp.objects.filter(pk__in=before)} == before
    assert step_of(agreed.prospect).due_on == day(2)


def test_an_old_no_with_an_agreed_day_ahead_keeps_it(owner: User) -> None:
    loss = record_no(an_old_no(0, next_contact_on=day(40)), by=owner, today=MONDAY, now=NINE).loss
    assert step_of(loss.prospect).due_on == WORKING.on_or_after(day(40))
    assert step_of(loss.prospect).is_agreed
    assert [kind for kind, _due in open_rows(loss.prospect)] == [Kind.CHECK_IN]


def test_in_a_batch_whose_agreed_day_has_passed_goes_first(owner: User) -> None:
    noes = [an_old_no(number) for number in range(6)]
    noes += [an_old_no(6, next_contact_on=day(-10)), an_old_no(7, next_contact_on=day(-20))]
    recorded = record_noes(noes, by=owner, today=MONDAY, now=NINE)
    assert [one.loss.prospect.name for one in recorded[:2]] == ["Person 7", "Person 6"]
    days = placed(owner)
    assert days["Person 7"] == days["Person 6"] == day(1)
    assert sorted(days.values()) == [day(1)] * 6 + [day(2)] * 2


def test_in_a_batch_an_agreed_day_ahead_takes_its_room_before_the_queue(owner: User) -> None:
    owner.team.daily_limit = 1
    owner.team.save()
    noes = [an_old_no(0), an_old_no(1), an_old_no(2, next_contact_on=day(2))]
    record_noes(noes, by=owner, today=MONDAY, now=NINE)
    assert placed(owner) == {"Person 0": day(1), "Person 1": day(3), "Person 2": day(2)}


def test_further_old_noes_of_one_person_share_one_check_in_that_does_not_move(owner: User) -> None:
    owner.team.daily_limit = 1
    owner.team.save()
    same = Who(name="Somebody at Isdal", organisation="Isdal", is_unnamed=True, new_id=UUID(int=7))
    noes = [an_old_no(number) for number in range(3)]
    noes += [an_old_no(number, who=same) for number in range(3, 9)]
    noes += [an_old_no(number) for number in range(9, 12)]
    recorded = record_noes(noes, by=owner, today=MONDAY, now=NINE)
    assert len({one.loss.prospect_id for one in recorded}) == 7
    assert Loss.objects.filter(prospect=UUID(int=7)).count() == 6
    assert Prospect.objects.get(pk=UUID(int=7)).is_unnamed
    assert Counter(placed(owner).values()) == dict.fromkeys(WORKING.days(day(1), day(9)), 1)
    assert placed(owner)["Somebody at Isdal"] == day(4)


def test_an_imported_no_is_an_old_one_however_young(owner: User) -> None:
    owner.team.daily_limit = 2
    owner.team.save()
    noes = [
        a_no(f"Person {number}", organisation="", said_on=day(-number), is_imported=True)
        for number in range(6)
    ]
    record_noes(noes, by=owner, today=MONDAY, now=NINE)
    assert set(FollowUp.objects.values_list("kind", flat=True)) == {Kind.CHECK_IN}
    assert sorted(placed(owner).values()) == sorted([day(1), day(2), day(3)] * 2)


def test_a_batch_is_all_or_nothing(owner: User) -> None:
    noes = [an_old_no(0), an_old_no(1, reason_id=UUID(int=0))]
    with pytest.raises(Exception, match=r"LossReason|reason"):
        record_noes(noes, by=owner, today=MONDAY, now=NINE)
    assert not FollowUp.objects.exists()


def test_the_order_of_the_queue() -> None:
    noes = [
        an_old_no(0, behind=Behind(likelihood=Likelihood.LOW)),
        an_old_no(1),
        an_old_no(2, behind=Behind(likelihood=Likelihood.HIGH), said_on=OLD - timedelta(days=9)),
        an_old_no(3, behind=Behind(likelihood=Likelihood.HIGH)),
        an_old_no(4, behind=Behind(likelihood=Likelihood.FAIR)),
        an_old_no(5, next_contact_on=day(-3)),
        an_old_no(6, next_contact_on=day(-30), behind=Behind(likelihood=Likelihood.LOW)),
        an_old_no(7, next_contact_on=day(60)),
        an_old_no(8, next_contact_on=MONDAY),
    ]
    names = [int(no.who.name.removeprefix("Person ")) for no in queue_order(noes, MONDAY)]
    assert names == [8, 7, 6, 5, 3, 2, 4, 1, 0]


def test_equals_stay_as_they_came() -> None:
    noes = [an_old_no(number, said_on=OLD) for number in range(5)]
    assert queue_order(noes, MONDAY) == noes
    assert queue_order(list(reversed(noes)), MONDAY) == list(reversed(noes))


def test_an_older_no_of_the_same_person_does_not_move_them_in_the_queue(owner: User) -> None:
    owner.team.daily_limit = 1
    owner.team.save()
    noes = [an_old_no(number, email=f"{number % 15}@havbruk.example") for number in range(45)]
    record_noes(noes, by=owner, today=MONDAY, now=NINE)
    placed_on = sorted(placed(owner).values())
    assert placed_on == WORKING.days(day(1), WORKING.add(MONDAY, 15))


def test_a_queue_that_reaches_beyond_a_year_keeps_the_limit(owner: User) -> None:
    owner.team.daily_limit = 1
    owner.team.save()
    record_noes(map(an_old_no, range(300)), by=owner, today=MONDAY, now=NINE)
    assert set(Counter(placed(owner).values()).values()) == {1}


def test_noes_that_give_one_new_id_are_of_one_person(owner: User, colleague: User) -> None:
    somebody = Who(name="Somebody at Havbruk", organisation="Havbruk", is_unnamed=True, new_id=uuid4())
    noes = [a_no(who=somebody, said_on=OLD - timedelta(days=days), owner_id=colleague.pk) for days in (0, 5)]
    recorded = record_noes(noes, by=owner, today=MONDAY, now=NINE)
    assert {one.loss.prospect_id for one in recorded} == {somebody.new_id}
    person = recorded[0].loss.prospect
    assert (person.owner_id, person.is_unnamed) == (colleague.pk, True)
    assert person.plans.count() == 1


def test_the_same_submission_twice_in_a_batch_makes_one(owner: User) -> None:
    log(owner, email="known@havbruk.example")
    noes = [
        an_old_no(0, email="known@havbruk.example", submission="row 1"),
        an_old_no(1, submission=" row 1 "),
        an_old_no(2, submission="row 2"),
        an_old_no(3, submission="row 2"),
    ]
    recorded = record_noes(noes, by=owner, today=MONDAY, now=NINE)
    assert [one.is_new for one in recorded] == [True, False, True, False]
    assert recorded[1].loss == recorded[0].loss


def test_it_tells_how_many_are_done(owner: User) -> None:
    told: list[int] = []
    record_noes(map(an_old_no, range(3)), by=owner, today=MONDAY, now=NINE, progress=told.append)
    assert told == [1, 2, 3]
