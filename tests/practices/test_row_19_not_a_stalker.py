"""PRODUCT.md, row 19: not a stalker. The app says why it waits, when it is fine, and keeps a reason."""

from accounts.models import User
from followups.models import FollowUp, Touch
from prospects.models import Prospect
from tests.desk.reading import Element, filled_in
from tests.followups.telling import day, log, step_of
from tests.practices.desk import Desk, flowing, timeline

WHY = "Their second line starts in May"
TOO_SOON = "You wrote on 3 April. Leave them a little room. The next good day is Friday 17 April."


def be_helpful(desk: Desk) -> Element:
    """A helpful mail noted on the person's page, against a rule: the check-in is planned near to it."""
    door = f"/prospects/{Prospect.objects.get().pk}/touches/"
    typed = {"channel": "mail", "kind": "helpful", "summary": "An article", "relevance": WHY}
    blocked = desk.refused(desk.person(), door, **typed)
    return desk.send(blocked, door, override_reason="They asked for it")


def test_a_check_in_too_soon_is_told_and_moved_in_one_press(desk: Desk) -> None:
    desk.log()
    be_helpful(desk.on(day(32)))
    later = desk.on(day(36))
    page = later.row(later.person(), "check_in")
    assert TOO_SOON in flowing(page.one(id="main"))
    step = step_of(Prospect.objects.get())
    move = page.one("form", id=f"move-{step.pk}")
    assert page.one("button", form=move.attrs["id"]).text == "Move it to Friday 17 April"
    assert later.client.post(move.attrs["action"], filled_in(move)).status_code == 303
    step.refresh_from_db()
    assert (step.status, step.due_on.isoformat()) == ("open", "2026-04-17")


def test_a_person_may_override_with_a_reason_that_stands_in_the_story(desk: Desk) -> None:
    desk.log()
    be_helpful(desk.on(day(32)))
    later = desk.on(day(36))
    later.complete(later.person(), "check_in", "spoke", override_reason="She rang and asked for it")
    page = later.person()
    assert any("All the same, because: She rang and asked for it" in line for line in timeline(page))
    assert Touch.objects.get(outcome="spoke").override_reason == "She rang and asked for it"


def test_what_a_colleague_did_counts_and_says_no_more_than_that(desk: Desk, colleague: User) -> None:
    address = "ingrid@havbruk.example"
    step = step_of(log(desk.user, email=address).prospect)
    theirs = log(colleague, "I. Solheim", email=address).prospect
    FollowUp.objects.filter(prospect=theirs).delete()
    Touch.objects.create(
        team=theirs.team, prospect=theirs, by=colleague, channel="mail", direction="out", happened_on=day(40)
    )
    page = desk.on(day(45)).look(f"/followups/{step.pk}/")
    told = flowing(page.one(id="main"))
    assert "A colleague wrote on 11 April. Leave them a little room." in told
    assert "I. Solheim" not in told
    assert str(colleague) not in told


def test_a_manager_sets_how_near_is_too_near(desk: Desk, managers_desk: Desk) -> None:
    desk.log()
    be_helpful(desk.on(day(32)))
    settings = managers_desk.on(day(35))
    settings.send(settings.look("/settings/"), "/settings/contact-rules/", days_apart="4")
    later = desk.on(day(36))
    assert "Leave them a little room." not in later.row(later.person(), "check_in").text
    later.complete(later.person(), "check_in", "spoke")


def test_what_goes_out_says_why_it_matters_to_them(desk: Desk) -> None:
    page = desk.log(ask_stay_in_touch="yes", permission_channels=["mail"])
    later = desk.on(day(15))
    row = later.row(page, "value_item")
    item = FollowUp.objects.get(kind="value_item")
    refused = later.refused(row, f"/followups/{item.pk}/complete/", outcome="done")
    assert "Say in a few words why it matters to them." in refused.text
    later.complete(page, "value_item", "done", relevance=WHY)
    assert any(WHY in line for line in timeline(later.person()))


def test_before_an_agreed_day_they_have_peace_from_us(desk: Desk) -> None:
    page = desk.log(next_contact_on="2026-04-20")
    row = desk.on(day(20)).row(page, "check_in")
    said = flowing(row.one(id="main"))
    assert "You agreed on a day, and until then they have peace from us." in said
    assert "The next good day is Monday 20 April." in said
