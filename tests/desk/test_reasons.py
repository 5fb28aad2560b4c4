"""The team's reasons under each kind of no: seen by all, changed by managers."""

from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from prospects.models import LossReason
from tests.desk.reading import Element, described_by, read, said
from tests.desk.visiting import post_no, signed_in
from tests.followups.telling import log
from tests.security.tables import everything_stored


@pytest.fixture
def desk(manager: User) -> Client:
    """The manager's browser."""
    return signed_in(manager)


def reason(user: User, conversation: str = "cannot") -> LossReason:
    return LossReason.objects.of_team(user.team_id).filter(conversation=conversation)[0]


def labels_under(page: Element, conversation: str) -> str:
    return page.one("section", aria_labelledby=f"g-{conversation}").text


def test_every_kind_of_no_lists_its_reasons(owner: User) -> None:
    page = read(signed_in(owner).get("/settings/reasons/"))
    assert len(page.all("section", aria_labelledby=True)) == 8
    for row in LossReason.objects.of_team(owner.team_id):
        assert row.label in labels_under(page, row.conversation)


def test_only_managers_see_the_forms(owner: User, desk: Client) -> None:
    mine, managers = (read(client.get("/settings/reasons/")) for client in (signed_in(owner), desk))
    assert mine.all("input", name="label") == []
    assert len(managers.all("input", name="label")) == LossReason.objects.count() + 8


def test_a_reason_is_added_and_offered(desk: Client, manager: User, owner: User) -> None:
    answer = desk.post("/settings/reasons/new/", {"conversation": "cannot", "label": " Merger\u202e  first "})
    assert (answer.status_code, answer["Location"]) == (303, "/settings/reasons/")
    added = LossReason.objects.get(label="Merger first")
    assert (added.team, added.conversation) == (manager.team, "cannot")
    assert "Added." in said(read(desk.get("/settings/reasons/")))
    assert post_no(signed_in(owner), conversation="cannot", reason=str(added.pk)).status_code == 303


def test_a_reason_is_renamed_on_old_noes_too(desk: Client, owner: User) -> None:
    row = reason(owner)
    loss = log(owner, conversation="cannot", reason_id=row.pk)
    assert desk.post(f"/settings/reasons/{row.pk}/rename/", {"label": "Merger"}).status_code == 303
    assert "Merger" in read(signed_in(owner).get(f"/prospects/{loss.prospect_id}/")).text


def test_an_archived_reason_is_not_offered_but_stays_on_old_noes(desk: Client, owner: User) -> None:
    row = reason(owner)
    loss = log(owner, conversation="cannot", reason_id=row.pk)
    desk.post(f"/settings/reasons/{row.pk}/archive/", {"archived": "yes"})
    client = signed_in(owner)
    assert read(client.get("/no/")).all("option", value=str(row.pk)) == []
    assert row.label in read(client.get(f"/prospects/{loss.prospect_id}/")).text
    desk.post(f"/settings/reasons/{row.pk}/archive/", {"archived": "no"})
    assert len(read(client.get("/no/")).all("option", value=str(row.pk))) == 1


def test_archiving_twice_is_archiving_once(desk: Client, owner: User) -> None:
    address = f"/settings/reasons/{reason(owner).pk}/archive/"
    desk.post(address)
    before = everything_stored()
    assert desk.post(address).status_code == 303
    after = everything_stored()
    assert {table for table, state in after.items() if before[table] != state} <= {"django_session"}


@pytest.mark.parametrize("label", ["", " \u200e ", "x" * 81])
def test_an_unusable_name_is_said_beside_its_field_and_kept(desk: Client, owner: User, label: str) -> None:
    row, before = reason(owner), everything_stored()
    added = read(desk.post("/settings/reasons/new/", {"conversation": "cannot", "label": label}))
    renamed = read(desk.post(f"/settings/reasons/{row.pk}/rename/", {"label": label}))
    assert described_by(labelled(added, "new-cannot"), "label")
    assert described_by(labelled(renamed, f"r-{row.pk}"), "label")
    assert renamed.one(id=f"r-{row.pk}").attrs["value"] == label
    assert everything_stored() == before


def labelled(page: Element, spot: str) -> Element:
    """The list item or form around a field."""
    around = [found for found in page.walk() if found.tag in {"section"} and found.all(id=spot)]
    box = around[0]
    inputs = [
        found for found in box.walk() if found.attrs.get("name") == "label" and found.attrs["id"] != spot
    ]
    for other in inputs:
        other.attrs.pop("name")
    return box


def test_a_name_that_is_there_already_is_refused(desk: Client, owner: User) -> None:
    row = reason(owner)
    page = read(desk.post("/settings/reasons/new/", {"conversation": "cannot", "label": row.label.upper()}))
    assert "already has a reason of that name" in page.text
    elsewhere = {"conversation": "drifted", "label": f"{row.label} here"}
    assert desk.post("/settings/reasons/new/", elsewhere).status_code == 303


def test_a_kind_of_no_nobody_knows_is_refused_with_a_sentence(desk: Client) -> None:
    before = LossReason.objects.count()
    answer = desk.post("/settings/reasons/new/", {"conversation": "pity", "label": "Because"})
    assert answer.status_code == 200
    assert "Choose the kind of no it belongs to." in said(read(answer))
    assert LossReason.objects.count() == before


@pytest.mark.parametrize("who", ["owner", "colleague", "marketer"])
def test_nobody_else_changes_reasons(who: str, request: pytest.FixtureRequest, owner: User) -> None:
    client, row = signed_in(request.getfixturevalue(who)), reason(owner)
    before = everything_stored()
    for address in ("new", f"{row.pk}/rename", f"{row.pk}/archive"):
        answer = client.post(f"/settings/reasons/{address}/", {"conversation": "cannot", "label": "Mine"})
        assert answer.status_code == 403
    assert everything_stored() == before


def test_reasons_of_another_team_do_not_exist(desk: Client, stranger: User) -> None:
    row, before = reason(stranger), everything_stored()
    for number in (row.pk, uuid4()):
        for door in ("rename", "archive"):
            assert desk.post(f"/settings/reasons/{number}/{door}/", {"label": "Mine"}).status_code == 404
    assert everything_stored() == before


def test_the_doors_open_by_post_only(desk: Client, owner: User) -> None:
    row = reason(owner)
    for address in ("new", f"{row.pk}/rename", f"{row.pk}/archive"):
        assert desk.get(f"/settings/reasons/{address}/").status_code == 405
