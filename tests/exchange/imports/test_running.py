"""The last step writes everything or nothing, and the same rows once."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from exchange.dialects.answers import Answers
from exchange.imports import running
from exchange.imports.choices import note_names, note_owners
from exchange.kinds import ImportState, WorkState
from exchange.models import Import, ImportedRow
from followups.kinds import Kind
from followups.models import FollowUp
from prospects.conversations import DealStatus
from prospects.models import Deal, Loss, Prospect
from tests.cast import MONDAY, make_user
from tests.exchange.imports.deals_brought import a_deal, bring_in, brought
from tests.followups.telling import log


def test_everything_comes_in_with_one_check_in_each(owner: User) -> None:
    imp = brought(owner, [a_deal(number) for number in range(8)])
    work = bring_in(imp)
    assert (work.state, work.said, work.values) == (WorkState.DONE, "imported", {"noes": 8})
    assert imp.state == ImportState.DONE
    assert Loss.objects.count() == Prospect.objects.count() == ImportedRow.objects.count() == 8
    loss = Loss.objects.select_related("deal", "prospect__organisation").get(deal__title="Offer 3")
    assert (loss.said_on, loss.logged_on) == (date(2025, 6, 17), MONDAY)
    assert (loss.deal.value, loss.deal.currency) == (Decimal(1000), owner.team.currency)
    assert (loss.prospect.name, loss.prospect.email) == ("Person 3", "person3@example.org")
    assert str(loss.prospect.organisation) == "Company 3"
    assert set(FollowUp.objects.values_list("kind", flat=True)) == {Kind.CHECK_IN}
    assert FollowUp.objects.count() == imp.counts["check_ins"] == 8
    assert imp.counts["last_day"] == max(FollowUp.objects.values_list("due_on", flat=True)).isoformat()


def test_the_same_file_again_adds_nothing(owner: User, colleague: User) -> None:
    rows = [a_deal(number) for number in range(5)]
    bring_in(brought(owner, rows))
    again = brought(owner, [*rows, a_deal(9)])
    bring_in(again)
    assert Loss.objects.count() == 6
    assert again.counts["rows_here"] == 5
    theirs = brought(colleague, rows)
    assert bring_in(theirs).values == {"noes": 0}
    assert Loss.objects.count() == 6


def test_pressed_twice_it_comes_in_once(owner: User) -> None:
    imp = brought(owner, [a_deal(1)])
    first = bring_in(imp)
    assert bring_in(imp).pk == first.pk
    assert Loss.objects.count() == 1


def test_when_it_is_over_nothing_is_kept_of_what_it_was_made_of(owner: User) -> None:
    imp = brought(owner, [a_deal(1, contact_name="", email="")])
    note_names(imp, {"company 1": "Ingrid Solheim"})
    path = imp.files.get().path
    bring_in(imp)
    assert (imp.answers, imp.choices, imp.files.count()) == ({}, {}, 0)
    assert not path.exists() or Import.objects.filter(pk=imp.pk).exists()
    assert Prospect.objects.get().name == "Ingrid Solheim"


def test_a_fault_half_way_leaves_nothing(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_args: object) -> None:
        raise RuntimeError("The lights went out.")

    monkeypatch.setattr(running, "_remember", breaks)
    imp = brought(owner, [a_deal(1)])
    work = bring_in(imp)
    assert (work.state, work.said, imp.state) == (WorkState.FAILED, "fault", ImportState.OPEN)
    assert not Loss.objects.exists()
    assert not ImportedRow.objects.exists()
    monkeypatch.undo()


def test_of_an_organisation_without_a_person_somebody_is_to_be_named_once(owner: User) -> None:
    nobody = {"contact_name": "", "email": "", "company": "Isdal"}
    bring_in(brought(owner, [a_deal(number, **nobody) for number in range(3)]))
    somebody = Prospect.objects.get()
    assert (somebody.name, somebody.is_unnamed, somebody.losses.count()) == ("Somebody at Isdal", True, 3)
    assert FollowUp.objects.count() == 1
    bring_in(brought(owner, [a_deal(7, **nobody)]))
    assert somebody.losses.count() == 4


def test_who_has_been_named_meanwhile_is_not_taken_for_whoever_is_not(owner: User) -> None:
    nobody = {"contact_name": "", "email": "", "company": "Isdal"}
    bring_in(brought(owner, [a_deal(1, **nobody)]))
    Prospect.objects.update(name="Ingrid Solheim", is_unnamed=False)
    bring_in(brought(owner, [a_deal(2, **nobody)]))
    assert set(Prospect.objects.values_list("name", flat=True)) == {"Ingrid Solheim", "Somebody at Isdal"}


def test_whoever_came_with_an_address_is_known_where_a_later_row_leaves_it_out(owner: User) -> None:
    ana = {"contact_name": "Ana Sousa", "company": "Sousa & Filhos"}
    rows = [a_deal(1, **ana), a_deal(2, **{**ana, "company": "SOUSA & Filhos"}, email="")]
    imp = brought(owner, [*rows, a_deal(3, contact_name="Ana Sousa", company="Isdal", email="")])
    bring_in(imp)
    at_work = Prospect.objects.filter(organisation__name__iexact="Sousa & Filhos")
    assert [(each.email, each.losses.count()) for each in at_work] == [("person1@example.org", 2)]
    assert (Prospect.objects.count(), imp.counts["people_new"], imp.counts["check_ins"]) == (2, 2, 2)


def test_of_two_of_one_name_nobody_is_guessed(owner: User) -> None:
    ana = {"contact_name": "Ana Sousa", "company": "Sousa & Filhos"}
    imp = brought(owner, [a_deal(1, **ana), a_deal(2, **ana), a_deal(3, **ana, email="")])
    bring_in(imp)
    assert set(Prospect.objects.values_list("email", flat=True)) == {
        "person1@example.org",
        "person2@example.org",
        "",
    }
    assert imp.counts["people_new"] == 3


def test_whom_we_know_by_address_gets_the_no(owner: User) -> None:
    known = log(owner, "Ingrid Solheim", email="person1@example.org").prospect
    imp = brought(owner, [a_deal(1)])
    bring_in(imp)
    known.refresh_from_db()
    assert (known.losses.count(), known.also_called) == (2, "Person 1")
    assert imp.counts["people_known"] == 1


def test_a_check_in_that_stood_before_is_none_that_came_of_it(owner: User) -> None:
    log(owner, "Ingrid Solheim", email="person1@example.org")
    imp = brought(owner, [a_deal(1)])
    bring_in(imp)
    assert (imp.counts["check_ins"], imp.counts.get("last_day")) == (0, None)
    imp = brought(owner, [a_deal(2), a_deal(3, email="person1@example.org")])
    bring_in(imp)
    placed = FollowUp.objects.get(plan__prospect__email="person2@example.org")
    assert (imp.counts["check_ins"], imp.counts["last_day"]) == (1, placed.due_on.isoformat())


def test_a_person_of_a_colleague_stays_theirs(owner: User, colleague: User) -> None:
    theirs = log(colleague, "Ingrid Solheim", email="person1@example.org").prospect
    bring_in(brought(owner, [a_deal(1)]))
    assert theirs.losses.count() == 1
    mine = Prospect.objects.get(owner=owner)
    assert (mine.name, mine.email) == ("Person 1", "person1@example.org")


def test_what_a_manager_brings_of_a_colleague_s_person_goes_to_the_colleague(
    manager: User, colleague: User
) -> None:
    theirs = log(colleague, "Ingrid Solheim", email="person1@example.org").prospect
    bring_in(brought(manager, [a_deal(1)]))
    assert theirs.losses.count() == 2
    assert Prospect.objects.get().owner == colleague


def test_who_asked_us_to_stop_is_left_alone(owner: User, colleague: User) -> None:
    theirs = log(colleague, "Ingrid Solheim", email="person1@example.org").prospect
    Prospect.objects.filter(pk=theirs.pk).update(asked_to_stop_on=MONDAY)
    bring_in(brought(owner, [a_deal(1)]))
    assert Loss.objects.filter(prospect__owner=owner).count() == 1
    assert not FollowUp.objects.filter(owner=owner).exists()


def test_a_manager_gives_each_seller_their_own(manager: User, colleague: User) -> None:
    imp = brought(manager, [a_deal(1, owner="Jo Colleague"), a_deal(2, owner="Somebody who left"), a_deal(3)])
    note_owners(imp, {"jo colleague": colleague.pk, "somebody who left": manager.pk})
    bring_in(imp)
    owners = dict(Prospect.objects.values_list("name", "owner__email"))
    assert owners == {
        "Person 1": colleague.email,
        "Person 2": manager.email,
        "Person 3": manager.email,
    }
    assert dict(FollowUp.objects.values_list("prospect__name", "owner__email")) == owners


def test_no_day_gets_over_the_limit(owner: User) -> None:
    owner.team.daily_limit = 2
    owner.team.save()
    imp = brought(owner, [a_deal(number, close_date="2026-02-27") for number in range(9)])
    bring_in(imp)
    days = list(FollowUp.objects.values_list("due_on", flat=True))
    assert len(days) == 9
    assert max(days.count(day) for day in days) == 2


def test_what_is_open_or_won_stays_outside(owner: User) -> None:
    imp = brought(owner, [a_deal(1, status="Won"), a_deal(2, status="Open"), a_deal(3)])
    bring_in(imp)
    assert (imp.counts["rows_no"], imp.counts["rows_won"], imp.counts["rows_open"]) == (1, 1, 1)
    assert Deal.objects.get().title == "Offer 3"


def test_won_deals_come_along_where_somebody_wants_them(manager: User, colleague: User) -> None:
    nobody = {"contact_name": "", "email": "", "company": "Isdal"}
    rows = [
        a_deal(1, status="Won", owner="Colleague"),
        a_deal(2, status="Won", **nobody),
        a_deal(3, **nobody),
        a_deal(4, status="Won", **nobody),
    ]
    imp = brought(manager, rows, answers=Answers(take_won=True, home_currency="EUR", today=MONDAY))
    work = bring_in(imp)
    assert (work.values, imp.counts["rows_yes"], imp.counts["rows_no"]) == ({"noes": 4}, 3, 1)
    assert Deal.objects.filter(status=DealStatus.WON).count() == 3
    somebody = Prospect.objects.get(name="Somebody at Isdal")
    assert (somebody.is_unnamed, somebody.deals.count()) == (True, 3)
    assert Prospect.objects.get(name="Person 1").owner == colleague
    assert FollowUp.objects.count() == 1
    again = brought(manager, rows, answers=Answers(take_won=True, home_currency="EUR", today=MONDAY))
    assert bring_in(again).values == {"noes": 0}


def test_what_cannot_come_in_stands_in_a_file_with_the_reason(owner: User) -> None:
    imp = brought(owner, [a_deal(1, close_date="soon"), a_deal(2), a_deal(3, deal_name="=" + "x" * 201)])
    work = bring_in(imp)
    assert work.file_name == "rows-left-out.csv"
    lines = work.path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("Why,File,Line,Deal ID,Deal name")
    assert lines[1].startswith("“soon” under Close date is no day we can read.,deals-0.csv,2,D1,")
    assert lines[2].startswith("What was offered is longer than 200 characters.,deals-0.csv,4,D3,'=xxx")
    assert imp.counts["rows_unfit"] == 2
    assert Loss.objects.count() == 1


def test_somebody_of_another_team_is_nobody_of_ours(owner: User, stranger: User) -> None:
    log(stranger, "Ingrid Solheim", email="person1@example.org")
    rows = [a_deal(1)]
    bring_in(brought(stranger, rows))
    bring_in(brought(owner, rows))
    assert Loss.objects.filter(team=owner.team).count() == 1


def test_a_seller_without_the_right_to_manage_keeps_what_they_bring(owner: User) -> None:
    other = make_user(owner.team, "jo@example.com")
    imp = brought(owner, [a_deal(1, owner="Jo")])
    bring_in(imp)
    assert Prospect.objects.get().owner == owner
    assert not other.prospects.exists()
