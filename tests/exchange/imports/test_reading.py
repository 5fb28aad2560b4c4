"""What the files of an import hold."""

import pytest

from accounts.models import User
from exchange.dates import Order
from exchange.dialects.answers import Answers, Ask, DealRow, Question
from exchange.imports.reading import answers_of, layout_of, open_rows, read_deals
from exchange.lost import Outcome
from exchange.models import Import
from exchange.tables.table import Misfit
from tests.cast import MONDAY
from tests.exchange.imports.bringing import DEALS, bring

pytestmark = pytest.mark.django_db

PEOPLE = "Record ID,First Name,Last Name,Email,Title\n9,Ana,Sousa,ana@sousa.example,Buyer\n"


def deals(imp: Import, user: User) -> list[DealRow]:
    rows = [row.read for row in read_deals(imp, answers_of(imp, user, MONDAY))]
    return [read for read in rows if isinstance(read, DealRow)]


def test_a_file_says_whose_it_is_and_what_its_rows_are(owner: User) -> None:
    file = bring(owner, DEALS).files.get()
    assert layout_of(file).dialect.code == "by_hand"
    with open_rows(file) as table:
        assert [column.name for column in table.columns][:2] == ["Deal ID", "Deal"]
        assert len(list(table.rows())) == 3


def test_a_row_is_read_with_its_line_its_cells_and_what_it_is_known_by(owner: User) -> None:
    imp = bring(owner, DEALS.replace("No budget", ""))
    first, second, third = read_deals(imp, answers_of(imp, owner, MONDAY))
    assert (first.line, first.cells["Contact"]) == (2, "Henrik Dahl")
    assert isinstance(first.read, DealRow)
    assert len(first.key) == 64
    assert isinstance(second.read, list)
    assert isinstance(second.read[0], Question)
    assert (second.read[0].ask, second.key) == (Ask.REASON, "")
    assert isinstance(third.read, DealRow)
    assert (third.read.outcome, third.key) == (Outcome.WON, "")


def test_the_columns_settle_what_they_prove(owner: User) -> None:
    imp = bring(owner, "Deal,Contact,Lost date\nA,Ana,03/04/2025\nB,Ben,13/04/2025\nC,Cem,14/04/2025\n")
    assert answers_of(imp, owner, MONDAY).date_orders == {"Lost date": Order.DAY_FIRST}


def test_money_without_a_currency_is_the_team_s(owner: User) -> None:
    imp = bring(owner, DEALS.replace("No budget", ""))
    assert deals(imp, owner)[0].currency == owner.team.currency


def test_a_row_that_does_not_fit_its_columns_is_told_with_its_line(owner: User) -> None:
    imp = bring(owner, DEALS + "4,Door,Eva,Eva AG,2025-05-02,100,,Lost,and,more\r\n")
    row = list(read_deals(imp, Answers()))[-1]
    assert (row.line, row.cells, row.key) == (5, {}, "")
    assert isinstance(row.read, Misfit)


def test_a_deal_finds_its_person_in_another_file(owner: User) -> None:
    imp = bring(owner, "Deal,Email,Lost date,Stage\nRoof,ana@sousa.example,2025-04-11,Lost\n", PEOPLE)
    (deal,) = deals(imp, owner)
    assert (deal.person.name, deal.person.job) == ("Ana Sousa", "Buyer")
