"""Somebody leaves, or is let go: the numbers first, then all of it at once."""

import pytest
from django.test import Client

from accounts.changes import Change
from accounts.models import User
from followups.actions import OwnerLeft
from followups.kinds import Kind
from followups.models import FollowUp
from prospects.models import Prospect
from tests.desk.reading import Element, filled_in, form_to, read, said
from tests.desk.visiting import post_no, signed_in
from tests.followups.being_away import put
from tests.followups.telling import log, open_row, step_of
from tests.security.tables import everything_stored

LEAVE = "/settings/team/leave/"


def address_of(member: User) -> str:
    return f"/settings/members/{member.pk}/deactivate/"


def numbers(page: Element) -> dict[str, str]:
    rows = page.one("ul", data_hands=True).all("li")
    return {row.one("span").text: row.one("b").text for row in rows}


def shown(client: Client, address: str, to: User) -> Element:
    return read(client.get(address, {"to": str(to.pk)}))


def press(client: Client, address: str, page: Element) -> Element:
    return read(client.post(address, filled_in(form_to(page, address)), follow=True))


def test_a_manager_sees_the_numbers_then_does_it(owner: User, colleague: User, manager: User) -> None:
    log(owner)
    client, address = signed_in(manager), address_of(owner)
    first = read(client.get(address))
    offered = [option.text for option in first.one("select", name="to").all("option")]
    assert offered == ["Choose a colleague", "Colleague", "Manager"]
    before = everything_stored()
    page = shown(client, address, colleague)
    assert everything_stored() == before
    assert numbers(page)["People"] == "1"
    assert "Debriefs that end: what they teach is their author's own" in numbers(page)
    session = signed_in(owner)
    assert "has left the team" in said(press(client, address, page))
    assert Prospect.objects.get().owner == colleague
    assert session.get("/").status_code == 302
    assert not FollowUp.objects.open().filter(owner=owner).exists()


def test_what_changed_meanwhile_is_shown_once_more(owner: User, colleague: User, manager: User) -> None:
    log(owner)
    client, address = signed_in(manager), address_of(owner)
    page = shown(client, address, colleague)
    log(owner, "Erik")
    again = press(client, address, page)
    assert "Something changed meanwhile" in again.one(role="alert").text
    assert numbers(again)["People"] == "2"
    owner.refresh_from_db()
    assert owner.is_active
    assert "has left the team" in said(press(client, address, again))


@pytest.mark.parametrize("who", ["oneself", "stranger", "gone", "marketer", "nobody", "nonsense"])
def test_who_cannot_take_over_is_refused_in_words(
    who: str, owner: User, colleague: User, marketer: User, manager: User, stranger: User
) -> None:
    log(owner)
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    ids = {"oneself": owner, "stranger": stranger, "gone": colleague, "marketer": marketer}
    to = str(ids[who].pk) if who in ids else {"nobody": "", "nonsense": "x"}[who]
    client, address = signed_in(manager), address_of(owner)
    before = everything_stored()
    for answer in (client.get(address, {"to": to}), client.post(address, {"to": to})):
        assert answer.status_code == 200
        assert read(answer).one(role="alert")
    assert everything_stored() == before


def test_who_holds_nothing_goes_without_anybody(marketer: User, manager: User) -> None:
    client, address = signed_in(manager), address_of(marketer)
    page = read(client.get(address))
    assert page.all("select", name="to") == []
    assert "has left the team" in said(press(client, address, page))
    assert "has left already" in said(read(client.get(address, follow=True)))


def test_a_member_leaves_to_a_colleague_and_is_out(owner: User, colleague: User, manager: User) -> None:
    log(owner)
    client = signed_in(owner)
    page = shown(client, LEAVE, colleague)
    assert "You have left the team" in said(press(client, LEAVE, page))
    assert client.get("/").status_code == 302
    assert Change.objects.get(action="leave_team").actor == owner
    assert Prospect.objects.get().owner == colleague


@pytest.mark.parametrize("has_colleague", [True, False])
def test_the_last_manager_and_the_last_member_hear_what_to_do(
    has_colleague: bool, manager: User, request: pytest.FixtureRequest
) -> None:
    if has_colleague:
        request.getfixturevalue("owner")
    client = signed_in(manager)
    before = everything_stored()
    for answer in (client.get(LEAVE), client.post(LEAVE)):
        words = read(answer).one("main").text
        assert ("only active manager" if has_colleague else "nobody else in the team") in words
    assert everything_stored() == before


def test_ones_own_page_as_a_manager_is_that_of_leaving(manager: User) -> None:
    assert signed_in(manager).get(address_of(manager))["Location"] == LEAVE


def test_who_left_is_offered_nowhere(owner: User, colleague: User, manager: User) -> None:
    User.objects.filter(pk=colleague.pk).update(is_active=False, name="Somebody who left")
    log(manager)
    client = signed_in(manager)
    row = open_row(Prospect.objects.get(), Kind.THANK_YOU)
    pages = [
        client.get("/no/"),
        client.get("/settings/away/new/"),
        client.post("/together/hand-to/", {"row": str(row.pk)}),
        client.get("/settings/hand-over/"),
    ]
    for page in pages:
        chosen = [*read(page).all("select", name="to"), *read(page).all("fieldset")]
        chosen += [*read(page).all("select", name="owner"), *read(page).all("select", name="told_to")]
        chosen += read(page).all("select", name="stand_in")
        assert "Somebody who left" not in " ".join(part.text for part in chosen)
    for field in ("owner", "told_to"):
        assert post_no(client, **{field: str(colleague.pk)}).status_code == 200
    sent = {"row": str(row.pk), "to": str(colleague.pk)}
    assert "not in your team" in read(client.post("/together/hand-to/", sent)).text
    assert Prospect.objects.count() == 1


def test_people_are_given_on_seen_before_and_taken_back(owner: User, colleague: User, manager: User) -> None:
    put(step_of(log(owner).prospect), 1, 3, 10)
    client, address = signed_in(manager), "/settings/hand-over/"
    before = everything_stored()
    page = read(client.get(address, {"giver": str(owner.pk), "to": str(colleague.pk)}))
    assert everything_stored() == before
    assert numbers(page)["Running plans"] == "1"
    after = read(client.post(address, filled_in(form_to(page, address)), follow=True))
    assert "Colleague looks after 1 person now" in said(after)
    assert Prospect.objects.get().owner == colleague
    undo = next(form for form in after.all("form") if form.attrs.get("action", "").endswith("/put-back/"))
    back = read(client.post(undo.attrs["action"], filled_in(undo), follow=True))
    assert "Everything stands as before" in said(back)
    assert Prospect.objects.get().owner == owner


@pytest.mark.parametrize("field", ["giver", "to"])
@pytest.mark.parametrize("who", ["stranger", "nonsense"])
def test_nobody_of_another_team_gives_or_gets(
    field: str, who: str, owner: User, colleague: User, manager: User, stranger: User
) -> None:
    log(owner)
    foreign = str(stranger.pk) if who == "stranger" else "x"
    sent = {"giver": str(owner.pk), "to": str(colleague.pk), field: foreign}
    client = signed_in(manager)
    before = everything_stored()
    for ask in (client.get, client.post):
        answer = ask("/settings/hand-over/", sent)
        assert answer.status_code == 200
        assert read(answer).one(role="alert")
    assert everything_stored() == before


def test_a_no_saved_by_somebody_who_leaves_at_that_moment_is_told_so(
    owner: User, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The request was let in while they were here: the action sees that they are not any more."""
    client = signed_in(owner)
    monkeypatch.setattr("followups.actions.recording.still_here", _gone)
    answer = post_no(client)
    assert answer.status_code == 409
    assert "They left the team meanwhile" in read(answer).one("h1").text
    assert not Prospect.objects.exists()


def _gone(owner: User) -> User:
    raise OwnerLeft
