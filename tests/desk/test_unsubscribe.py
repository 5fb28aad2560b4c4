"""The way out of what the app mails: one button for people, one request for mail programs (RFC 8058)."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from accounts.changes import Change
from accounts.models import Team, User
from followups.actions import Word, grant_permission
from followups.verdicts import why_app_may_not
from prospects.conversations import PermissionChannel, PermissionStrength
from prospects.mail_keys import mail_key_of
from prospects.models import Permission, Prospect
from tests.cast import MONDAY, NINE
from tests.desk.reading import filled_in, read
from tests.followups.telling import log
from tests.security.tables import everything_stored

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
FORM = "application/x-www-form-urlencoded"
ANOTHER_KEY = "another key of sufficient length, made up for this very test alone"


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    """Somebody who agreed in writing to be mailed."""
    Team.objects.update(public_name="Vogt & Partner")
    person = log(owner, email="ingrid@havbruk.example").prospect
    word = Word((PermissionChannel.MAIL, PermissionChannel.NEWSLETTER), MONDAY, PermissionStrength.CONFIRMED)
    grant_permission(person, word, by=owner, today=MONDAY, now=NINE - timedelta(hours=1))
    return person


def link(person: Prospect) -> str:
    """The address in every mail to them."""
    return f"/unsubscribe/{mail_key_of(person)}/"


def mail_program(**options: Any) -> Client:
    """What posts on its own: no cookie, no token, no script."""
    return Client(SERVER_NAME="localhost", enforce_csrf_checks=True, **options)


def is_mailed(person: Prospect) -> bool:
    return why_app_may_not(person, PermissionChannel.MAIL, today=MONDAY, has_postal_address=True) is None


def test_looking_shows_one_plain_button_and_changes_nothing(ingrid: Prospect) -> None:
    address, client = link(ingrid), mail_program()
    before = everything_stored()
    answer = client.get(address)
    page = read(answer)
    assert answer.status_code == 200
    assert [button.text for button in page.all("button")] == ["Unsubscribe"]
    assert page.all("script") == []
    assert everything_stored() == before
    assert is_mailed(ingrid)


def test_pressing_it_unsubscribes(ingrid: Prospect) -> None:
    client = mail_program()
    form = read(client.get(link(ingrid))).one("form")
    assert form.attrs.get("action", link(ingrid)) == link(ingrid)
    answer = client.post(link(ingrid), filled_in(form))
    assert (answer.status_code, read(answer).one("h1").text) == (200, "You are unsubscribed")
    assert not is_mailed(ingrid)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("List-Unsubscribe=One-Click", FORM),
        ('--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
         "multipart/form-data; boundary=x"),
        ("", FORM),
        ("%ff%00&=&&", FORM),
        ("no part at all", "multipart/form-data; boundary=x"),
        ("no boundary", "multipart/form-data"),
        ("{", "application/json"),
    ],
)  # fmt: skip
def test_one_request_is_enough_whatever_is_in_it(ingrid: Prospect, body: str, content_type: str) -> None:
    answer = mail_program().post(link(ingrid), body, content_type=content_type)
    assert answer.status_code == 200
    assert not is_mailed(ingrid)


def test_it_needs_no_cookie_sets_none_and_leads_nowhere_else(ingrid: Prospect) -> None:
    for answer in (mail_program().get(link(ingrid)), mail_program().post(link(ingrid), ONE_CLICK)):
        assert answer.status_code == 200
        assert answer.cookies == {}
        assert "Location" not in answer


def test_from_another_site_it_works_as_well(ingrid: Prospect) -> None:
    headers = {"Origin": "https://mail.example", "Referer": "https://mail.example/inbox"}
    assert mail_program().post(link(ingrid), ONE_CLICK, headers=headers).status_code == 200
    assert not is_mailed(ingrid)


def test_the_tenth_press_is_answered_like_the_first_and_written_once(ingrid: Prospect) -> None:
    client = mail_program()
    first = client.post(link(ingrid), ONE_CLICK)
    after = everything_stored()
    later = [client.post(link(ingrid), ONE_CLICK) for _again in range(9)]
    assert {answer.content for answer in later} == {first.content}
    assert everything_stored() == after
    assert read(client.get(link(ingrid))).one("h1").text == "You are unsubscribed"


def test_it_outlives_the_secret_key(ingrid: Prospect) -> None:
    address = link(ingrid)
    with override_settings(SECRET_KEY=ANOTHER_KEY, SECRET_KEY_FALLBACKS=[]):
        assert mail_program().post(address, ONE_CLICK).status_code == 200
    assert not is_mailed(ingrid)


def test_it_works_when_nobody_of_ours_is_active(ingrid: Prospect) -> None:
    User.objects.update(is_active=False)
    assert mail_program().post(link(ingrid), ONE_CLICK).status_code == 200
    assert not is_mailed(ingrid)


@pytest.mark.parametrize(
    "key", ["nobodys-key", "a" * 32, "%00", "%ff%fe", "a" * 5000, "..", "%27%20OR%201=1"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_any_other_key_leads_nowhere(ingrid: Prospect, key: str, method: str) -> None:
    link(ingrid)
    before = everything_stored()
    assert getattr(mail_program(), method)(f"/unsubscribe/{key}/").status_code == 404
    assert everything_stored() == before


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "patch", "delete"])
def test_nothing_but_a_post_changes_a_row(ingrid: Prospect, method: str) -> None:
    address = link(ingrid)
    before = everything_stored()
    answer = getattr(mail_program(), method)(f"{address}?List-Unsubscribe=One-Click")
    assert answer.status_code == (200 if method in {"get", "head"} else 405)
    assert everything_stored() == before


def test_buyers_see_the_public_name_of_the_team_alone(ingrid: Prospect) -> None:
    for answer in (
        mail_program().get(link(ingrid)),
        mail_program().get("/unsubscribe/nobodys-key/"),
        mail_program().post(link(ingrid), ONE_CLICK),
    ):
        text = answer.content.decode()
        for ours in ("Lost Deals", "Vogt and partners", "Maren", "Ingrid", 'href="/"'):
            assert ours not in text
    assert "Vogt &amp; Partner" in mail_program().get(link(ingrid)).content.decode()


def test_without_a_public_name_it_says_we(ingrid: Prospect) -> None:
    Team.objects.update(public_name="")
    assert "and we send you nothing" in read(mail_program().get(link(ingrid))).text


def test_it_speaks_their_language_where_we_know_it(ingrid: Prospect) -> None:
    asked = {"accept-language": "en"}
    Prospect.objects.update(language="de")
    assert read(mail_program().get(link(ingrid), headers=asked)).one("html").attrs["lang"] == "de"
    Prospect.objects.update(language="xx")
    assert read(mail_program().get(link(ingrid), headers=asked)).one("html").attrs["lang"] == "en"


def test_its_answers_are_kept_and_found_by_nobody(ingrid: Prospect) -> None:
    answer = mail_program().get(link(ingrid))
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "strict-origin"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


# In the app


def test_their_page_says_that_and_when(desk: Client, ingrid: Prospect) -> None:
    assert read(desk.get(ingrid.get_absolute_url())).all(data_unsubscribed=True) == []
    mail_program().post(link(ingrid), ONE_CLICK)
    page = read(desk.get(ingrid.get_absolute_url()))
    assert page.one(data_unsubscribed=True).text.startswith(
        "Unsubscribed on 2 Mar 2026, by the link in a mail."
    )
    assert "Unsubscribed from what the app sends" in page.text


def test_what_was_done_says_who_it_was(desk: Client, ingrid: Prospect) -> None:
    mail_program().post(link(ingrid), ONE_CLICK)
    listed = read(desk.get(f"{ingrid.get_absolute_url()}done/"))
    [told] = [item.text for item in listed.all("li") if "unsubscribed by the link" in item.text]
    assert "they themselves" in told
    assert "Undo" not in told
    assert Change.objects.get(action="unsubscribe").actor is None


def test_a_yes_written_since_takes_its_place(desk: Client, ingrid: Prospect, owner: User) -> None:
    mail_program().post(link(ingrid), ONE_CLICK)
    Permission.objects.filter(source="pressed_link").update(given_on="2026-02-01")
    assert read(desk.get(ingrid.get_absolute_url())).all(data_unsubscribed=True) == []


def test_the_key_is_no_secret_of_the_session(ingrid: Prospect) -> None:
    client = mail_program()
    client.get(link(ingrid))
    client.post(link(ingrid), ONE_CLICK)
    assert settings.SESSION_COOKIE_NAME not in client.cookies
