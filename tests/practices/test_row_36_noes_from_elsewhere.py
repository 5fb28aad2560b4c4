"""PRODUCT.md, row 36: noes of another program come in: matched, looked over, all or nothing, spread out."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from prospects.models import Loss
from tests.desk.reading import Element, filled_in, form_to, read
from tests.followups.telling import day
from tests.practices.desk import Desk, planned

HEADER = "Deal,Contact,Email,Company,Stage,Close date,Amount,Reason\n"
OLD = "".join(
    f"Offer {n},Person {n},p{n}@example.org,Company {n},Lost,2025-06-{n + 1:02},1000,No budget\n"
    for n in range(20)
)
OTHERS = "Open one,Ola,,Berg,Open,2025-06-01,5,\nWon one,Ada,,Ek,Won,2025-06-01,5,\n"


def upload(desk: Desk, text: str) -> tuple[str, Element]:
    """Choose a file on the page that Prospects leads to; where the import is, and the page of its columns."""
    assert "/import/" in {link.attrs["href"] for link in desk.look("/prospects/").all("a", href=True)}
    form = form_to(desk.look("/import/"), "/import/")
    file = SimpleUploadedFile("deals.csv", text.encode())
    answer = desk.client.post("/import/", {**filled_in(form), "files": file}, follow=True)
    return answer.redirect_chain[-1][0].removesuffix("match/"), read(answer)


def checked(desk: Desk, text: str) -> str:
    """Send the columns as they are proposed; where the import is."""
    address, page = upload(desk, text)
    fields = filled_in(form_to(page, f"{address}match/"))
    answer = desk.client.post(f"{address}match/", {**fields, "act": "check"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{address}check/", read(answer).one("main").text
    return address


def bring_in(desk: Desk, text: str) -> Element:
    """All four steps; the page that says what came of it."""
    address = checked(desk, text)
    fields = filled_in(form_to(desk.look(f"{address}spread/"), f"{address}spread/"))
    return read(desk.client.post(f"{address}spread/", fields, follow=True))


def test_nothing_is_written_before_the_last_step_and_then_all_of_it(desk: Desk) -> None:
    address = checked(desk, HEADER + OLD + OTHERS)
    page = desk.look(f"{address}check/").one("main").text
    assert "Come in 20" in page
    assert "Stay outside 2" in page
    desk.look(f"{address}spread/")
    assert not Loss.objects.exists()
    came = bring_in(desk, HEADER + OLD + OTHERS)
    assert "20 noes are in" in came.one("main").text
    assert Loss.objects.count() == 20


def test_old_noes_get_one_check_in_each_at_most_six_a_day(desk: Desk) -> None:
    bring_in(desk, HEADER + OLD)
    days: list[str] = []
    for number in range(20):
        rows = planned(desk.person(f"Person {number}"))
        assert set(rows) == {"check_in"}
        days += rows["check_in"]
    assert max(map(days.count, days)) == 6
    assert min(days) > day(0).isoformat()
    assert max(days) < (day(0) + timedelta(weeks=2)).isoformat()


def test_the_same_file_again_adds_nothing(desk: Desk) -> None:
    bring_in(desk, HEADER + OLD)
    address = checked(desk, HEADER + OLD)
    assert "20 rows of it came in before" in desk.look(f"{address}check/").one("main").text
    desk.client.post(f"{address}spread/")
    assert Loss.objects.count() == 20


def test_a_row_that_cannot_come_in_comes_back_with_its_reason(desk: Desk) -> None:
    address = checked(desk, f"{HEADER}Fine,Ana,,Sousa,Lost,2025-06-01,5,\nOdd,Bo,,Dahl,Lost,one day,5,\n")
    desk.look(f"{address}check/")
    answer = desk.client.get(f"{address}errors.csv")
    text = b"".join(answer).decode()
    assert "Odd" in text
    assert "one day" in text
    assert "Fine" not in text


def test_whoever_opted_out_there_is_left_alone_here(desk: Desk) -> None:
    bring_in(
        desk,
        "Deal,Contact,Email,Company,Stage,Close date,Do not contact\n"
        "Pumps,Ingrid Solheim,i@example.org,Isdal,Lost,2025-06-01,yes\n",
    )
    page = desk.person()
    assert planned(page) == {}
