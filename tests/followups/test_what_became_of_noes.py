"""Every no knows what became of it: the day it came back, and whether its deal was declined again."""

from datetime import date

from accounts.changes import Change
from accounts.models import User
from followups import actions
from followups.actions import Leaving, undo, undo_change
from followups.kinds import Outcome
from prospects.conversations import DealStatus, GoodDeal
from prospects.models import Deal, Loss, Prospect
from prospects.new_no import Offer
from tests.followups.months.coming_back import faults_of_noes
from tests.followups.months.ledger import everything
from tests.followups.telling import complete, day, log, nine_on, step_of

GROWN_ON, AGAIN_ON, WON_ON = day(50), day(40), day(70)


def reopen(deal: Deal, by: User, on: date = WON_ON) -> None:
    actions.reopen(deal, by=by, now=nine_on(on))


def win(deal: Deal, by: User, on: date = WON_ON) -> None:
    actions.mark_won_back(deal, "It was time", by=by, today=on, now=nine_on(on))


def grow(deal: Deal, by: User, title: str = "A second site", on: date = GROWN_ON) -> Deal:
    return actions.note_new_need(deal, title, None, by=by, now=nine_on(on))


def decline_again(deal: Deal, by: User, on: date = AGAIN_ON) -> Loss:
    reopen(deal, by, on)
    person = Deal.objects.get(pk=deal.pk).prospect_id
    return log(by, prospect_id=person, on=on, offer=Offer(deal_id=deal.pk))


def take_back(action: str, by: User) -> None:
    newest = Change.objects.filter(action=action, undone_by__isnull=True).order_by("-at")[0]
    undo_change(newest.pk, by=by, now=nine_on(day(90)))


def became(loss: Loss) -> tuple[date | None, bool]:
    return Loss.objects.values_list("came_back_on", "declined_again").get(pk=loss.pk)


def agrees() -> None:
    assert list(faults_of_noes(everything())) == []


# It comes back


def test_a_no_alone_waits(owner: User) -> None:
    assert became(log(owner)) == (None, False)


def test_its_deal_becomes_a_yes_on_the_deals_page(owner: User) -> None:
    loss = log(owner)
    win(loss.deal, owner)
    assert became(loss) == (WON_ON, False)


def test_its_deal_becomes_a_yes_at_a_check_in(owner: User) -> None:
    loss = log(owner)
    complete(step_of(loss.prospect), Outcome.WON_BACK, on=day(45), why_yes="It was time")
    assert became(loss) == (day(45), False)


def test_opened_again_it_still_waits_and_then_comes_back(owner: User) -> None:
    loss = log(owner)
    reopen(loss.deal, owner, day(40))
    assert became(loss) == (None, False)
    win(loss.deal, owner)
    assert became(loss) == (WON_ON, False)


def test_a_need_that_grew_out_of_it_becomes_a_yes(owner: User) -> None:
    loss = log(owner)
    grown = grow(loss.deal, owner)
    assert became(loss) == (None, False)
    win(grown, owner)
    assert became(loss) == (WON_ON, False)


def test_a_need_heard_at_a_check_in_becomes_a_yes(owner: User) -> None:
    loss = log(owner)
    complete(step_of(loss.prospect), Outcome.NEW_NEED, on=day(45), note="A second site")
    win(Deal.objects.get(grew_out_of=loss), owner)
    assert became(loss) == (WON_ON, False)


def test_a_need_that_was_declined_first_and_then_came_back(owner: User) -> None:
    loss = log(owner)
    grown = grow(loss.deal, owner)
    second = log(owner, prospect_id=loss.prospect_id, on=day(60), offer=Offer(deal_id=grown.pk))
    win(grown, owner)
    assert (became(loss), became(second)) == ((WON_ON, False), (WON_ON, False))


def test_the_first_yes_counts(owner: User) -> None:
    loss = log(owner)
    grown = grow(loss.deal, owner)
    win(loss.deal, owner, day(60))
    win(grown, owner, day(80))
    assert became(loss) == (day(60), False)


def test_the_first_yes_counts_where_it_is_noted_last(owner: User) -> None:
    """The colleague who notes the second one lives where it is still the day before."""
    loss = log(owner)
    grown = grow(loss.deal, owner)
    win(loss.deal, owner, day(60))
    win(grown, owner, day(59))
    assert became(loss) == (day(59), False)


def test_a_door_closed_kindly_may_open(owner: User) -> None:
    loss = log(owner, good_deal=GoodDeal.NO)
    win(loss.deal, owner)
    assert became(loss) == (WON_ON, False)


def test_one_closed_kindly_later_waits(owner: User) -> None:
    loss = log(owner)
    actions.let_go(loss.deal, by=owner, today=day(40), now=nine_on(day(40)))
    assert became(loss) == (None, False)


def test_another_no_of_the_same_person_is_another_story(owner: User) -> None:
    loss = log(owner)
    other = log(owner, prospect_id=loss.prospect_id, on=day(20), offer=Offer(title="Training"))
    win(other.deal, owner)
    assert (became(loss), became(other)) == ((None, False), (WON_ON, False))


def test_what_was_sold_beside_it_is_no_coming_back(owner: User) -> None:
    loss = log(owner)
    beside = Deal.objects.create(team=owner.team, prospect=loss.prospect, title="Beside", currency="EUR")
    win(beside, owner)
    beside.refresh_from_db()
    assert (beside.status, became(loss)) == (DealStatus.WON, (None, False))


# It is declined again


def test_declined_again_and_then_a_yes_only_the_later_no_comes_back(owner: User) -> None:
    first = log(owner)
    second = decline_again(first.deal, owner)
    assert (became(first), became(second)) == ((None, True), (None, False))
    win(first.deal, owner)
    assert (became(first), became(second)) == ((None, True), (WON_ON, False))


def test_a_need_grows_out_of_the_later_of_two_noes_on_one_day(owner: User) -> None:
    first = log(owner)
    second = decline_again(first.deal, owner, on=day(0))
    assert grow(first.deal, owner).grew_out_of == second


def test_a_no_that_was_said_before_but_written_down_after_is_the_later_one(owner: User) -> None:
    first = log(owner, said_on=day(-1))
    reopen(first.deal, owner, day(3))
    second = log(
        owner, prospect_id=first.prospect_id, on=day(4), said_on=day(-2), offer=Offer(deal_id=first.deal_id)
    )
    assert grow(first.deal, owner).grew_out_of == second
    agrees()


# It is taken back


def test_a_yes_taken_back_waits_again(owner: User) -> None:
    loss = log(owner)
    win(loss.deal, owner)
    take_back("win_deal", owner)
    assert became(loss) == (None, False)


def test_a_yes_at_a_check_in_taken_back_waits_again(owner: User) -> None:
    loss = log(owner)
    step = step_of(loss.prospect)
    complete(step, Outcome.WON_BACK, on=day(45))
    undo(step.pk, by=owner, now=nine_on(day(46)))
    assert became(loss) == (None, False)


def test_the_second_no_taken_back_was_never_said(owner: User) -> None:
    first = log(owner)
    second = decline_again(first.deal, owner)
    actions.take_no_back(second, by=owner, now=nine_on(day(41)))
    assert became(first) == (None, False)
    win(first.deal, owner)
    assert became(first) == (WON_ON, False)


def test_the_first_of_two_yeses_taken_back_the_other_stands(owner: User) -> None:
    loss = log(owner)
    grown = grow(loss.deal, owner)
    win(grown, owner, day(60))
    first_yes = Change.objects.get(action="win_deal")
    win(loss.deal, owner, day(80))
    undo_change(first_yes.pk, by=owner, now=nine_on(day(90)))
    assert became(loss) == (day(80), False)
    take_back("win_deal", owner)
    assert became(loss) == (None, False)


def test_the_second_of_two_yeses_taken_back_the_first_stands(owner: User) -> None:
    loss = log(owner)
    grown = grow(loss.deal, owner)
    win(grown, owner, day(60))
    win(loss.deal, owner, day(80))
    take_back("win_deal", owner)
    assert became(loss) == (day(60), False)


# People change


def test_the_chair_has_the_deal_and_the_no_comes_back_all_the_same(owner: User) -> None:
    loss = log(owner)
    complete(
        step_of(loss.prospect), Outcome.LEFT_COMPANY, on=day(45), leaving=Leaving(successor="Jonas Berg")
    )
    successor = Prospect.objects.get(name="Jonas Berg")
    complete(step_of(successor), Outcome.WON_BACK, on=WON_ON)
    assert became(loss) == (WON_ON, False)


def the_chair_declines(owner: User) -> tuple[Loss, Loss]:
    """A no of somebody who left, and the no to the same deal of whoever followed."""
    loss = log(owner)
    leaving = Leaving(successor="Jonas Berg")
    complete(step_of(loss.prospect), Outcome.LEFT_COMPANY, on=day(30), leaving=leaving)
    return loss, decline_again(loss.deal, owner)


def test_whoever_follows_declines_again(owner: User) -> None:
    first, second = the_chair_declines(owner)
    assert (became(first), became(second)) == ((None, True), (None, False))


def test_with_whoever_followed_their_no_goes_and_the_first_is_the_newest_again(owner: User) -> None:
    first, second = the_chair_declines(owner)
    actions.erase_person(second.prospect, now=nine_on(day(50)), objects=False)
    assert became(first) == (None, False)
    agrees()


def test_and_came_back_if_the_deal_did(owner: User) -> None:
    first, second = the_chair_declines(owner)
    win(first.deal, owner)
    actions.erase_person(second.prospect, now=nine_on(day(80)), objects=False)
    assert became(first) == (WON_ON, False)


def test_with_whoever_said_it_first_the_later_no_stays_what_it_was(owner: User) -> None:
    first, second = the_chair_declines(owner)
    win(first.deal, owner)
    actions.erase_person(first.prospect, now=nine_on(day(80)), objects=False)
    assert became(second) == (WON_ON, False)
    agrees()


def test_that_a_no_came_back_stays_known_when_whoever_said_yes_is_erased(owner: User) -> None:
    loss = log(owner)
    leaving = Leaving(successor="Jonas Berg")
    complete(step_of(loss.prospect), Outcome.LEFT_COMPANY, on=day(30), leaving=leaving)
    grown = grow(loss.deal, owner)
    win(grown, owner)
    actions.erase_person(grown.prospect, now=nine_on(day(80)), objects=False)
    assert became(loss) == (WON_ON, False)


def test_two_rows_of_one_person_become_one(owner: User, manager: User) -> None:
    kept = log(owner, email="ingrid@havbruk.example")
    other = log(owner, "I. Solheim", on=day(1))
    win(other.deal, owner, day(20))
    Prospect.objects.filter(pk=other.prospect_id).update(email="ingrid@havbruk.example")
    actions.merge(kept.prospect_id, other.prospect_id, owner_id=owner.pk, by=manager, now=nine_on(day(30)))
    assert (became(kept), became(other)) == ((None, False), (day(20), False))
    win(kept.deal, owner)
    assert (became(kept), became(other)) == ((WON_ON, False), (day(20), False))
