"""How far long work is, how it ended, and what it made: for whoever asked for it."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from exchange import progress, results
from exchange.kinds import ImportKind, ImportState, WorkKind, WorkState
from exchange.models import Work
from exchange.progress import HowFar
from exchange.work_locks import at_it
from tests.cast import NINE
from tests.desk.visiting import HTMX, signed_in
from tests.exchange.long_work.jobs import an_export, an_import
from tests.security.tables import everything_stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(owner: User) -> Client:
    return signed_in(owner)


def page(client: Client, work: Work, part: str = "", **options: Any) -> str:
    answer = client.get(f"/work/{work.pk}/{part}", **options)
    assert answer.status_code == 200
    return answer.content.decode()


def running(user: User, done: int = 0, total: int = 0, **facts: Any) -> Work:
    work = an_export(user, state=WorkState.RUNNING, claim=uuid4(), lease_until=NINE, **facts)
    progress._note(work.pk, HowFar(done, total))
    return work


def over(user: User, state: WorkState, said: str = "", **facts: Any) -> Work:
    return an_export(user, state=state, said=said, ended_at=NINE, **facts)


def an_import_of(user: User, kind: ImportKind, **facts: Any) -> Work:
    brought = an_import(user, state=ImportState.STARTED)
    brought.kind = kind
    brought.save()
    return an_export(user, kind=WorkKind.IMPORT, of_import=brought, **facts)


def test_it_waits_for_its_turn(client: Client, owner: User) -> None:
    html = page(client, an_export(owner))
    assert "Waiting for its turn …" in html
    assert "Packing up everything" in html
    assert "leave this page" in html


def test_it_shows_how_far_it_has_come_also_after_a_reload(client: Client, owner: User) -> None:
    work = running(owner, 3120, 10_000)
    for _turn in range(2):
        html = page(client, work)
        assert "3,120 of 10,000" in html
        assert 'max="10000" value="3120"' in html


def test_numbers_in_attributes_are_for_programs_in_every_language(client: Client, owner: User) -> None:
    owner.language = "de"
    owner.save()
    html = page(client, running(owner, 3120, 10_000))
    assert 'max="10000" value="3120"' in html
    assert "3.120" in html


def test_it_gets_ready_before_anybody_knows_how_much_there_is(client: Client, owner: User) -> None:
    assert "Getting ready …" in page(client, running(owner))


def test_the_page_looks_again_by_itself_with_script_and_without(client: Client, owner: User) -> None:
    work = running(owner, 1, 2)
    html = page(client, work)
    assert f'hx-get="/work/{work.pk}/bar/?said=2" hx-trigger="every 2s"' in html
    assert '<noscript><meta http-equiv="refresh" content="4"></noscript>' in html
    assert "Look again" in html


def test_the_bar_alone_says_each_quarter_aloud_once(client: Client, owner: User) -> None:
    work = running(owner, 50, 100)
    assert 'data-live="50 of 100"' in page(client, work, "bar/?said=1", headers=HTMX)
    for said in ("2", "", "x", "²"):
        assert "data-live" not in page(client, work, f"bar/?said={said}", headers=HTMX)


def test_the_bar_leads_to_the_end_once_there_is_one(client: Client, owner: User) -> None:
    work = over(owner, WorkState.CANCELLED, "cancelled")
    answer = client.get(f"/work/{work.pk}/bar/", headers=HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (200, f"/work/{work.pk}/")


@pytest.mark.parametrize(
    ("state", "said", "words"),
    [
        (WorkState.CANCELLED, "cancelled", "Cancelled. Nothing of it is left."),
        (WorkState.FAILED, "fault", "It met a fault of ours and was taken back"),
        (WorkState.FAILED, "worker_gone", "begun three times"),
        (WorkState.FAILED, "of a newer version", "It met a fault of ours"),
        (WorkState.DONE, "of a newer version", "Done."),
    ],
)
def test_it_says_how_it_ended(client: Client, owner: User, state: WorkState, said: str, words: str) -> None:
    html = page(client, over(owner, state, said))
    assert words in html
    assert "http-equiv" not in html
    assert "work-bar" not in html


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ImportKind.DEALS, "Bringing in your noes"),
        (ImportKind.CONTACTS, "Bringing in your people"),
        (ImportKind.OWN, "Bringing back what was taken along"),
    ],
)
def test_each_import_is_called_what_it_is(client: Client, owner: User, kind: ImportKind, words: str) -> None:
    html = page(client, an_import_of(owner, kind))
    assert words in html
    assert "all at once at the end, or not at all" in html


def test_an_import_that_is_done_says_so_on_its_own_page(client: Client, owner: User) -> None:
    work = an_import_of(owner, ImportKind.DEALS, state=WorkState.DONE, ended_at=NINE)
    answer = client.get(f"/work/{work.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/import/{work.of_import_id}/")


def test_an_import_that_came_to_nothing_leads_back_to_it(client: Client, owner: User) -> None:
    work = an_import_of(owner, ImportKind.DEALS, state=WorkState.FAILED, said="fault", ended_at=NINE)
    assert f'href="/import/{work.of_import_id}/"' in page(client, work)


def test_what_waits_is_cancelled_by_one_press(client: Client, owner: User) -> None:
    work = an_export(owner)
    answer = client.post(f"/work/{work.pk}/cancel/")
    assert (answer.status_code, answer["Location"]) == (303, f"/work/{work.pk}/")
    assert "Cancelled." in page(client, work)


def test_what_somebody_is_at_stops_soon_without_a_word_to_the_database(client: Client, owner: User) -> None:
    work = running(owner, 1, 2)
    before = everything_stored()
    with at_it(work.pk):
        client.post(f"/work/{work.pk}/cancel/")
        html = page(client, work)
    assert "Stopping …" in html
    assert f"/work/{work.pk}/cancel/" not in html
    assert everything_stored() == before, "an import holds the only pen"
    assert progress.cancel_was_pressed(work.pk)


def test_looking_changes_nothing(client: Client, owner: User) -> None:
    work = running(owner, 1, 2)
    before = everything_stored()
    for part in ("", "bar/", "cancel/", "file/"):
        client.get(f"/work/{work.pk}/{part}")
    assert everything_stored() == before


def packed(user: User, **facts: Any) -> Work:
    work = over(user, WorkState.DONE, file_name="Lost Deals, 2 March 2026.zip", **facts)
    with results.written(work) as file:
        file.write(b"PK everything")
    return work


def test_what_was_made_is_fetched_by_its_name(client: Client, owner: User) -> None:
    work = packed(owner)
    assert f'href="/work/{work.pk}/file/"' in page(client, work)
    answer = client.get(f"/work/{work.pk}/file/")
    assert b"".join(answer) == b"PK everything"  # type: ignore[call-overload]
    assert answer["Content-Disposition"] == 'attachment; filename="Lost Deals, 2 March 2026.zip"'
    assert answer["Cache-Control"] == "no-store"


def test_what_was_thrown_away_is_not_there_and_says_so(client: Client, owner: User) -> None:
    work = packed(owner)
    work.path.unlink()
    assert "thrown away" in page(client, work)
    assert client.get(f"/work/{work.pk}/file/").status_code == 404


def test_nobody_else_sees_it_not_even_a_manager(owner: User, colleague: User, manager: User) -> None:
    work = packed(owner)
    for other in (colleague, manager):
        client = signed_in(other)
        answers = [client.get(f"/work/{work.pk}/{part}").status_code for part in ("", "bar/", "file/")]
        assert [*answers, client.post(f"/work/{work.pk}/cancel/").status_code] == [404] * 4
