"""The page that looks over an import: its rows and what they come to, before anything is saved."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from exchange.dates import Order
from exchange.dialects.answers import Answers
from exchange.imports.check_page import NAMES_PAGE, PAGE
from exchange.kinds import ImportState
from exchange.models import Import
from prospects.models import Loss, Organisation, Prospect
from tests.cast import MONDAY
from tests.desk.visiting import signed_in
from tests.exchange.imports.deals_brought import HEADERS, a_deal, as_csv, bring_in, brought
from tests.followups.telling import log

OTHER_HEADERS = HEADERS[:-1]  # a file without a column for whoever sold there


def look(user: User, imp: Import, query: str = "") -> str:
    answer = signed_in(user).get(f"/import/{imp.pk}/check/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_row_says_what_becomes_of_it(owner: User) -> None:
    log(owner, "Ingrid Solheim", email="person2@example.org")
    imp = brought(owner, [a_deal(1), a_deal(2), a_deal(3, contact_name="", email="", company="Isdal")])
    page = look(owner, imp)
    assert "Person 1" in page
    assert "Joins Ingrid Solheim, whom you know" in page
    assert "Somebody at Isdal" in page
    assert "New, and to be named" in page
    assert "17 June 2025" in page or "17 Jun 2025" in page


def test_looking_saves_nothing(owner: User) -> None:
    imp = brought(owner, [a_deal(1)])
    look(owner, imp)
    assert not Loss.objects.exists()
    assert not Prospect.objects.exists()


def test_what_stays_outside_is_shown_with_the_reason(owner: User) -> None:
    imp = brought(owner, [a_deal(1), a_deal(2, status="Won"), a_deal(3, status="Open")])
    page = look(owner, imp, "?show=out")
    assert "Won, stays outside" in page
    assert "Still open, stays outside" in page


def test_what_cannot_come_in_says_why_row_by_row(owner: User) -> None:
    imp = brought(owner, [a_deal(1, close_date="soon"), a_deal(2, company="x" * 201), a_deal(3)])
    page = look(owner, imp, "?show=stuck")
    assert "“soon” under Close date is no day we can read." in page
    assert "The organisation is longer than 200 characters." in page
    assert "2 rows can't come in as they are." in page.replace("&#x27;", "'")


def test_the_list_of_what_cannot_come_in_is_a_file(owner: User) -> None:
    imp = brought(owner, [a_deal(1, close_date="soon"), a_deal(2)])
    answer = signed_in(owner).get(f"/import/{imp.pk}/errors.csv")
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Disposition"] == 'attachment; filename="rows-left-out.csv"'
    assert [line.split(",")[:3] for line in text.splitlines()] == [
        ["Why", "File", "Line"],
        ["“soon” under Close date is no day we can read.", "deals-0.csv", "2"],
    ]


def test_after_it_is_in_the_list_is_still_there(owner: User) -> None:
    imp = brought(owner, [a_deal(1, close_date="soon"), a_deal(2)])
    bring_in(imp)
    answer = signed_in(owner).get(f"/import/{imp.pk}/errors.csv", follow=True)
    assert "“soon”" in b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_a_row_that_waits_for_an_answer_says_so(owner: User) -> None:
    imp = brought(owner, [a_deal(1, close_date="03/04/2025"), a_deal(2)])
    assert "“03/04/2025” under Close date may be two different days." in look(owner, imp, "?show=stuck")
    answered = brought(
        owner,
        [a_deal(1, close_date="03/04/2025")],
        answers=Answers(date_orders={"Close date": Order.DAY_FIRST}, home_currency="EUR", today=MONDAY),
    )
    assert "3 Apr" in look(owner, answered)


def test_what_came_in_before_is_said_to_be_here(owner: User) -> None:
    bring_in(brought(owner, [a_deal(1)]))
    page = look(owner, brought(owner, [a_deal(1)]))
    assert "one row of it came in before" in page


def test_where_nothing_was_declined_a_sentence_says_what_there_is(owner: User) -> None:
    imp = brought(owner, [a_deal(1, status="Won"), a_deal(2, status="Open"), a_deal(3, status="Open")])
    page = look(owner, imp)
    assert "Nothing was declined in it, so there is nothing to bring in: 2 are open, 1 was won." in page
    assert f"/import/{imp.pk}/spread/" not in page


def test_whom_the_files_do_not_name_can_be_named(owner: User) -> None:
    nobody = {"contact_name": "", "email": ""}
    imp = brought(owner, [a_deal(1, company="Isdal", **nobody), a_deal(2, company="Havbruk", **nobody)])
    assert 'value="Havbruk"' in look(owner, imp, "?show=names")
    typed = {"where": ["Isdal", "Havbruk"], "name": [" Ingrid  Solheim", ""], "page": "1"}
    answer = signed_in(owner).post(f"/import/{imp.pk}/check/", typed)
    assert (answer.status_code, answer["Location"]) == (303, f"/import/{imp.pk}/check/?show=names&page=1")
    assert 'value="Ingrid Solheim"' in look(owner, imp, "?show=names")
    imp.refresh_from_db()
    bring_in(imp)
    named = dict(Prospect.objects.values_list("name", "is_unnamed"))
    assert named == {"Ingrid Solheim": False, "Somebody at Havbruk": True}


def test_an_organisation_written_in_two_ways_is_named_once(owner: User) -> None:
    nobody = {"contact_name": "", "email": ""}
    imp = brought(owner, [a_deal(1, company="Isdal", **nobody), a_deal(2, company="ISDAL", **nobody)])
    page = look(owner, imp, "?show=names")
    assert page.count('name="where"') == 1
    assert "2 noes" in page


def test_a_name_that_is_too_long_comes_back_as_typed_and_the_others_are_kept(owner: User) -> None:
    nobody = {"contact_name": "", "email": ""}
    imp = brought(owner, [a_deal(1, **nobody), a_deal(2, **nobody)])
    typed = {"where": ["Company 1", "Company 2"], "name": ["x" * 201, "Ana Sousa"], "go": "spread"}
    answer = signed_in(owner).post(f"/import/{imp.pk}/check/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "At most 200 characters, please. This name has 201." in page
    assert f'value="{"x" * 201}" maxlength="200"' in page
    imp.refresh_from_db()
    assert imp.choices["names"] == {"company 2": "Ana Sousa"}


def test_many_rows_come_a_page_at_a_time(owner: User) -> None:
    imp = brought(owner, [a_deal(number) for number in range(PAGE + 2)])
    first, second = look(owner, imp), look(owner, imp, "?page=2")
    assert "Person 0<" in first
    assert f"Person {PAGE}<" not in first
    assert f"Person {PAGE + 1}<" in second
    assert "page=2" in first
    assert "Next page" not in second


@pytest.mark.parametrize(
    "query", ["?page=99999", "?page=x&show=y", "?page=-1", "?page=1e9", "?show=names&page=7"]
)
def test_an_address_that_makes_no_sense_still_answers(owner: User, query: str) -> None:
    look(owner, brought(owner, [a_deal(1)]), query)


def test_another_s_import_does_not_exist(owner: User, colleague: User, manager: User, stranger: User) -> None:
    imp = brought(owner, [a_deal(1)])
    for user in (colleague, manager, stranger):
        for part in ("check/", "spread/", "errors.csv", ""):
            assert signed_in(user).get(f"/import/{imp.pk}/{part}").status_code == 404


def test_an_import_that_is_in_is_looked_over_no_more(owner: User) -> None:
    imp = brought(owner, [a_deal(1)])
    bring_in(imp)
    assert imp.state == ImportState.DONE
    answer = signed_in(owner).get(f"/import/{imp.pk}/check/")
    assert (answer.status_code, answer["Location"]) == (303, f"/import/{imp.pk}/")


def test_a_file_that_cannot_be_read_leads_to_where_that_is_said(owner: User) -> None:
    imp = brought(owner, as_csv([a_deal(1)]) + b'"an open quote\n')
    for part in ("check", "spread"):
        answer = signed_in(owner).get(f"/import/{imp.pk}/{part}/")
        assert (answer.status_code, answer["Location"]) == (303, f"/import/{imp.pk}/match/")


def test_as_many_queries_for_many_rows_as_for_few(owner: User) -> None:
    few = brought(owner, [a_deal(number) for number in range(3)])
    many = brought(owner, [a_deal(number, company=f"Other {number}") for number in range(300)])
    assert _queries(owner, many) == _queries(owner, few)


def _queries(user: User, imp: Import) -> int:
    client = signed_in(user)
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        client.get(f"/import/{imp.pk}/check/")
    return len(captured)


def test_two_rows_of_one_address_both_keep_what_they_say(owner: User) -> None:
    rows = [
        a_deal(1, email="a@example.org", contact_name="Ann", company="Isdal"),
        a_deal(2, email="a@example.org", contact_name="Bob", company="Havbruk"),
        a_deal(3, email="a@example.org", contact_name="ann", company="ISDAL"),
        a_deal(4),
    ]
    imp = brought(owner, rows)
    page = look(owner, imp)
    assert page.count("Same address as Ann. What differs stays in the notes.") == 1
    assert "Bob" in page
    assert "<dt>2</dt><dd>organisations</dd>" in page
    bring_in(imp)
    assert imp.counts["organisations"] == Organisation.objects.count() == 2
    assert (imp.counts["people_new"], Prospect.objects.count()) == (2, 2)
    ann = Prospect.objects.get(email="a@example.org")
    assert (ann.name, str(ann.organisation)) == ("Ann", "Isdal")
    notes = dict(Loss.objects.values_list("deal__title", "notes"))
    assert notes["Offer 2"] == "Name or organisation in the file: Bob, Havbruk"
    assert notes["Offer 1"] == notes["Offer 3"] == ""


def test_somebody_known_keeps_their_name_and_the_no_what_the_file_says(owner: User) -> None:
    log(owner, "Ingrid Solheim", email="i@example.org", organisation="Isdal")
    imp = brought(owner, [a_deal(1, email="i@example.org", contact_name="I. Solheim", company="Havbruk")])
    bring_in(imp)
    ingrid = Prospect.objects.get()
    assert (ingrid.name, ingrid.also_called, str(ingrid.organisation)) == (
        "Ingrid Solheim",
        "I. Solheim",
        "Isdal",
    )
    notes = Loss.objects.get(deal__title="Offer 1").notes
    assert notes == "Name or organisation in the file: I. Solheim, Havbruk"
    assert imp.counts["organisations"] == 1


def test_a_number_and_a_role_that_differ_later_stay_in_the_notes(owner: User) -> None:
    headers = [*HEADERS, "Phone", "Mobile phone", "Job title"]
    rows = [
        {
            **a_deal(1, email="a@example.org"),
            "phone": "+47 22 33",
            "mobile_phone": "+47 99 88",
            "job_title": "CFO",
        },
        {
            **a_deal(2, email="a@example.org"),
            "phone": "004722 33",
            "mobile_phone": "+47 99 88",
            "job_title": "cfo",
        },
        {**a_deal(3, email="a@example.org"), "phone": "+47 55 66", "mobile_phone": "", "job_title": "CEO"},
    ]
    imp = brought(owner, as_csv([{**row, "contact_name": "Ann"} for row in rows], headers))
    page = look(owner, imp)
    assert page.count("stays in the notes.") == 1 + 2  # of another company
    assert "“+47 55 66, CEO” stays in the notes." in page
    bring_in(imp)
    ann = Prospect.objects.get()
    assert (ann.phone, ann.title) == ("+47 22 33", "CFO")
    notes = dict(Loss.objects.values_list("deal__title", "notes"))
    assert notes == {
        "Offer 1": "+47 99 88",
        "Offer 2": "+47 99 88\nName or organisation in the file: Company 2",
        "Offer 3": "Name or organisation in the file: Company 3\nAlso in the file: +47 55 66, CEO",
    }


def test_a_number_and_a_role_that_were_missing_are_filled_in(owner: User) -> None:
    headers = [*HEADERS, "Phone", "Job title"]
    log(owner, "Ingrid Solheim", email="i@example.org", organisation="Isdal")
    told = {"phone": "+47 22 33", "job_title": "CFO"}
    rows = [
        {**a_deal(number, email=email, contact_name="", company="Isdal"), **(told if number % 2 else {})}
        for number, email in enumerate(["a@example.org", "a@example.org", "i@example.org", "i@example.org"])
    ]
    imp = brought(owner, as_csv([{"phone": "", "job_title": "", **row} for row in rows], headers))
    assert "stays in the notes" not in look(owner, imp)
    bring_in(imp)
    people = Prospect.objects.values_list("email", "phone", "title")
    assert set(people) == {(email, "+47 22 33", "CFO") for email in ("a@example.org", "i@example.org")}
    assert set(Loss.objects.values_list("notes", flat=True)) == {""}


@pytest.mark.parametrize("text", ["not an email", "broken@@mail"])
def test_an_address_that_is_none_is_said_and_kept(owner: User, text: str) -> None:
    imp = brought(owner, [a_deal(1, email=text)])
    assert f"“{text}” is no e-mail address and stays in the notes." in look(owner, imp)
    bring_in(imp)
    assert Loss.objects.get().notes == f"E-mail in the file: {text}"


def test_going_on_keeps_the_names_that_were_typed(owner: User) -> None:
    imp = brought(owner, [a_deal(1, company="Isdal", contact_name="", email="")])
    page = look(owner, imp, "?show=names")
    assert 'form="names" name="go" value="spread"' in page
    assert 'id="names"' in page
    typed = {"where": "Isdal", "name": "Ingrid Solheim", "go": "spread"}
    answer = signed_in(owner).post(f"/import/{imp.pk}/check/", typed)
    assert (answer.status_code, answer["Location"]) == (303, f"/import/{imp.pk}/spread/")
    assert 'value="Ingrid Solheim"' in look(owner, imp, "?show=names")


def test_another_page_of_names_keeps_those_of_this_one(owner: User) -> None:
    nobody = {"contact_name": "", "email": ""}
    imp = brought(owner, [a_deal(number, **nobody) for number in range(NAMES_PAGE + 1)])
    assert 'form="names" name="go" value="2"' in look(owner, imp, "?show=names")
    typed = {"where": "Company 1", "name": "Ingrid Solheim", "page": "1", "go": "2"}
    answer = signed_in(owner).post(f"/import/{imp.pk}/check/", typed)
    assert answer["Location"] == f"/import/{imp.pk}/check/?show=names&page=2"
    imp.refresh_from_db()
    assert imp.choices["names"] == {"company 1": "Ingrid Solheim"}


@pytest.mark.parametrize(
    ("go", "part"),
    [("show:in", "check/?show=in"), ("show:nothing", "check/?show=names&page=1"), ("match", "match/")],
)
def test_whatever_is_pressed_keeps_the_names_that_were_typed(owner: User, go: str, part: str) -> None:
    imp = brought(owner, [a_deal(1, contact_name="", email="")])
    typed = {"where": "Company 1", "name": "Ana Sousa", "go": go}
    answer = signed_in(owner).post(f"/import/{imp.pk}/check/", typed)
    assert (answer.status_code, answer["Location"]) == (303, f"/import/{imp.pk}/{part}")
    imp.refresh_from_db()
    assert imp.choices["names"] == {"company 1": "Ana Sousa"}


def test_the_list_of_what_cannot_come_in_can_be_brought_again(owner: User) -> None:
    torn = b"D9,too,many,cells,in,this,row,for,its,columns\r\n"
    whole = as_csv([a_deal(1, close_date="soon"), a_deal(2, close_date="later")])
    header, _newline, rows = whole.partition(b"\n")
    imp = brought(owner, header + b"\n" + torn + rows, as_csv([a_deal(3, close_date="never")], OTHER_HEADERS))
    text = signed_in(owner).get(f"/import/{imp.pk}/errors.csv").content
    lines = text.decode("utf-8-sig").splitlines()
    assert lines[0] == ",".join(["Why", "File", "Line", *HEADERS])
    assert [line.count("Why") for line in lines[1:]] == [0, 0, 0, 0]
    assert ",D9,too,many," in lines[-1]
    again = text.replace(b"soon", b"2025-06-17").replace(b"later", b"2025-06-18")
    bring_in(brought(owner, again.replace(b"never", b"2025-06-19")))
    assert Loss.objects.count() == 3


def test_a_list_of_torn_rows_alone_has_their_headers(owner: User) -> None:
    imp = brought(owner, as_csv([a_deal(1)]) + b"D9,too,many,cells,in,this,row,for,its,columns\r\n")
    text = signed_in(owner).get(f"/import/{imp.pk}/errors.csv").content.decode("utf-8-sig")
    assert text.splitlines()[0] == ",".join(["Why", "File", "Line", *HEADERS])


def test_a_name_that_fits_no_column_is_shown_in_short(owner: User) -> None:
    page = look(owner, brought(owner, [a_deal(1, contact_name="x" * 600)]), "?show=stuck")
    assert "The name is longer than 200 characters." in page
    assert "x" * 199 + "…" in page


def test_a_yes_promises_no_notes(owner: User) -> None:
    rows = [a_deal(1, email="a@example.org"), a_deal(2, email="a@example.org", status="Won")]
    answers = Answers(home_currency="EUR", today=MONDAY, take_won=True)
    page = look(owner, brought(owner, rows, answers=answers))
    assert "Person 2" in page
    assert "stays in the notes" not in page
