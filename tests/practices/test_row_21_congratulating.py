"""PRODUCT.md, row 21: a winner we know, a person who moved; staying friendly is a touch too."""

from datetime import date

from followups.kinds import Kind
from followups.models import FollowUp, Touch
from prospects.models import Prospect
from tests.followups.telling import day
from tests.practices.desk import Desk, planned, timeline


def test_a_winner_we_know_is_congratulated_after_thirty_days_once_ticked(desk: Desk) -> None:
    page = desk.log(conversation="competitor_chosen", competitors="Kaltenbach", ask_congratulate="yes")
    due = date.fromisoformat(planned(page)[Kind.CONGRATULATE][0])
    assert due >= day(30)
    later = desk.on(due)
    assert "ongratulate" in later.row(later.look("/"), Kind.CONGRATULATE).one("h1").text
    later.complete(later.look("/"), Kind.CONGRATULATE, "done", relevance="Their first project together")
    touch = Touch.objects.get(follow_up__kind=Kind.CONGRATULATE)
    assert (touch.kind, touch.relevance) == ("personal", "Their first project together")
    assert any("Congratulated" in line for line in timeline(later.person()))


def test_without_the_tick_nobody_is(desk: Desk) -> None:
    assert Kind.CONGRATULATE not in planned(desk.log(conversation="competitor_chosen"))


def test_somebody_who_moved_on_is_congratulated_in_their_new_place(desk: Desk) -> None:
    page = desk.log()
    desk.on(day(45)).complete(page, Kind.CHECK_IN, "left_company", new_employer="Nordlaks")
    row = FollowUp.objects.get(kind=Kind.CONGRATULATE)
    assert row.prospect.name == "Ingrid Solheim"
    assert row.due_on >= day(75)
    page = desk.on(day(45)).person("Ingrid Solheim")
    assert planned(page)[Kind.CONGRATULATE] == [row.due_on.isoformat()]
    assert Kind.CHECK_IN not in planned(page)


def test_a_friendly_line_to_them_is_a_touch_of_its_own(desk: Desk) -> None:
    desk.log()
    later = desk.on(day(20))
    door = f"/prospects/{Prospect.objects.get().pk}/touches/"
    page = later.send(
        later.person(), door, channel="letter", kind="personal", summary="Well done on the new job",
        relevance="She heads the plant now",
    )  # fmt: skip
    assert any("Sent a letter" in line and "Well done on the new job" in line for line in timeline(page))
    assert Touch.objects.get(loss__isnull=True).kind == "personal"
