"""The members' page: who sees what, roles, invitations, and the page an invitation leads to."""

from datetime import timedelta

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.invitations import invite, pending, token_of
from accounts.models import Invitation, User
from accounts.roles import Role
from lostdeals.clock import deliver_account_mail
from tests.cast import PASSWORD, make_user
from tests.desk.reading import Element, filled_in, form_to, read, said
from tests.desk.visiting import signed_in
from tests.followups.telling import log
from tests.security.tables import everything_stored

ADDRESS = "new.one@example.org"
PAGE = "/settings/team/"
ACCOUNT = {"name": "New One", "password": PASSWORD, "time_zone": "Europe/Berlin", "country": "DE"}


def members(page: Element) -> dict[str, Element]:
    rows = [row for row in page.all("li") if row.has_class("member")]
    return {row.one("h2").text: row for row in rows}


def send(client: Client, address: str = ADDRESS, **more: object) -> HttpResponse:
    return client.post("/settings/team/invite/", {"address": address, "roles": ["sales"], **more})


def invited(by: User, address: str = ADDRESS) -> Invitation:
    return invite(address, {Role.SALES}, by=by, now=timezone.now())


def test_members_see_names_and_roles_and_nothing_to_press(owner: User, manager: User, stranger: User) -> None:
    log(manager)
    page = read(signed_in(owner).get(PAGE))
    rows = members(page)
    assert list(rows) == ["Manager", "Maren Vogt (you)"]
    assert [role.text for role in rows["Manager"].one(aria_label="Roles").all("li")] == ["Sales", "Manager"]
    assert "manager@example.com" not in page.text
    assert "plan" not in rows["Manager"].text
    assert page.one("main").all("form") == []


def test_a_manager_sees_plans_and_what_can_be_done(owner: User, manager: User) -> None:
    log(owner)
    User.objects.filter(pk=owner.pk).update(is_active=False, left_at=timezone.now())
    rows = members(read(signed_in(manager).get(PAGE)))
    assert list(rows) == ["Manager (you)", "Maren Vogt"]
    assert "1 plan" in rows["Maren Vogt"].text
    assert "left on" in rows["Maren Vogt"].text
    assert form_to(rows["Maren Vogt"], f"/settings/members/{owner.pk}/reactivate/")
    assert "here since" in rows["Manager (you)"].text


def test_roles_are_saved_from_the_page(owner: User, manager: User) -> None:
    client, address = signed_in(manager), f"/settings/members/{owner.pk}/roles/"
    fields = filled_in(form_to(read(client.get(PAGE)), address))
    assert fields["roles"] == fields["seen"] == "sales"
    answer = client.post(address, {**fields, "roles": ["sales", "manager"]}, follow=True)
    assert "It counts for Maren Vogt from now on" in said(read(answer))
    owner.refresh_from_db()
    assert owner.is_manager
    # The same form once more is too old by now.
    again = client.post(address, {**fields, "roles": ["marketing"]}, follow=True)
    assert "somebody else changed" in said(read(again))


@pytest.mark.parametrize(
    ("roles", "seen", "words"),
    [
        ([], ["sales"], "Choose at least one role"),
        (["everything"], ["sales"], "Choose at least one role"),
        (["manager"], ["marketing"], "somebody else changed"),
    ],
)
def test_what_cannot_be_saved_says_why(
    roles: list[str], seen: list[str], words: str, owner: User, manager: User
) -> None:
    before = owner.roles()
    sent = {"roles": roles, "seen": seen}
    answer = signed_in(manager).post(f"/settings/members/{owner.pk}/roles/", sent, follow=True)
    assert words in said(read(answer))
    owner.refresh_from_db()
    assert owner.roles() == before


def test_the_last_manager_hears_why_the_role_stays(owner: User, manager: User) -> None:
    sent = {"roles": ["sales"], "seen": ["sales", "manager"]}
    answer = signed_in(manager).post(f"/settings/members/{manager.pk}/roles/", sent, follow=True)
    assert "the only active manager" in said(read(answer))


@pytest.mark.parametrize("door", ["roles", "deactivate", "reactivate"])
def test_members_of_another_team_do_not_exist(door: str, manager: User, stranger: User) -> None:
    client = signed_in(manager)
    before = everything_stored()
    sent = {"roles": ["manager"], "seen": ["sales"], "to": str(manager.pk)}
    assert client.post(f"/settings/members/{stranger.pk}/{door}/", sent).status_code == 404
    assert everything_stored() == before


def test_an_invitation_leaves_by_mail_and_its_link_is_shown_nowhere(manager: User, settings: object) -> None:
    settings.MAIL_AS_FILES = False  # type: ignore[attr-defined]
    client = signed_in(manager)
    answer = send(client)
    assert (answer.status_code, answer["Location"]) == (303, "/settings/team/#invitations")
    page = client.get(PAGE)
    assert ADDRESS in page.content.decode()
    assert "/invite/" not in page.content.decode().replace("/team/invite/", "")
    deliver_account_mail(timezone.now())
    assert "/invite/" in str(mail.outbox[0].body)
    assert "The mail was sent." in read(client.get(PAGE)).text


def test_where_mail_stays_here_the_link_is_shown_once(manager: User, settings: object) -> None:
    settings.MAIL_AS_FILES = True  # type: ignore[attr-defined]
    client = signed_in(manager)
    answer = send(client)
    link = read(answer).one("input", id="invitation-link").attrs["value"]
    assert link.endswith(f"/invite/{token_of(pending(manager.team_id).get())}/")
    assert "no-store" in answer["Cache-Control"]
    assert link not in client.get(PAGE).content.decode()
    again = client.post(f"/settings/invitations/{pending(manager.team_id).get().pk}/send-again/")
    assert read(again).one("input", id="invitation-link").attrs["value"] != link


@pytest.mark.parametrize("as_files", [True, False])
def test_known_and_unknown_addresses_get_the_same_answer(
    as_files: bool, owner: User, manager: User, stranger: User, settings: object
) -> None:
    settings.MAIL_AS_FILES = as_files  # type: ignore[attr-defined]
    client, answers = signed_in(manager), []
    for address in (ADDRESS, owner.email, stranger.email):
        answer = send(client, address, csrfmiddlewaretoken="x")
        # What is said at once, and on the page it leads to: but for the address itself, all the same.
        page = read(answer).one("main") if as_files else read(client.get(PAGE))
        parts = [page] if as_files else [page.one(id="invitations"), *page.all(role="status")]
        invitation = pending(manager.team_id).get(address=address)
        link = "".join(str(part.all("input")[-1].attrs.get("value", "")) for part in parts[:1] if as_files)
        text = " ".join(part.text for part in parts).replace(address, "")
        answers.append((answer.status_code, answer.get("Location"), text, bool(link)))
        invitation.delete()
    assert len(set(answers)) == 1


@pytest.mark.parametrize(
    "sent", [{"address": ""}, {"address": "nonsense"}, {"roles": []}, {"roles": ["owner"]}]
)
def test_a_wrong_invitation_is_said_beside_its_fields(sent: dict[str, object], manager: User) -> None:
    answer = send(signed_in(manager), **{"address": ADDRESS, **sent})  # type: ignore[arg-type]
    assert answer.status_code == 200
    assert read(answer).one(role="alert")
    assert not Invitation.objects.exists()


def test_an_invitation_is_taken_back_from_the_page(manager: User) -> None:
    client, invitation = signed_in(manager), invited(manager)
    address = f"/settings/invitations/{invitation.pk}/revoke/"
    assert form_to(read(client.get(PAGE)), address)
    assert "no longer works" in said(read(client.post(address, follow=True)))
    assert "accepted or taken back" in said(read(client.post(address, follow=True)))
    assert Client().get(f"/invite/{token_of(invitation)}/").status_code == 410


@pytest.mark.parametrize("door", ["send-again", "revoke"])
def test_invitations_of_another_team_do_not_exist(door: str, manager: User, stranger: User) -> None:
    invitation, client = invited(stranger), signed_in(manager)
    before = everything_stored()
    assert client.post(f"/settings/invitations/{invitation.pk}/{door}/").status_code == 404
    assert everything_stored() == before


def test_an_invitation_makes_an_account_and_signs_it_in(manager: User) -> None:
    token, client = token_of(invited(manager)), Client(SERVER_NAME="localhost")
    page = read(client.get(f"/invite/{token}/"))
    assert page.one("h1").text == "Manager invites you"
    assert "Vogt and partners" in page.one("main").text
    assert ADDRESS in page.one("main").text
    answer = client.post(f"/invite/{token}/", ACCOUNT)
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert client.get("/").status_code == 200
    user = User.objects.get(email=ADDRESS)
    assert (user.team, user.time_zone, user.country) == (manager.team, "Europe/Berlin", "DE")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("password", "short"),
        ("password", ADDRESS),
        ("time_zone", "Mars/Base"),
        ("country", "XX"),
    ],
)
def test_a_wrong_account_is_said_and_none_is_made(field: str, typed: str, manager: User) -> None:
    token = token_of(invited(manager))
    before = everything_stored()
    answer = Client().post(f"/invite/{token}/", {**ACCOUNT, field: typed})
    assert answer.status_code == 200
    assert read(answer).one(role="alert")
    assert everything_stored() == before


def test_no_role_and_no_team_can_be_smuggled_in(manager: User, stranger: User) -> None:
    sent = {
        **ACCOUNT,
        "is_manager": "on",
        "roles": ["manager"],
        "team": str(stranger.team_id),
        "email": "x@y.z",
    }
    Client().post(f"/invite/{token_of(invited(manager))}/", sent)
    user = User.objects.get(email=ADDRESS)
    assert (user.team, user.roles()) == (manager.team, {Role.SALES})


@pytest.mark.parametrize(
    ("how", "status", "heading"),
    [
        ("garbled", 404, "This link is not complete"),
        ("used", 410, "This invitation has been accepted"),
        ("revoked", 410, "This invitation was taken back"),
        ("expired", 410, "This invitation has ended"),
        ("known", 410, "There is an account already"),
    ],
)
def test_a_dead_link_gets_a_calm_page(how: str, status: int, heading: str, manager: User) -> None:
    invitation = invited(manager)
    token = token_of(invitation)
    if how == "used":
        Client().post(f"/invite/{token}/", ACCOUNT)
    if how == "revoked":
        Invitation.objects.update(revoked_at=timezone.now())
    if how == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    if how == "known":
        make_user(manager.team, ADDRESS)
    if how == "garbled":
        token = token[:-2]
    for ask in (Client().get, Client().post):
        answer = ask(f"/invite/{token}/")
        assert (answer.status_code, read(answer).one("h1").text) == (status, heading)
        assert "sessionid" not in answer.cookies


def test_whoever_is_signed_in_already_is_somebody_else_afterwards(owner: User, manager: User) -> None:
    client = signed_in(owner)
    client.post(f"/invite/{token_of(invited(manager))}/", ACCOUNT)
    assert "New One" in client.get("/").content.decode()
