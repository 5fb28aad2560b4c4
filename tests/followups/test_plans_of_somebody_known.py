"""A new no of somebody there is something with already: what stands between us holds for its plan too."""

from accounts.models import User
from followups.actions import NewTouch, log_touch
from followups.kinds import Channel, Kind, Outcome, TouchKind
from followups.models import FollowUp
from prospects.conversations import Manner, PermissionChannel
from prospects.models import Prospect
from prospects.new_no import Agreement, Offer, Tender, Who
from tests.cast import MONDAY, NINE
from tests.followups.telling import complete, day, log, open_row, step_of

IVY = "ivy@example.org"


def test_the_quiet_before_an_award_holds_for_a_second_no(owner: User) -> None:
    first = log(owner, offer=Offer(tender=Tender(award_on=day(40))))
    log(owner, who=Who(prospect_id=first.prospect_id), on=day(3))
    step = step_of(first.prospect)
    assert (step.opens_on, step.closes_on) == (day(41), day(63))


def test_an_old_no_of_somebody_we_just_wrote_to_waits_its_fourteen_days(owner: User) -> None:
    person = log(owner, on=day(-1), who=Who(name="Ivy", email=IVY), good_deal="no").prospect
    useful = NewTouch(
        Channel.MAIL, MONDAY, kind=TouchKind.HELPFUL, relevance="Her new line", override_reason="Asked"
    )
    log_touch(person, useful, by=owner, today=MONDAY, now=NINE)
    log(owner, who=Who(prospect_id=person.pk), said_on=day(-90))
    assert step_of(person).due_on == day(14)


def test_who_was_let_go_and_says_another_no_is_asked_in_the_usual_window(owner: User) -> None:
    first = log(owner, good_deal="no")
    complete(open_row(first.prospect, Kind.THANK_YOU), Outcome.DONE, on=day(1))
    log(owner, who=Who(prospect_id=first.prospect_id), on=day(10))
    assert step_of(first.prospect).due_on == day(10 + 46)  # the 45th is a Sunday


def test_what_a_colleague_sent_holds_for_somebody_new_to_us(owner: User, colleague: User) -> None:
    theirs = log(colleague, who=Who(name="Ivy", email=IVY), on=day(-1), good_deal="no").prospect
    useful = NewTouch(
        Channel.MAIL, MONDAY, kind=TouchKind.HELPFUL, relevance="Her new line", override_reason="Asked"
    )
    log_touch(theirs, useful, by=colleague, today=MONDAY, now=NINE)
    log(owner, who=Who(name="Ivy", email=IVY), said_on=day(-90))
    assert step_of(Prospect.objects.get(owner=owner)).due_on == day(14)


def test_a_day_agreed_with_a_colleague_keeps_something_useful_back(owner: User, colleague: User) -> None:
    ivy = Who(name="Ivy", email=IVY)
    log(colleague, who=ivy, next_contact_on=day(33), next_contact_manner=Manner.CALL)
    may_write = Agreement((PermissionChannel.MAIL,))
    log(owner, who=ivy, agreement=may_write)
    assert not FollowUp.objects.filter(owner=owner, kind=Kind.VALUE_ITEM).exists()
    log(owner, agreement=may_write)
    assert FollowUp.objects.get(owner=owner, kind=Kind.VALUE_ITEM).due_on == day(15)
