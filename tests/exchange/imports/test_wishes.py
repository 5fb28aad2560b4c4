"""Opt-outs of another program hold here; its permissions count with their day and source alone."""

from datetime import date

import pytest

from accounts.models import User
from exchange.imports.check_words import facts_of
from exchange.imports.choices import choices_of
from exchange.imports.reading import answers_of, read_deals
from exchange.imports.sorting import Sorter
from exchange.imports.summary import summed
from followups.models import FollowUpPlan
from prospects.conversations import PermissionChannel, PermissionStrength
from prospects.models import Permission, Prospect
from tests.cast import MONDAY
from tests.exchange.imports.deals_brought import a_deal, as_csv, bring_in, brought

pytestmark = pytest.mark.django_db

PEOPLE = (
    b"Contact ID,First Name,Last Name,Email,Email opt out,Do not call,Consent,Consent date,Consent source\n"
)


def bring(owner: User, row: str) -> Prospect:
    """One deal, and the row of its person in another file."""
    deals = as_csv([a_deal(1, email="h@dahl.example")])
    person = f"1,Henrik,Dahl,h@dahl.example,{row}\n".encode()
    bring_in(brought(owner, deals, PEOPLE + person))
    return Prospect.objects.get()


def said(person: Prospect) -> set[tuple[str, bool, date, str]]:
    rows = Permission.objects.filter(prospect=person)
    return {(row.channel, row.is_granted, row.given_on, row.words) for row in rows}


def test_whoever_opted_out_of_mail_gets_none(owner: User) -> None:
    person = bring(owner, "TRUE,,,,")
    assert said(person) == {
        (PermissionChannel.MAIL, False, MONDAY, "Email opt out: TRUE"),
        (PermissionChannel.NEWSLETTER, False, MONDAY, "Email opt out: TRUE"),
    }
    assert FollowUpPlan.objects.active().filter(prospect=person).exists()


def test_whoever_wants_neither_mail_nor_calls_is_left_alone(owner: User) -> None:
    person = bring(owner, "TRUE,1,,,")
    assert person.asked_to_stop_on == MONDAY
    assert not FollowUpPlan.objects.active().filter(prospect=person).exists()


def test_a_permission_comes_with_its_day_and_source_and_lets_nothing_be_sent_by_itself(owner: User) -> None:
    person = bring(owner, ",,yes,2025-04-03,Fair in Hanover")
    assert said(person) == {(PermissionChannel.MAIL, True, date(2025, 4, 3), "Fair in Hanover")}
    assert Permission.objects.get().strength == PermissionStrength.SAID


@pytest.mark.parametrize("row", [",,yes,,", ",,yes,2025-04-03,", ",,yes,,Fair", ",,,2025-04-03,Fair", ",,,,"])
def test_without_them_there_is_none(owner: User, row: str) -> None:
    assert said(bring(owner, row)) == set()


def test_what_they_told_us_themselves_is_not_undone_by_an_old_permission(owner: User) -> None:
    bring(owner, "TRUE,,,,")
    deals = as_csv([a_deal(2, email="h@dahl.example")])
    again = PEOPLE + b"1,Henrik,Dahl,h@dahl.example,,,yes,2025-04-03,Fair\n"
    bring_in(brought(owner, deals, again))
    assert not Permission.objects.filter(is_granted=True).exists()


def test_two_deals_of_one_person_say_it_once(owner: User) -> None:
    deals = as_csv([a_deal(number, email="h@dahl.example") for number in (1, 2)])
    bring_in(brought(owner, deals, PEOPLE + b"1,Henrik,Dahl,h@dahl.example,TRUE,,,,\n"))
    assert Permission.objects.count() == 2


def test_before_they_come_in_wishes_are_counted(owner: User) -> None:
    deals = as_csv([a_deal(number, email=f"p{number}@dahl.example") for number in range(4)])
    rows = ("TRUE,,,,", ",,yes,2025-04-03,Fair", ",,yes,,", ",,,,")
    people = "".join(f"{n},Ola,Berg,p{n}@dahl.example,{row}\n" for n, row in enumerate(rows))
    imp = brought(owner, deals, PEOPLE + people.encode())
    sorted_rows = Sorter(owner, choices_of(imp)).sort(read_deals(imp, answers_of(imp, owner, MONDAY)))
    facts = {words: count for count, words in facts_of(summed(sorted_rows))}
    assert facts["opted out, which holds here"] == "1"
    assert facts["permission"] == "1"
    assert facts["permission without a day or a source, not taken over"] == "1"
