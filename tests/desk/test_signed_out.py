"""A session that ran out under a form: what was typed goes through the sign-in, is shown again, not saved."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from desk.carried import OWNER_FIELD, owner_mark
from followups.models import FollowUp
from prospects.models import Loss
from tests.cast import PASSWORD
from tests.desk.reading import Fields, filled_in, form_to, read, said
from tests.desk.signing_out import SIGN_IN, WORDS, fill_in, holds, run_out, shown_after, sign_in
from tests.desk.visiting import HTMX, signed_in
from tests.followups.telling import log


@pytest.fixture
def typed(desk: Client) -> Fields:
    """A no with something in many of its fields."""
    return fill_in(
        desk, "/no/", "/no/", conversation="not_a_priority", prospect_name="Ingrid Solheim",
        organisation_name="Havbruk Nordic", in_their_words=WORDS, notes="Ask about Bergen",
        said_on="2026-02-27", told_by="call", deal_title="A plan", deal_value="48000", is_decision_maker="on",
        ask_stay_in_touch="yes", good_deal="yes",
    )  # fmt: skip


def test_everything_typed_is_shown_again_after_signing_in(desk: Client, owner: User, typed: Fields) -> None:
    run_out(desk)
    page = shown_after(desk, desk.post("/no/", typed), owner)
    assert holds(page, "/no/", typed)
    assert "You were signed out. Here is what you typed; nothing has been saved yet." in said(page)
    assert not Loss.objects.exists()


def test_the_sign_in_page_says_that_nothing_is_lost_or_saved(desk: Client, typed: Fields) -> None:
    run_out(desk)
    page = read(desk.post("/no/", typed))
    assert "Nothing you typed is lost" in page.text
    assert "Nothing has been saved yet." in page.text
    assert page.one("h1").text == "Sign in"


def test_pressing_save_then_saves_it_once(desk: Client, owner: User, typed: Fields) -> None:
    run_out(desk)
    page = shown_after(desk, desk.post("/no/", typed), owner)
    for _press in range(2):
        answer = desk.post("/no/", filled_in(form_to(page, "/no/")))
        assert answer.status_code == 303
    assert Loss.objects.get().in_their_words == WORDS.strip()


def test_it_can_be_read_again_until_it_is_saved(desk: Client, owner: User, typed: Fields) -> None:
    run_out(desk)
    entered = sign_in(desk, desk.post("/no/", typed), owner)
    for _look in range(2):
        page = read(desk.get(entered["Location"]))
        assert holds(page, "/no/", typed)
    desk.post("/no/", filled_in(form_to(page, "/no/")))
    after = read(desk.get(entered["Location"]))
    assert filled_in(form_to(after, "/no/"))["prospect_name"] == ""
    assert said(after).count("nothing has been saved") == 0


def test_a_mistyped_password_loses_nothing(desk: Client, owner: User, typed: Fields) -> None:
    run_out(desk)
    answer = desk.post("/no/", typed)
    fields = filled_in(form_to(read(answer), SIGN_IN)) | {"login": owner.email, "password": "not it, sorry"}
    again = desk.post(SIGN_IN, fields)
    assert again.status_code == 200
    assert "Nothing you typed is lost" in read(again).text
    entered = sign_in(desk, again, owner)
    assert holds(read(desk.get(entered["Location"])), "/no/", typed)


def test_a_mistake_in_it_is_said_and_kept(desk: Client, owner: User, typed: Fields) -> None:
    typed |= {"email": "ingrid at havbruk", "said_on": "2999-01-01"}
    run_out(desk)
    page = shown_after(desk, desk.post("/no/", typed), owner)
    assert holds(page, "/no/", typed)
    assert "Enter a valid email address." in page.text


def test_whom_it_was_about_is_kept(desk: Client, owner: User) -> None:
    person = log(owner, "Tom Okafor").prospect
    typed = fill_in(desk, f"/no/?prospect={person.pk}", "/no/", conversation="cannot", notes="Again")
    run_out(desk)
    page = shown_after(desk, desk.post("/no/", typed), owner)
    assert holds(page, "/no/", typed)
    assert "Tom Okafor" in page.one(id="log").text


def test_the_first_no_of_all_is_shown_on_the_page_to_log_it(desk: Client, owner: User) -> None:
    typed = fill_in(desk, "/", "/no/preview/", conversation="cannot", prospect_name="Tom Okafor")
    run_out(desk)
    page = shown_after(desk, desk.post("/no/preview/", typed), owner)
    again = filled_in(form_to(page, "/no/"))
    assert (again["conversation"], again["prospect_name"]) == ("cannot", "Tom Okafor")
    assert again["submission"] == typed["submission"]


def test_a_button_without_words_leads_to_the_sign_in_as_ever(desk: Client, row: FollowUp) -> None:
    run_out(desk)
    for door in ("skip", "snooze", "undo"):
        answer = desk.post(f"/followups/{row.pk}/{door}/", {"until": "tomorrow"})
        assert (answer.status_code, answer["Location"]) == (
            302,
            f"{SIGN_IN}?next=/followups/{row.pk}/{door}/",
        )


def test_an_empty_form_leads_to_the_sign_in_as_ever(desk: Client) -> None:
    run_out(desk)
    assert desk.post("/no/", {"prospect_name": " ", "submission": "key"}).status_code == 302


def test_a_script_hears_that_they_are_signed_out_and_leaves_the_page_alone(
    desk: Client, typed: Fields
) -> None:
    run_out(desk)
    answer = desk.post("/no/preview/", typed, headers=HTMX)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["X-Signed-Out"] == "1"
    assert "HX-Redirect" not in answer


def test_too_much_to_carry_is_said(desk: Client, typed: Fields) -> None:
    run_out(desk)
    page = read(desk.post("/no/", typed | {"notes": "n" * 200_001}))
    assert "too long to be kept here: go back, copy it, then sign in" in page.text
    assert page.all(name="carried") == []


@pytest.mark.parametrize("letter", ["n", "ü", "語", "\U0001f469"])
def test_a_form_filled_to_the_brim_is_carried(desk: Client, owner: User, typed: Fields, letter: str) -> None:
    typed |= dict.fromkeys(("in_their_words", "notes"), letter * 4000)
    run_out(desk)
    page = shown_after(desk, desk.post("/no/", typed), owner)
    assert holds(page, "/no/", typed)


def test_signed_in_elsewhere_meanwhile_the_old_sign_in_page_shows_it_too(
    desk: Client, owner: User, typed: Fields
) -> None:
    run_out(desk)
    stale = desk.post("/no/", typed)
    desk.force_login(owner)
    entered = sign_in(desk, stale, owner)
    page = read(desk.get(entered["Location"]))
    assert holds(page, "/no/", typed)


# A form whose token does not fit: no cookies, or signed in again in another window.


@pytest.fixture
def strict(owner: User) -> Client:
    """The owner's browser, where a form's token counts."""
    return signed_in(owner, enforce_csrf_checks=True)


def no_of(client: Client) -> Fields:
    return fill_in(
        client, "/no/", "/no/", conversation="cannot", prospect_name="Ingrid", in_their_words=WORDS
    )


def test_without_any_cookie_what_was_typed_still_goes_through_the_sign_in(
    strict: Client, owner: User
) -> None:
    typed = no_of(strict)
    strict.cookies.clear()
    page = shown_after(strict, strict.post("/no/", typed), owner)
    assert holds(page, "/no/", typed)
    assert not Loss.objects.exists()


def test_signed_in_again_in_another_window_it_is_shown_after_one_press(strict: Client, owner: User) -> None:
    typed = no_of(strict)
    strict.cookies.clear()
    strict.force_login(owner)
    strict.get("/")
    refused = strict.post("/no/", typed)
    assert refused.status_code == 403
    assert "nothing you typed is lost" in read(refused).text
    assert not Loss.objects.exists()
    shown = strict.post("/typed/", filled_in(form_to(read(refused), "/typed/")))
    assert (shown.status_code, shown["Location"]) == (303, "/no/?again=1")
    page = read(strict.get(shown["Location"]))
    assert holds(page, "/no/", typed)
    assert said(page) == "Here is what you typed; nothing has been saved yet."
    assert strict.post("/no/", filled_in(form_to(page, "/no/"))).status_code == 303


def test_a_script_hears_of_it_too(strict: Client) -> None:
    typed = no_of(strict)
    strict.cookies["csrftoken"] = "x" * 32
    for client in (strict, Client(SERVER_NAME="localhost", enforce_csrf_checks=True)):
        answer = client.post("/no/preview/", typed, headers=HTMX)
        assert (answer.status_code, answer["X-Signed-Out"]) == (403, "1")
    assert "X-Signed-Out" not in strict.post("/no/preview/", {}, headers=HTMX)


def test_an_old_sign_in_page_loses_nothing(strict: Client, owner: User) -> None:
    typed = no_of(strict)
    strict.cookies.clear()
    stale = filled_in(form_to(read(strict.post("/no/", typed)), SIGN_IN))
    strict.cookies.clear()
    fields = stale | {"login": owner.email, "password": PASSWORD}
    page = shown_after(strict, strict.post(SIGN_IN, fields), owner)
    assert holds(page, "/no/", typed)


def test_a_form_with_nothing_in_it_is_too_old_as_ever(strict: Client) -> None:
    page = read(strict.post("/no/", {}))
    assert page.one("h1").text == "Once more, please"
    assert page.all(name="carried") == []


# Whose words they are


def test_somebody_else_who_signs_in_does_not_see_them(desk: Client, colleague: User, typed: Fields) -> None:
    run_out(desk)
    entered = sign_in(desk, desk.post("/no/", typed), colleague)
    assert entered["Location"] == "/"
    page = read(desk.get("/"))
    assert "What was typed before is somebody else's. Nothing was saved." in said(page)
    for address in ("/", "/no/?again=1"):
        assert "Ingrid" not in desk.get(address).content.decode()


def test_a_page_of_somebody_else_offers_nothing_to_who_is_signed_in(strict: Client, colleague: User) -> None:
    typed = no_of(strict)
    strict.cookies.clear()
    strict.force_login(colleague)
    page = read(strict.post("/no/", typed))
    assert "Somebody else was signed in when this page was opened." in page.text
    assert page.all(name="carried") == []


# Every form people type into says whose page it is.

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "desk"
FORM = re.compile(r"<form\b(.*?)</form>", re.DOTALL)
TYPED_INTO = re.compile(
    r"<textarea|_field\.html|_choice\.html|<input(?![^>]*type=\"(?:hidden|radio|checkbox|search|date)\")"
)
# The first account, and that of somebody invited: nobody is signed in yet.
NOBODYS = {"setup.html", "invite.html"}


def forms_people_type_into() -> Iterable[tuple[str, str]]:
    for path in sorted(TEMPLATES.glob("*.html")):
        for form in FORM.findall(path.read_text()):
            if 'method="post"' in form and TYPED_INTO.search(form) and path.name not in NOBODYS:
                yield path.name, form


@pytest.mark.parametrize(("name", "form"), list(forms_people_type_into()))
def test_every_form_people_type_into_says_whose_page_it_is(name: str, form: str) -> None:
    assert '{% include "_typed_by.html" %}' in form, f"{name}: put it beside the token"


def test_there_are_such_forms() -> None:
    assert len(list(forms_people_type_into())) >= 8


def test_a_form_says_it_so_that_only_we_could_have_written_it(desk: Client, owner: User) -> None:
    mark = filled_in(form_to(read(desk.get("/no/")), "/no/"))[OWNER_FIELD]
    assert mark == owner_mark(owner)
    assert str(owner.pk) in mark
    assert mark != str(owner.pk)
