"""Ways to the pages of long work: under way, and over in every way."""

from typing import Any
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import Page

from exchange import progress, results
from exchange.kinds import ImportKind, ImportState, WorkKind, WorkState
from exchange.models import Import, Work
from exchange.progress import HowFar
from tests.browser.house import House


def half_way(page: Page, house: House) -> None:
    now = timezone.now()
    work = _of_import(house, state=WorkState.RUNNING, claim=uuid4(), lease_until=now, started_at=now)
    progress._note(work.pk, HowFar(6120, 10_000))
    _open(page, work)


def waiting(page: Page, house: House) -> None:
    _open(page, _export(house))


def stopping(page: Page, house: House) -> None:
    work = _of_import(house)
    progress.press_cancel(work.pk)
    _open(page, work)


def cancelled(page: Page, house: House) -> None:
    _open(page, _of_import(house, **_over(WorkState.CANCELLED, "cancelled")))


def met_a_fault(page: Page, house: House) -> None:
    _open(page, _export(house, **_over(WorkState.FAILED, "fault")))


def packed(page: Page, house: House) -> None:
    work = _export(house, file_name="lost-deals.zip", **_over(WorkState.DONE, ""))
    with results.written(work) as file:
        file.write(b"PK")
    _open(page, work)


def thrown_away(page: Page, house: House) -> None:
    _open(page, _export(house, **_over(WorkState.DONE, "")))


def _over(state: WorkState, said: str) -> dict[str, Any]:
    return {"state": state, "said": said, "ended_at": timezone.now()}


def _export(house: House, **facts: Any) -> Work:
    return Work.objects.create(team=house.owner.team, user=house.owner, **{"kind": WorkKind.EXPORT} | facts)


def _of_import(house: House, **facts: Any) -> Work:
    owner = house.owner
    brought = Import.objects.create(
        team=owner.team, user=owner, kind=ImportKind.DEALS, state=ImportState.STARTED
    )
    return _export(house, kind=WorkKind.IMPORT, of_import=brought, **facts)


def _open(page: Page, work: Work) -> None:
    page.goto(f"/work/{work.pk}/")
