"""The last page before an import comes in: whose days fill, and how; and what came of it."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from accounts.models import User
from accounts.working_calendar import WorkingCalendar
from exchange.imports import running
from exchange.imports.choices import note_names
from exchange.imports.load import filled, strip
from exchange.imports.spread_page import Share
from exchange.kinds import ImportState, WorkState
from exchange.models import Import, Work
from exchange.views import spread as spread_view
from followups.kinds import Kind
from followups.models import FollowUp
from followups.scheduling import Desk
from prospects.models import Loss, Prospect
from tests.cast import MONDAY
from tests.desk.visiting import signed_in
from tests.exchange.imports.deals_brought import a_deal, bring_in, brought
from tests.followups.telling import day, log


def look(user: User, imp: Import) -> str:
    answer = signed_in(user).get(f"/import/{imp.pk}/spread/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_days_fill_up_to_the_limit_from_the_next_working_day() -> None:
    desk = Desk(MONDAY, WorkingCalendar(), {day(1): 5, day(2): 6, day(3): 9})
    assert filled(8, desk) == {day(1): 1, day(4): 6, day(7): 1}
    assert filled(0, desk) == {}
    first, second, *_rest = strip(desk, filled(8, desk), str)
    assert (first.day, first.before, first.then, first.then_bricks) == (
        day(1),
        5,
        6,
        [True] + [False] * 5,
    )
    assert (second.then, second.is_full) == (6, False)


def test_four_hundred_at_six_a_day_take_67_working_days() -> None:
    assert len(filled(400, Desk(MONDAY, WorkingCalendar()))) == 67


def test_the_days_shown_are_the_days_they_get(owner: User) -> None:
    owner.team.daily_limit = 3
    owner.team.save()
    log(owner, "New")  # a thank-you stands on Tuesday
    rows = [a_deal(number) for number in range(8)]
    rows += [a_deal(9, email="person1@example.org")]
    page = look(owner, imp := brought(owner, rows))
    assert "8 check-ins for you, at most 3 a day" in page
    _now, then = (dict(_piles(part)) for part in page.split("And once they are in"))
    bring_in(imp)
    for text, count in then.items():
        assert FollowUp.objects.filter(due_on=date.fromisoformat(text)).exclude(
            kind=Kind.DEBRIEF
        ).count() == int(count)


def _piles(part: str) -> list[tuple[str, str]]:
    return re.findall(r'<time class="d" datetime="([^"]+)">\d+</time><span class="vh">: (\d+)', part)


def test_pressed_it_comes_in_and_says_what_came_of_it(owner: User) -> None:
    imp = brought(owner, [a_deal(1), a_deal(2), a_deal(3, status="Open")])
    client = signed_in(owner)
    answer = client.post(f"/import/{imp.pk}/spread/")
    assert (answer.status_code, answer["Location"]) == (303, f"/import/{imp.pk}/")
    page = client.get(answer["Location"]).content.decode()
    assert "2 noes are in." in page
    assert "2 check-ins are planned, the last on Tuesday 3 March 2026." in page
    assert Loss.objects.count() == 2


def test_pressed_again_it_is_there_once(owner: User) -> None:
    imp = brought(owner, [a_deal(1)])
    client = signed_in(owner)
    for _press in range(3):
        assert client.post(f"/import/{imp.pk}/spread/").status_code == 303
    assert Loss.objects.count() == Work.objects.count() == 1


def test_many_rows_are_long_work(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread_view, "AT_ONCE", 1)
    imp = brought(owner, [a_deal(1), a_deal(2)])
    client = signed_in(owner)
    answer = client.post(f"/import/{imp.pk}/spread/")
    work = Work.objects.get()
    assert answer["Location"] == f"/work/{work.pk}/"
    assert work.state == WorkState.WAITING
    assert client.get(f"/import/{imp.pk}/")["Location"] == f"/work/{work.pk}/"
    assert not Loss.objects.exists()


def test_one_that_met_a_fault_can_be_tried_again(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_args: object) -> None:
        raise RuntimeError("The lights went out.")

    imp = brought(owner, [a_deal(1)])
    client = signed_in(owner)
    with monkeypatch.context() as broken:
        broken.setattr(running, "_remember", breaks)
        answer = client.post(f"/import/{imp.pk}/spread/", follow=True)
    assert answer.status_code == 200
    assert "It was stopped before it was through." in client.get(f"/import/{imp.pk}/").content.decode()
    assert client.post(f"/import/{imp.pk}/spread/")["Location"] == f"/import/{imp.pk}/"
    imp.refresh_from_db()
    assert (imp.state, Loss.objects.count()) == (ImportState.DONE, 1)


def test_a_manager_sees_and_changes_whose_they_are(manager: User, colleague: User) -> None:
    imp = brought(manager, [a_deal(1, owner="Colleague"), a_deal(2, owner="Somebody who left")])
    page = look(manager, imp)
    assert "One check-in for you" in page
    assert "One check-in for Colleague" in page
    chosen = {"seller": ["Somebody who left"], "owner": [str(colleague.pk)]}
    answer = signed_in(manager).post(f"/import/{imp.pk}/spread/", {**chosen, "look": "1"})
    assert answer["Location"] == f"/import/{imp.pk}/spread/"
    assert "2 check-ins for Colleague" in look(manager, imp)
    assert not Loss.objects.exists()
    signed_in(manager).post(f"/import/{imp.pk}/spread/", chosen)
    assert {person.owner for person in Prospect.objects.all()} == {colleague}


def test_going_back_keeps_whose_they_are(manager: User, colleague: User) -> None:
    imp = brought(manager, [a_deal(1, owner="Somebody who left")])
    assert 'name="look" value="check"' in look(manager, imp)
    chosen = {"seller": "Somebody who left", "owner": str(colleague.pk), "look": "check"}
    answer = signed_in(manager).post(f"/import/{imp.pk}/spread/", chosen)
    assert answer["Location"] == f"/import/{imp.pk}/check/"
    assert "One check-in for Colleague" in look(manager, imp)


def test_nobody_but_a_manager_gives_people_away(owner: User, colleague: User) -> None:
    imp = brought(owner, [a_deal(1, owner="Colleague")])
    assert "You look after whoever is new." in look(owner, imp)
    signed_in(owner).post(f"/import/{imp.pk}/spread/", {"seller": "Colleague", "owner": str(colleague.pk)})
    assert Prospect.objects.get().owner == owner


def test_nobody_of_another_team_is_given_people(manager: User, stranger: User) -> None:
    imp = brought(manager, [a_deal(1, owner="Stranger")])
    signed_in(manager).post(f"/import/{imp.pk}/spread/", {"seller": "Stranger", "owner": str(stranger.pk)})
    assert Prospect.objects.get().owner == manager


def test_where_nothing_comes_in_there_is_no_button(owner: User) -> None:
    page = look(owner, brought(owner, [a_deal(1, status="Won")]))
    assert "Nothing was declined in it" in page
    assert "Bring them in" not in page


def test_one_that_was_not_brought_in_says_so(owner: User) -> None:
    imp = brought(owner, [a_deal(1)])
    assert "Nothing of it is saved yet." in signed_in(owner).get(f"/import/{imp.pk}/").content.decode()
    Import.objects.filter(pk=imp.pk).update(state=ImportState.GIVEN_UP)
    assert "Its files are deleted" in signed_in(owner).get(f"/import/{imp.pk}/").content.decode()


def _drawn(page: str) -> str:
    found = re.search(r'name="drawn" value="([^"]+)"', page)
    assert found
    return found[1]


def test_what_was_changed_in_another_tab_is_seen_before_it_comes_in(owner: User) -> None:
    imp = brought(owner, [a_deal(1, contact_name="", email="")])
    client, drawn = signed_in(owner), _drawn(look(owner, imp))
    note_names(imp, {"company 1": "Ingrid Solheim"})
    answer = client.post(f"/import/{imp.pk}/spread/", {"drawn": drawn}, follow=True)
    page = answer.content.decode()
    assert "It was changed meanwhile, in another tab perhaps." in page
    assert not Work.objects.exists()
    assert not Loss.objects.exists()
    assert (
        client.post(f"/import/{imp.pk}/spread/", {"drawn": _drawn(page)})["Location"] == f"/import/{imp.pk}/"
    )
    assert Prospect.objects.get().name == "Ingrid Solheim"


def test_whose_they_are_is_chosen_and_brought_in_at_one_press(manager: User, colleague: User) -> None:
    imp = brought(manager, [a_deal(1, owner="Somebody who left")])
    chosen = {"seller": "Somebody who left", "owner": str(colleague.pk), "drawn": _drawn(look(manager, imp))}
    signed_in(manager).post(f"/import/{imp.pk}/spread/", chosen)
    assert Prospect.objects.get().owner == colleague


def test_that_a_colleague_has_left_is_seen_before_it_comes_in(manager: User, colleague: User) -> None:
    imp = brought(manager, [a_deal(1, owner="Colleague")])
    client, page = signed_in(manager), look(manager, imp)
    assert "One check-in for Colleague" in page
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    chosen = {"seller": "Colleague", "owner": str(colleague.pk), "drawn": _drawn(page)}
    page = client.post(f"/import/{imp.pk}/spread/", chosen, follow=True).content.decode()
    assert "It was changed meanwhile" in page
    assert "One check-in for you" in page
    assert not Loss.objects.exists()


def test_more_than_may_come_at_once_is_said_before_it_is_pressed(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(running, "MOST_WITH_ONE_PEN", 2)
    imp = brought(owner, [a_deal(number) for number in range(3)])
    page = look(owner, imp)
    assert "3 rows would come in, and at most 2 can at once. Split the file" in page
    assert "Bring them in" not in page
    work = bring_in(imp)
    assert (work.said, work.values) == ("too_many", {"most": 2})
    assert not Loss.objects.exists()


@pytest.mark.parametrize(("vendor", "most"), [("sqlite", 10_000), ("postgresql", 50_000)])
def test_with_one_pen_for_all_fewer_come_at_once(
    vendor: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "connection", SimpleNamespace(vendor=vendor))
    assert running.most_at_once() == most


def test_large_numbers_are_grouped(owner: User) -> None:
    share = Share(owner, is_me=True, check_ins=6000, limit=6, days=[], first="a", last="b")
    assert "6,000 check-ins for you" in render_to_string("exchange/_share.html", {"share": share})
