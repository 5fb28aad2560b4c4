"""Every figure as a file: the numbers of the page, English headers that stay, nobody else's."""

import csv
import io

import pytest
from django.test import Client

from accounts.models import User
from insights.figures_csv import FIGURES
from prospects.models import LossReason
from tests.desk.visiting import signed_in
from tests.followups.telling import day
from tests.insights.heard import back, heard, reason_of

pytestmark = pytest.mark.usefixtures("clock")


def table(client: Client, figure: str, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"/insights/csv/{figure}/{query}")
    assert response["Content-Disposition"] == f'attachment; filename="lost-deals-{figure}.csv"'
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture
def three(owner: User) -> None:
    reason = reason_of(owner)
    LossReason.objects.filter(pk=reason.pk).update(label="=HYPERLINK(0)")
    back(heard(owner, "A", day(-90), worth=1000, reason_id=reason.pk), day(-50))
    heard(owner, "B", day(-90), worth=500, reason_id=reason.pk)
    heard(owner, "C", day(-20), worth=70, currency="USD")


def test_why(desk: Client, three: None) -> None:
    assert table(desk, "why") == [
        {"kind_of_no": "not_a_priority", "reason": "'=HYPERLINK(0)", "noes": "2"},
        {"kind_of_no": "not_a_priority", "reason": "", "noes": "1"},
    ]


def test_money(desk: Client, three: None) -> None:
    first, second = table(desk, "money")
    assert list(first.values()) == ["not_a_priority", "'=HYPERLINK(0)", "EUR", "1500.00", "2"]
    assert list(second.values()) == ["not_a_priority", "", "USD", "70.00", "1"]


def test_win_back(desk: Client, three: None) -> None:
    first, second = table(desk, "win-back")
    assert (first["came_back"], first["of"], second["came_back"], second["of"]) == ("1", "2", "0", "1")
    assert float(first["range_low"]) < 0.5 < float(first["range_high"])


def test_time_to_yes(desk: Client, three: None) -> None:
    steps = [(row["days_since_no"], row["still_followed"]) for row in table(desk, "time-to-yes")]
    assert steps == [("20", "3"), ("40", "2"), ("90", "1")]
    assert table(desk, "time-to-yes")[1]["share_back"] == "0.5"


def test_months(desk: Client, three: None) -> None:
    months = {row["month"]: (row["noes"], row["came_back"]) for row in table(desk, "months")}
    assert len(months) == 12
    assert months["2025-12"] == ("2", "0")
    assert months["2026-01"] == ("0", "1")
    assert months["2026-02"] == ("1", "0")


@pytest.mark.parametrize("figure", sorted(FIGURES))
def test_nobody_saves_the_figures_of_others(
    three: None, colleague: User, stranger: User, figure: str
) -> None:
    for nobody in (colleague, stranger):
        response = signed_in(nobody).get(f"/insights/csv/{figure}/?whose=team&period=all")
        assert "HYPERLINK" not in response.content.decode()
        assert "1000" not in response.content.decode()


def test_there_is_no_file_of_what_is_no_figure(desk: Client) -> None:
    assert desk.get("/insights/csv/everything/").status_code == 404
