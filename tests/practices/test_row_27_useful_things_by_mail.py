"""PRODUCT.md, row 27: useful things by mail, after one glance or by themselves, within what was agreed."""

from nurture.models import Sending
from nurture.proposing import propose_due
from tests.desk.reading import Element, filled_in, form_to, read
from tests.followups.telling import day, nine_on
from tests.nurture.stage import complete, leave
from tests.practices.desk import Desk, flowing
from tests.practices.test_row_26_what_would_help_them import add

QUEUE = "/mail/useful/"


def agreed(desk: Desk, **more: str) -> None:
    """Somebody who wants a useful thing by mail now and then, and said so in writing."""
    complete(desk.user.team)
    desk.log(
        topics="Less waste", email="ingrid@example.org", permission_channels=["mail"],
        permission_strength="confirmed", **more,
    )  # fmt: skip


def press(desk: Desk, page: Element, act: str, **typed: str) -> Element:
    """Press a button of the glance."""
    address = f"{QUEUE}{Sending.objects.get().pk}/"
    fields = {**filled_in(form_to(page, address)), "act": act, **typed}
    return read(desk.client.post(address, fields, follow=True))


def test_what_is_due_waits_for_a_glance_and_then_leaves(desk: Desk) -> None:
    add(desk, "A scrap diary", "Less waste")
    agreed(desk)
    propose_due(nine_on(day(16)))
    later = desk.on(day(16))
    section = later.look("/").one("section", data_section="glance")
    page = later.look(section.one("a").attrs["href"])
    assert "cares about “Less waste”" in flowing(page.one(id="main"))
    press(later, page, "send", relevance="You wanted less scrap.")
    [sent] = leave(day(16))
    assert "You wanted less scrap." in sent.body
    assert "/unsubscribe/" in sent.body
    assert "Something useful" in flowing(later.person())


def test_not_this_one_and_taken_back(desk: Desk) -> None:
    add(desk, "A scrap diary", "Less waste")
    agreed(desk)
    propose_due(nine_on(day(16)))
    later = desk.on(day(16))
    page = press(later, later.look(QUEUE), "decline")
    page = later.send(page, f"{QUEUE}{Sending.objects.get().pk}/take-back/")
    assert "A scrap diary" in flowing(page.one(id="main"))


def test_chosen_on_a_persons_page_it_passes_the_same_glance(desk: Desk) -> None:
    add(desk, "A scrap diary", "Less waste")
    agreed(desk)
    later = desk.on(day(16))
    block = later.person().one("section", aria_labelledby="useful-h")
    page = later.look(next(link.attrs["href"] for link in block.all("a") if "Send it" in link.text))
    door = next(
        form.attrs["action"] for form in page.all("form") if form.attrs.get("action", "").endswith("/useful/")
    )
    page = later.send(page, door)
    assert "This is how it arrives" in flowing(page.one(id="main"))


def test_by_itself_as_often_as_they_agreed(desk: Desk) -> None:
    add(desk, "A scrap diary", "Less waste")
    agreed(desk, permission_every="6")
    page = desk.person()
    door = next(
        form.attrs["action"]
        for form in page.all("form")
        if form.attrs.get("action", "").endswith("/automatic/")
    )
    page = desk.send(page, door)
    assert "by itself every 6 weeks" in flowing(page.one("section", aria_labelledby="auto-h"))
    propose_due(nine_on(day(16)))
    [_sent] = leave(day(16))
    later = desk.on(day(17))
    item = later.look("/library/").one("a", class_="p-i")
    assert "Mailed by the app once" in flowing(later.look(item.attrs["href"]).one(id="main"))
