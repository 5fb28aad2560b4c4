"""An address book on its way in: looked over group by group, and what came of it."""

from functools import cache

from django.urls import reverse
from playwright.sync_api import Page, expect

from exchange.imports.running_contacts import bring_in
from exchange.models import Import
from exchange.progress import Silent
from followups.actions import SIDE_WINDOW, add_side_prospect
from prospects.conversations import Relation
from prospects.facts import ProspectFacts
from tests.browser.house import LONG, House
from tests.exchange.people.bringing import an_import, card, staged
from tests.followups.telling import day, nine_on

KNOWN = ProspectFacts("Frode Haugen", "Fjordlaks", "Buyer", "frode@fjordlaks.example")
BOOK = b"".join(
    [
        card("Frode Haugen", "TEL:+47 22 33 44 55", "TITLE:Head of supply", email="frode@fjordlaks.example"),
        card("F. Haugen", "NOTE:Sails\\nTwo boys", organisation="Fjordlaks"),
        card("Ana Sousa", "URL:https://sousa.example", "BDAY:--02-03", organisation="Sousa e Filhos"),
        card(f"{LONG}"[:190], f"TITLE:{LONG}"[:110], organisation=f"{LONG}"[:190]),
        card(email="info@fjordlaks.example"),
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nnonsense\r\nEND:VCARD\r\n",
    ]
)


@cache
def _book(house: House) -> Import:
    owner = house.owner
    today = day(0)
    add_side_prospect(KNOWN, Relation.CLIENT, by=owner, today=today, now=nine_on(today), window=SIDE_WINDOW)
    return staged(owner, BOOK)


def _open(page: Page, house: House, group: str) -> None:
    page.goto(f"{reverse('exchange:import_people', args=[_book(house).pk])}?show={group}")


def perhaps_known(page: Page, house: House) -> None:
    _open(page, house, "possible")
    expect(page.get_by_text("Same as Frode Haugen")).to_be_visible()


def new(page: Page, house: House) -> None:
    _open(page, house, "new")


def to_complete(page: Page, house: House) -> None:
    _open(page, house, "known")


def nothing_to_do(page: Page, house: House) -> None:
    _open(page, house, "rest")


def named_at_length(page: Page, house: House) -> None:
    """A name that is too long is told beside its field, and stays there."""
    _open(page, house, "nameless")
    field = page.get_by_label("Name", exact=True)
    field.evaluate("field => field.removeAttribute('maxlength')")
    field.fill("x" * 201)
    page.get_by_role("button", name="Keep what is chosen").last.click()
    expect(page.get_by_text("At most 200 characters.")).to_be_visible()


def to_be_read(page: Page, house: House) -> None:
    page.goto(reverse("exchange:import_people", args=[an_import(house.owner, BOOK).pk]))


def brought_in(page: Page, house: House) -> None:
    begun = staged(house.owner, card("Somebody Quite New"))
    bring_in(begun, house.owner, Silent(), nine_on(day(0)))
    page.goto(reverse("exchange:import_people", args=[begun.pk]))
