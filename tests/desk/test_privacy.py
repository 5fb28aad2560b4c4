"""What is stored about somebody: taken as a file, erased after a look at it, kept as long as agreed."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from accounts.changes import Change
from accounts.models import Team, User
from desk.erasing import erase
from followups.actions import announce_erasures
from followups.models import ErasureNotice
from outbox.models import Delivery
from prospects.models import Prospect
from tests.cast import NINE
from tests.desk.reading import described_by, filled_in, form_to, read, said
from tests.desk.visiting import signed_in
from tests.followups.being_away import away
from tests.followups.telling import log, nine_on
from tests.followups.test_retaining import gone_quiet
from tests.security.tables import everything_stored

RETENTION = "/settings/retention/"
YEAR_LATER = date(2027, 3, 20)


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return log(owner, email="ingrid@havbruk.example", in_their_words="Not this year.").prospect


@pytest.fixture
def office(manager: User) -> Client:
    return signed_in(manager)


def test_a_persons_page_leads_there(office: Client, desk: Client, ingrid: Prospect) -> None:
    for client in (office, desk):
        page = read(client.get(f"/prospects/{ingrid.pk}/"))
        assert page.all("a", href=f"/prospects/{ingrid.pk}/privacy/")


def test_the_file_is_taken_there_and_a_look_before_is_asked_for(desk: Client, ingrid: Prospect) -> None:
    page = read(desk.get(f"/prospects/{ingrid.pk}/privacy/"))
    assert "Look through it before you hand it over" in page.text
    (link,) = page.all("a", href=f"/prospects/{ingrid.pk}/export/")
    assert desk.get(link.attrs["href"])["Content-Type"] == "application/zip"
    assert "A manager of your team can do that." in page.text


def test_who_stands_in_is_not_shown_what_is_stored(owner: User, colleague: User, ingrid: Prospect) -> None:
    away(owner, 1, 60, colleague)
    client = signed_in(colleague)
    page = read(client.get(f"/prospects/{ingrid.pk}/"))
    assert not page.all("a", href=f"/prospects/{ingrid.pk}/privacy/")
    assert client.get(f"/prospects/{ingrid.pk}/privacy/").status_code == 403


def test_the_confirm_page_says_what_goes_and_what_stays_and_changes_nothing(
    office: Client, owner: User, ingrid: Prospect
) -> None:
    log(owner, "Piet Claes", notes="Ingrid Solheim knows him.")
    before = everything_stored()
    page = read(office.get(f"/prospects/{ingrid.pk}/erase/"))
    assert everything_stored() == before
    assert "1 no, with everything said" in page.text
    assert "A mark of their address" in page.text
    assert [link.text for link in page.one("main").all("a") if link.text == "Piet Claes"] == ["Piet Claes"]


def test_one_press_erases_for_good(office: Client, manager: User, ingrid: Prospect) -> None:
    address = f"/prospects/{ingrid.pk}/erase/"
    form = form_to(read(office.get(address)), address)
    page = read(office.post(address, filled_in(form), follow=True))
    assert "Erased. Nothing of them is left." in said(page)
    assert not Prospect.objects.exists()
    assert Change.objects.get(action="erase").actor == manager
    assert office.post(address).status_code == 404


def test_only_managers_erase(desk: Client, ingrid: Prospect) -> None:
    before = everything_stored()
    for ask in (desk.get, desk.post):
        assert ask(f"/prospects/{ingrid.pk}/erase/").status_code == 403
    assert everything_stored() == before


def test_a_mail_that_was_emptied_says_why(
    office: Client, desk: Client, owner: User, ingrid: Prospect
) -> None:
    mail = Delivery.objects.create(
        kind="digest-daily", recipient=owner, owner=owner, address=owner.email, period_key="1", state="sent",
        sent_at=NINE, due_at=NINE, next_attempt_at=NINE, subject="Ingrid Solheim", body_text="Ingrid Solheim",
    )  # fmt: skip
    office.post(f"/prospects/{ingrid.pk}/erase/")
    page = read(desk.get(f"/mail/{mail.pk}/"))
    assert "What it said was erased with somebody it was about." in page.text


def test_a_no_with_that_address_is_told_that_nobody_writes_there(
    office: Client, desk: Client, owner: User, ingrid: Prospect
) -> None:
    office.post(f"/prospects/{ingrid.pk}/erase/")
    typed = {
        "submission": uuid4().hex, "conversation": "not_a_priority", "prospect_name": "Ingrid",
        "email": "Ingrid@havbruk.example",
    }  # fmt: skip
    page = read(desk.post("/no/", typed, follow=True))
    assert "asked us to stop" in page.text or "asked you to stop" in page.text
    assert not Prospect.objects.get().plans.exists()


def test_the_time_is_a_managers_setting_off_by_default(office: Client, desk: Client, team: Team) -> None:
    assert desk.get(RETENTION).status_code == 403
    assert team.erase_after_months is None
    page = read(office.post(RETENTION, {"erase_after_months": "24"}, follow=True))
    team.refresh_from_db()
    assert ("Saved." in said(page), team.erase_after_months) == (True, 24)
    office.post(RETENTION, {"erase_after_months": ""})
    team.refresh_from_db()
    assert team.erase_after_months is None


@pytest.mark.parametrize("months", ["3", "121", "-1", "many", "1" * 40])
def test_no_other_number_is_taken(months: str, office: Client, team: Team) -> None:
    page = read(office.post(RETENTION, {"erase_after_months": months}))
    assert described_by(page, "erase_after_months")
    team.refresh_from_db()
    assert team.erase_after_months is None


def test_who_is_announced_is_listed_and_can_be_kept(office: Client, owner: User, stranger: User) -> None:
    Team.objects.update(erase_after_months=12)
    person = gone_quiet(owner)
    gone_quiet(stranger, "Elsewhere")
    with time_machine.travel(nine_on(YEAR_LATER), tick=False):
        announce_erasures(nine_on(YEAR_LATER))
        office = signed_in(User.objects.get(email="manager@example.com"))
        page = read(office.get(RETENTION))
        assert "Ingrid Solheim" in page.one("main").text
        assert "Elsewhere" not in page.text
        form = form_to(page, f"{RETENTION}{person.pk}/keep/")
        page = read(office.post(f"{RETENTION}{person.pk}/keep/", filled_in(form), follow=True))
        assert "Ingrid Solheim stays." in said(page)
    assert not ErasureNotice.objects.filter(prospect=person, erase_on__isnull=False).exists()


def test_a_lesson_is_read_by_its_author_and_nobody_else(
    office: Client, desk: Client, owner: User, manager: User
) -> None:
    """Private by construction: no page of the person, no search, no file shows it to anybody else."""
    person = log(owner, lesson="Quetzal next time").prospect
    loss = person.losses.get()
    pages = (
        f"/prospects/{person.pk}/", f"/prospects/{person.pk}/edit/", f"/prospects/{person.pk}/done/",
        f"/losses/{loss.pk}/edit/", f"/deals/{loss.deal_id}/", "/prospects/?q=quetzal", "/settings/changes/",
        f"/prospects/{person.pk}/merge/?other={log(owner, 'Other').prospect.pk}",
    )  # fmt: skip
    assert "Quetzal" in desk.get(pages[0]).content.decode()
    told = [address for address in pages if "Quetzal" in office.get(address).content.decode()]
    assert told == []


def test_erased_twice_is_erased_once(owner: User, ingrid: Prospect) -> None:
    erase(ingrid, by=owner, now=NINE)
    with pytest.raises(Prospect.DoesNotExist):
        erase(ingrid, by=owner, now=NINE)
