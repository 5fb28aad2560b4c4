"""Somebody with a house of their own, and the ids of what stands in a house they may not see."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import models
from django.http import HttpResponse
from django.test import Client

from accounts.api_tokens import NewApiToken, make_api_token
from accounts.changes import Change
from accounts.models import Absence, User
from accounts.token_scopes import Scope
from followups.absences import NewAbsence
from followups.actions import go_away, take_no_back
from followups.models import FollowUp
from prospects.models import Deal, Prospect
from tests.cast import MONDAY, NINE, make_user
from tests.desk.visiting import signed_in
from tests.followups.telling import log
from tests.security.canaries import (
    YEARS_END,
    Planted,
    address_book_of,
    deals_looked_over,
    mail_to,
    packed_up,
    plant,
)
from tests.security.conftest import LONG_AGO
from tests.security.walking import OF_THE_TEAM, differences, told

# Stands in every text of what is not theirs.
THEIRS = "opfer"
# The ways to sign in are allauth's own, and the API is a door with nothing behind it: no row is chosen there.
NOT_THE_DESK = ("accounts/", "^accounts/", "^api/")
OFTEN_CHOSEN = (Prospect, Deal, FollowUp, User, Change)
RAIDERS = ("stranger", "colleague", "marketer", "manager")


@dataclass(frozen=True)
class Raid:
    """Who asks, what is theirs, and the rows of what is not."""

    client: Client
    own: Planted
    # Another manager of their team, so that they may leave it.
    mate: User
    rows: list[models.Model]

    @property
    def ids(self) -> list[Any]:
        """The ids of what they may not see."""
        return [row.pk for row in self.rows]

    @property
    def is_managers(self) -> bool:
        """Whether they have the forms of a manager."""
        return bool(self.own.owner.is_manager)

    def one_of_each(self) -> list[models.Model]:
        """A row of each kind, for what may be the id of anything."""
        first = self.rows[:1]
        often = [row for row in self.rows if isinstance(row, OFTEN_CHOSEN)]
        return [*{type(row): row for row in [*first, *often]}.values()]

    def previews(self) -> list[str]:
        """Pages whose forms appear once something was chosen."""
        own, mate = self.own, self.mate
        return [
            f"/prospects/{own.prospect.pk}/merge/?other={own.meeting.prospect_id}",
            f"/settings/hand-over/?giver={own.owner.pk}&to={mate.pk}",
            f"/settings/members/{mate.pk}/deactivate/?to={own.owner.pk}",
            f"/settings/team/leave/?to={mate.pk}",
            f"/settings/away/new/?first_on={MONDAY}&last_on={MONDAY}&then=hand_over&stand_in={mate.pk}",
        ]


@pytest.fixture(params=RAIDERS)
def raid(request: pytest.FixtureRequest, owner: User) -> Raid:
    """A manager of another team, or somebody of the same who may see less, or only not what is personal."""
    return raid_of(request.getfixturevalue(request.param), owner)


def raid_of(raider: User, owner: User) -> Raid:
    """The raider furnishes a house of their own beside that of the owner."""
    rows = rows_hidden_from(raider, owner)
    own = plant(raider)
    # A stop holds for everybody of the team with the same address, seen or not (RULES.md).
    Prospect.objects.filter(pk=own.prospect.pk).update(email="own@example.org")
    log(raider, "Due today", on=LONG_AGO, said_on=LONG_AGO)
    mate = make_user(raider.team, "mate@example.net", is_manager=True)
    return Raid(signed_in(raider), own, mate, rows)


def rows_hidden_from(raider: User, owner: User) -> list[models.Model]:
    """What the owner has that the raider may not see."""
    if raider.team_id == owner.team_id and raider.is_manager:
        return personal_rows(owner)
    hidden = plant(owner, hostile=THEIRS)
    rows = [hidden.prospect, hidden.deal, hidden.declined, hidden.loss, hidden.follow_up, hidden.done,
            hidden.meeting, hidden.delivery, hidden.held, hidden.change, hidden.away,
            hidden.loss.wake_ups.get(), hidden.invitation, hidden.api_token, taken_back(owner),
            hidden.packed, hidden.work, hidden.bringing, hidden.book, hidden.deals]  # fmt: skip
    if raider.team_id == owner.team_id:
        return rows
    return [*rows, hidden.reason, hidden.topic, owner, owner.team]


def personal_rows(owner: User) -> list[models.Model]:
    """What nobody sees but whose it is, not even managers, who read in the trail what a token is called."""
    away = go_away(NewAbsence(YEARS_END, YEARS_END), by=owner, today=MONDAY, now=NINE).change
    token, _secret = make_api_token(NewApiToken("A program", Scope.READ), by=owner, now=NINE)
    return [
        mail_to(owner, THEIRS),
        away,
        Absence.objects.get(pk=away.object_id),
        token,
        taken_back(owner),
        packed_up(owner, THEIRS),
        address_book_of(owner, THEIRS),
        deals_looked_over(owner, THEIRS),
    ]


def taken_back(owner: User) -> Change:
    """A no that was taken back; its words can be had again by whoever typed them."""
    return take_no_back(log(owner, in_their_words=f"W {THEIRS}"), by=owner, now=NINE)


def found_wrong(address: str, answer: Any, same: Any) -> Iterator[str]:
    """What an answer tells about what is not theirs; `same` is the answer for an id nobody has."""
    if answer.status_code >= 500 and answer.status_code != same.status_code:
        yield f"{address} is a mistake of ours"
    if is_packed(answer) and is_packed(same):
        answer, same = unpacked(answer), unpacked(same)
    text = answer.content.decode(errors="replace")
    for words in OF_THE_TEAM:
        text = text.replace(f"{words} {THEIRS}", "")
    if THEIRS in text:
        yield f"{address} shows what they may not see"
    for differing in differences(told(answer), told(same)):
        yield f"{address} differs: {differing}"
        return


def is_packed(answer: Any) -> bool:
    return str(answer.get("Content-Type", "")) == "application/zip"


def unpacked(answer: Any) -> HttpResponse:
    """An answer that holds the files of a ZIP as text, one after the other."""
    with ZipFile(BytesIO(answer.content)) as packed:
        files = [name.encode() + b"\n" + packed.read(name) for name in packed.namelist()]
    return HttpResponse(b"\n".join(files), status=answer.status_code)
