"""People behind a no: a thank-you and a check-in of their own, and the same quiet before an award."""

from datetime import timedelta

from accounts.models import User
from followups.actions import undo
from followups.kinds import EndedWhy, Kind, Outcome
from followups.models import FollowUpPlan
from prospects.conversations import AskAnswer, AskKind
from prospects.models import Prospect
from prospects.new_no import Asked, Behind, Offer, Other, Tender, Who
from tests.followups.telling import NINE, complete, day, log, open_rows, step_of

TOM = Behind(people=(Other("Tom Berg", "Procurement"),))


def tom() -> Prospect:
    return Prospect.objects.get(name="Tom Berg")


def test_they_get_a_thank_you_and_a_check_in(owner: User) -> None:
    log(owner, behind=TOM)
    assert open_rows(tom()) == [(Kind.THANK_YOU, day(1)), (Kind.CHECK_IN, day(45))]


def test_until_a_tenders_award_they_are_left_alone_too(owner: User) -> None:
    loss = log(owner, behind=TOM, offer=Offer(tender=Tender(award_on=day(48))))
    for person in (loss.prospect, tom()):
        assert step_of(person).opens_on == day(49)
    # The debrief of the tender was asked of the one who said no.
    assert [kind for kind, _due in open_rows(tom())] == [Kind.THANK_YOU, Kind.CHECK_IN]


def test_an_old_tender_keeps_them_quiet_as_well(owner: User) -> None:
    log(owner, said_on=day(-70), behind=TOM, offer=Offer(tender=Tender(award_on=day(5))))
    assert step_of(tom()).due_on > day(5)


def test_a_no_of_their_own_does_not_end_the_quiet(owner: User) -> None:
    log(owner, behind=TOM, offer=Offer(tender=Tender(award_on=day(48))))
    log(owner, who=Who(prospect_id=tom().pk), said_on=day(-61))
    assert step_of(tom()).opens_on == day(49)


def test_nothing_of_a_no_of_their_own_comes_before_the_award_either(owner: User) -> None:
    log(owner, behind=TOM, offer=Offer(tender=Tender(award_on=day(48))))
    asks = (Asked(AskKind.CONGRATULATE, AskAnswer.YES),)
    log(owner, who=Who(prospect_id=tom().pk), said_on=day(-9), asks=asks)
    planned = [due for kind, due in open_rows(tom()) if kind in {Kind.CONGRATULATE, Kind.CHECK_IN}]
    assert min(planned) > day(48)


def test_a_yes_of_theirs_ends_the_plan_of_the_one_who_said_no(owner: User) -> None:
    loss = log(owner, behind=TOM)
    done = complete(step_of(tom()), Outcome.WON_BACK, on=day(31))
    assert done.next_step is None
    ends = FollowUpPlan.objects.filter(prospect__in=[loss.prospect, tom()]).values_list(
        "ended_why", "ended_on"
    )
    assert list(ends) == [(EndedWhy.WON_BACK, day(31))] * 2
    undo(done.follow_up.pk, by=owner, now=NINE + timedelta(days=31))
    assert step_of(loss.prospect).is_open()
    assert step_of(tom()).is_open()
