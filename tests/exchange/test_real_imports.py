"""Exports of real CRMs, brought in page by page: none lost on the way, none invented, none twice."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from time_machine import Traveller

from accounts.models import User
from exchange.models import Import, ImportedRow
from followups.kinds import Kind
from followups.models import FollowUp
from prospects.models import Deal, Loss, Organisation, Prospect
from tests.exchange.real_files import rows_of
from tests.exchange.wizard import Wizard
from tests.followups.telling import nine_on
from tests.shared_files import shared_file

pytestmark = pytest.mark.django_db

MAVEN = ("maven_sales_pipeline", "sales_pipeline.csv", "accounts.csv")
HUBSPOT = ("hubspot_sample", "hubspot_deals.csv", "hubspot_contacts.csv", "hubspot_companies.csv")
SALESFORCE = ("salesforce_sample", "Opportunity.csv", "Contact.csv", "Account.csv")
NOTHING = ("salesforce_nothing_lost", "Opportunity.csv", "Contact.csv", "Account.csv")
PIPEDRIVE = ("pipedrive_sample", "pipedrive-deals-export.csv")


@pytest.fixture(autouse=True)
def today(clock: Traveller) -> date:
    """A day after all of them were written."""
    day = date(2026, 11, 30)
    clock.move_to(nine_on(day))
    return day


def begin(user: User, folder: str, *names: str) -> Wizard:
    return Wizard.begin(user, *(shared_file("deals", folder, name) for name in names))


def check_ins() -> int:
    return FollowUp.objects.filter(kind=Kind.CHECK_IN).count()


def test_maven_s_2473_noes_of_85_organisations(owner: User) -> None:
    wizard = begin(owner, *MAVEN)
    assert (wizard.said, wizard.asked) == ("", [])
    page = wizard.answer().page.one("main").text
    assert "Come in 2,473" in page
    assert "To be named 85" in page
    assert not Loss.objects.exists()
    wizard.bring_in()
    assert Loss.objects.count() == ImportedRow.objects.count() == 2473
    assert Organisation.objects.count() == Prospect.objects.count() == check_ins() == 85
    assert set(Prospect.objects.values_list("is_unnamed", flat=True)) == {True}
    by_name = {row["opportunity_id"]: row for row in rows_of("deals", MAVEN[0], MAVEN[1])}
    lost = sorted(row["account"] for row in by_name.values() if row["deal_stage"] == "Lost")
    assert sorted(Loss.objects.values_list("prospect__organisation__name", flat=True)) == lost
    assert set(Loss.objects.values_list("deal__title", flat=True)) <= {
        row["product"] for row in by_name.values()
    }


def test_hubspot_s_69_noes_each_with_their_person(owner: User) -> None:
    wizard = begin(owner, *HUBSPOT)
    assert wizard.asked == ["reason"] * 5
    wizard.answer().bring_in()
    assert Loss.objects.count() == 69
    contacts = {row["Email"].lower() for row in rows_of("deals", HUBSPOT[0], HUBSPOT[2])}
    said = {
        (row["Deal Name"], row["Associated Contact Email"].lower())
        for row in rows_of("deals", HUBSPOT[0], HUBSPOT[1])
        if row["Deal Stage"] == "Closed Lost"
    }
    assert set(Loss.objects.values_list("deal__title", "prospect__email")) == said
    assert {email for _title, email in said} <= contacts
    assert not Prospect.objects.filter(is_unnamed=True).exists()
    assert not Loss.objects.filter(prospect__organisation=None).exists()
    assert set(Deal.objects.values_list("currency", flat=True)) == {owner.team.currency}


def test_salesforce_s_8_noes_and_which_days_they_are_is_asked_once(owner: User) -> None:
    wizard = begin(owner, *SALESFORCE)
    assert wizard.asked == ["date_order"]
    wizard.answer().bring_in()
    assert Loss.objects.count() == 8
    days = {date(2024, 2, 3), date(2026, 3, 31), date(2026, 2, 23)}
    assert set(Loss.objects.values_list("said_on", flat=True)) == days


def test_day_first_they_are_other_days(owner: User) -> None:
    begin(owner, *SALESFORCE).answer(date_order="day_first").bring_in()
    assert date(2024, 3, 2) in set(Loss.objects.values_list("said_on", flat=True))


@pytest.mark.parametrize(("paths", "deals"), [(NOTHING, 58), (PIPEDRIVE, 6)])
def test_where_nothing_was_declined_a_sentence_says_so(
    owner: User, paths: tuple[str, ...], deals: int
) -> None:
    wizard = begin(owner, *paths)
    said = f"There is nothing to bring in: none of the {deals} deals was declined."
    assert said in wizard.page.one("main").text
    assert said in wizard.answer().page.one("main").text
    page = wizard.look("spread/")
    assert not [form for form in page.all("form") if form.attrs.get("action", "").endswith("spread/")]
    wizard.client.post(f"{wizard.address}spread/")
    assert not Loss.objects.exists()
    assert not Prospect.objects.exists()


@pytest.mark.parametrize("paths", [MAVEN, HUBSPOT, SALESFORCE], ids=lambda paths: paths[0])
def test_a_second_import_adds_nothing(owner: User, paths: tuple[str, ...]) -> None:
    begin(owner, *paths).answer().bring_in()
    counts = everything()
    again = begin(owner, *paths).answer()
    assert "Nothing new" in again.look("check/").one("main").text
    page = again.look("spread/")
    assert not [form for form in page.all("form") if form.attrs.get("action", "").endswith("spread/")]
    again.client.post(f"{again.address}spread/")
    assert everything() == counts


def everything() -> list[int]:
    return [model.objects.count() for model in (Loss, Deal, Prospect, Organisation, FollowUp, ImportedRow)]


def test_hubspot_s_files_come_as_one_workbook_too(owner: User) -> None:
    book = openpyxl.Workbook(write_only=True)
    for name in HUBSPOT[1:]:
        rows = rows_of("deals", HUBSPOT[0], name)
        sheet = book.create_sheet(Path(name).stem)
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(list(row.values()))
    stream = io.BytesIO()
    book.save(stream)
    wizard = Wizard.begin(owner, ("hubspot.xlsx", stream.getvalue()))
    assert wizard.asked == ["reason"] * 5
    wizard.answer().bring_in()
    assert Loss.objects.count() == 69
    assert not Prospect.objects.filter(is_unnamed=True).exists()


def test_when_it_is_in_its_files_are_gone(owner: User) -> None:
    begin(owner, *SALESFORCE).answer().bring_in()
    imp = Import.objects.get()
    assert (imp.answers, imp.choices, imp.files.count()) == ({}, {}, 0)
