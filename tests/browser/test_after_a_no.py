"""What a script adds after a no: mails take the words as they stand, a card goes to the printer."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from followups.kinds import Kind
from prospects.conversations import ToldBy
from prospects.models import Loss
from prospects.new_no import About, Who
from tests.followups.telling import log, open_row

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

SignedIn = Callable[..., Page]
PHONE = {"width": 390, "height": 844}
KARI = Who(name="Kari Berg", email="kari@vest.example", phone="+47 22 00 00 01")
TYPED = "Kari, one & two?\nMaren"
# Where a press would lead, without leaving the page.
HELD_BACK = "document.addEventListener('click', event => event.target.closest('a') && event.preventDefault())"


@pytest.fixture
def loss(owner: User) -> Loss:
    about = About(postal_address="Havnegata 1\n5003 Bergen")
    return log(owner, who=KARI, told_by=ToldBy.CALL, about=about)


def pressed(page: Page, name: str) -> tuple[str, str]:
    """Whom a link would write to, and what, once it was pressed."""
    link = page.get_by_role("link", name=name)
    link.click()
    parts = urlsplit(link.get_attribute("href") or "")
    return parts.path, parse_qs(parts.query)["body"][0]


def test_a_mail_and_a_message_take_the_words_as_they_were_changed(
    owner: User, loss: Loss, signed_in: SignedIn
) -> None:
    page = signed_in(owner)
    page.goto(loss.prospect.get_absolute_url())
    page.evaluate(HELD_BACK)
    page.get_by_label("To send within the hour").fill(TYPED)
    for _time in range(2):
        assert pressed(page, "As a mail") == ("kari@vest.example", "Kari, one & two?\r\nMaren")
    assert pressed(page, "As a message") == ("+4722000001", "Kari, one & two?\r\nMaren")


def test_on_a_phone_it_is_changed_sent_and_kept(owner: User, loss: Loss, signed_in: SignedIn) -> None:
    page = signed_in(owner, viewport=PHONE, has_touch=True)
    page.goto(loss.prospect.get_absolute_url())
    page.get_by_label("To send within the hour").fill(TYPED)
    page.get_by_role("button", name="I have sent it").tap()
    expect(page.get_by_role("status")).to_contain_text("Kept, as you sent it.")
    expect(page.get_by_role("button", name="I have sent it")).to_have_count(0)
    expect(page.get_by_text("Kari, one & two?")).to_be_visible()
    loss.refresh_from_db()
    assert loss.confirmation == TYPED


def test_without_script_all_of_it_works(owner: User, loss: Loss, signed_in: SignedIn) -> None:
    page = signed_in(owner, java_script_enabled=False)
    page.goto(loss.prospect.get_absolute_url())
    link = page.get_by_role("link", name="As a mail")
    assert "thank%20you%20for%20today" in (link.get_attribute("href") or "")
    expect(page.get_by_role("button", name="Copy").first).to_be_hidden()
    page.get_by_role("button", name="I have sent it").click()
    expect(page.get_by_role("status")).to_contain_text("Kept, as you sent it.")


def test_a_card_goes_to_the_printer_and_nothing_else_does(
    owner: User, loss: Loss, signed_in: SignedIn
) -> None:
    page = signed_in(owner)
    page.goto(open_row(loss.prospect, Kind.THANK_YOU).get_absolute_url())
    page.get_by_label("A draft to begin from").fill("Dear Kari,\nthank you.")
    page.get_by_role("button", name="As a card to print").click()
    page.evaluate("window.print = () => { document.title = 'printing'; }")
    page.get_by_role("button", name="Print").click()
    assert page.title() == "printing"
    page.emulate_media(media="print")
    expect(page.get_by_label("The card")).to_be_visible()
    expect(page.get_by_label("The card")).to_contain_text("Havnegata 1")
    for name in ("Print", "Put them on the card"):
        expect(page.get_by_role("button", name=name)).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_hidden()
    expect(page.get_by_role("navigation").first).to_be_hidden()


def test_a_card_is_one_page_of_a6(owner: User, loss: Loss, signed_in: SignedIn) -> None:
    page = signed_in(owner)
    page.goto(f"/followups/{open_row(loss.prospect, Kind.THANK_YOU).pk}/card/")
    pdf = page.pdf(prefer_css_page_size=True)
    assert b"/Count 1" in pdf
    assert b"/MediaBox [0 0 420 298" in pdf  # 148 by 105 mm in points
