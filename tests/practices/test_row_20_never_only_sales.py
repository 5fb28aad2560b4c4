"""PRODUCT.md, row 20: helpful, personal or a pitch; give before you ask."""

from followups.models import Touch
from prospects.models import Prospect
from tests.desk.reading import Element
from tests.followups.telling import day
from tests.practices.desk import Desk, flowing, timeline

WHY = "Their second line starts in May"


def door() -> str:
    return f"/prospects/{Prospect.objects.get().pk}/touches/"


def touch(desk: Desk, kind: str, **typed: str) -> Element:
    """One line on the person's page: a mail of ours, of some kind."""
    typed = {"channel": "mail", "kind": kind, "summary": f"something {kind}", "relevance": WHY, **typed}
    return desk.send(desk.person(), door(), **typed)


def test_the_person_s_page_offers_the_three_kinds(desk: Desk) -> None:
    form = desk.log().one("form", action=door())
    offered = {option.attrs["value"] for option in form.one("select", name="kind").all("option")}
    assert offered == {"helpful", "personal", "pitch"}


def test_a_note_in_one_line_stands_in_the_story(desk: Desk) -> None:
    desk.log()
    page = desk.send(desk.person(), door(), summary="Met her deputy at the fair")
    assert any("Note" in line and "Met her deputy at the fair" in line for line in timeline(page))
    row = Touch.objects.get(loss__isnull=True)
    assert (row.channel, row.is_two_way) == ("note", False)


def test_each_kind_is_kept_and_shown_with_why_it_mattered(desk: Desk) -> None:
    desk.log()
    page = touch(desk.on(day(16)), "helpful")
    row = Touch.objects.get(loss__isnull=True)
    assert (row.kind, row.relevance, row.channel, row.direction) == ("helpful", WHY, "mail", "out")
    assert any("Helpful" in line and WHY in line for line in timeline(page))


def test_what_goes_out_to_be_of_use_says_why_it_matters_to_them(desk: Desk) -> None:
    desk.log()
    later = desk.on(day(16))
    page = later.refused(later.person(), door(), channel="mail", kind="helpful", summary="An article")
    assert "Say in a few words why it matters to them." in page.text
    assert "An article" in page.one("form", action=door()).one("input", name="summary").attrs["value"]


def test_a_pitch_is_blocked_until_two_helpful_things_were_given(desk: Desk) -> None:
    desk.log()
    page = desk.person()
    assert "Nothing helpful so far. 2 more, then an offer is fine." in flowing(page.one(id="main"))
    typed = {"channel": "mail", "kind": "pitch", "summary": "Our offer", "relevance": WHY}
    blocked = desk.refused(page, door(), **typed)
    assert "First be of use to them 2 more times, then make an offer." in flowing(blocked.one(id="main"))
    assert not Touch.objects.filter(kind="pitch").exists()
    touch(desk, "helpful")
    page = touch(desk.on(day(14)), "helpful")
    assert "2 helpful things so far. An offer is fine now." in flowing(page.one(id="main"))
    desk.on(day(45)).complete(page, "check_in", "spoke")
    page = touch(desk.on(day(60)), "pitch")
    assert Touch.objects.get(kind="pitch").happened_on == day(60)
    assert "Nothing helpful since the last offer." in flowing(page.one(id="main"))


def test_a_person_may_do_it_all_the_same_with_a_reason_that_is_kept(desk: Desk) -> None:
    desk.log()
    later = desk.on(day(16))
    typed = {"channel": "mail", "kind": "pitch", "summary": "Our offer", "relevance": WHY}
    blocked = later.refused(later.person(), door(), **typed)
    page = later.send(blocked, door(), override_reason="She asked for the price list")
    assert Touch.objects.get(kind="pitch").override_reason == "She asked for the price list"
    assert "She asked for the price list" in flowing(page.one(id="main"))


def test_a_kept_promise_and_something_useful_are_helpful(desk: Desk) -> None:
    page = desk.log(promise="the checklist", ask_stay_in_touch="yes", permission_channels=["mail"])
    desk.on(day(14)).complete(page, "promise", "done", kept="yes", relevance=WHY)
    desk.on(day(15)).complete(page, "value_item", "done", relevance=WHY)
    assert list(Touch.objects.filter(kind="helpful").values_list("happened_on", flat=True)) == [
        day(14),
        day(15),
    ]
    assert "An offer is fine now." in flowing(desk.on(day(16)).person().one(id="main"))


def test_when_we_spoke_the_check_in_moves(desk: Desk) -> None:
    desk.log()
    later = desk.on(day(10))
    page = later.send(later.person(), door(), channel="call", spoke="on", summary="She rang back")
    assert "The check-in moves to" in page.text


def test_a_touch_is_taken_back_from_the_story(desk: Desk) -> None:
    desk.log()
    page = desk.send(desk.person(), door(), summary="On the wrong page")
    undo = next(
        form for form in page.all("form", method="post") if "/changes/" in form.attrs.get("action", "")
    )
    page = desk.send(page, undo.attrs["action"])
    assert not Touch.objects.filter(loss__isnull=True).exists()
    assert "On the wrong page" not in flowing(page.one(id="main"))
