"""What was typed survives a tunnel: no network, answer or session, a closed tab, Back. Nothing is doubled."""

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect
from time_machine import Traveller

from accounts.models import User
from followups.kinds import Status
from followups.models import FollowUp
from prospects.models import Loss, Prospect
from tests.browser.conftest import PHONE, Window
from tests.browser.hands import Mouse, shown
from tests.browser.typing_a_no import (
    FAILS,
    HTMX_FAILS,
    NAME,
    PROSPECT_PAGE,
    SAVE,
    UNSENT,
    SignedIn,
    answer_nonsense,
    assert_saved_once,
    assert_still_there,
    drop_the_answer,
    refuse,
    save,
    type_a_no,
)
from tests.browser.watching import Watch
from tests.cast import PASSWORD
from tests.followups.telling import day, log, step_of

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("fault", [refuse, drop_the_answer, answer_nonsense])
@pytest.mark.parametrize("screen", [{"viewport": PHONE}, {}], ids=["phone", "desk"])
def test_a_save_that_fails_keeps_the_form_and_is_repeated_without_doubling(
    owner: User, signed_in: SignedIn, watch: Watch, fault: Callable[[Route], None], screen: dict[str, object]
) -> None:
    watch.expect(FAILS)
    page = signed_in(owner, **screen)
    page.goto("/no/")
    type_a_no(page)
    page.route(SAVE, fault)
    save(page)
    expect(shown(page.get_by_text(UNSENT))).to_be_in_viewport()
    expect(page.locator("[aria-live=polite]")).to_have_text(UNSENT)
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert_still_there(page)
    assert Loss.objects.count() == (fault is drop_the_answer)
    save(page)
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    page.unroute(SAVE)
    save(page)
    assert_saved_once(page)


def test_an_answer_that_never_comes_is_not_waited_for_for_ever(
    owner: User, signed_in: SignedIn, watch: Watch
) -> None:
    watch.expect(FAILS)
    page = signed_in(owner)
    page.clock.install()
    page.goto("/no/")
    Mouse().choose(page.get_by_role("radio", name="Not now", exact=True))
    page.get_by_label("Who said no?").fill(NAME)
    page.route(SAVE, lambda route: None)
    save(page)
    expect(page.locator("[aria-busy=true]")).to_have_count(1)
    page.clock.fast_forward(21_000)
    expect(shown(page.get_by_text(UNSENT))).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def test_what_is_typed_in_a_tunnel_stays_and_the_plan_comes_back_with_the_network(
    owner: User, signed_in: SignedIn, watch: Watch
) -> None:
    watch.expect(FAILS)
    watch.expect(HTMX_FAILS)
    page = signed_in(owner, viewport=PHONE)
    page.goto("/no/")
    page.context.set_offline(True)
    type_a_no(page, scripts=False)
    away = shown(page.get_by_text("No connection just now. What you typed stays here."))
    expect(away).to_be_in_viewport()
    page.context.set_offline(False)
    page.get_by_label("Who said no?").press("End")
    page.keyboard.type(" ")
    page.locator("[data-kind=check_in]").first.wait_for(state="attached")
    expect(page.locator(".say-error")).to_have_count(0)


def test_a_mistake_is_shown_as_ever_and_mended(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner)
    page.goto("/no/")
    type_a_no(page)
    page.get_by_label("E-mail").fill("aisha at kano")
    page.get_by_role("form", name="Log a “no”").evaluate("form => { form.noValidate = true; }")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Enter a valid email address.")
    assert_still_there(page)
    page.get_by_label("E-mail").fill("aisha@kano.example")
    save(page)
    assert_saved_once(page)


def test_enter_in_a_field_leaves_nothing_behind(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner)
    page.goto("/no/")
    type_a_no(page)
    page.get_by_label("Who said no?").press("Enter")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert_still_there(page)
    save(page)
    assert_saved_once(page)


# The same form again


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_back_and_save_again_is_the_same_no(owner: User, signed_in: SignedIn, *, scripts: bool) -> None:
    page = signed_in(owner, java_script_enabled=scripts)
    page.goto("/")
    page.goto("/no/")
    type_a_no(page, scripts)
    save(page)
    assert_saved_once(page)
    page.go_back()
    assert_still_there(page)
    save(page)
    assert_saved_once(page)


def test_even_where_the_browser_asked_for_the_page_anew(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner)
    page.goto("/no/")
    type_a_no(page)
    save(page)
    assert_saved_once(page)
    page.context.add_cookies([{"name": "other", "value": "1", "url": page.url}])  # its memory doesn't fit
    page.go_back()
    assert_still_there(page)
    save(page)
    assert_saved_once(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_changed_after_back_it_asks_whether_it_is_another(
    owner: User, signed_in: SignedIn, *, scripts: bool
) -> None:
    page = signed_in(owner, java_script_enabled=scripts)
    page.goto("/")
    page.goto("/no/")
    type_a_no(page, scripts)
    save(page)
    assert_saved_once(page)
    page.go_back()
    page.get_by_label("Who said no?").fill("Tom Okafor")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("This no is saved already: Aisha Bello.")
    expect(page.get_by_label("Who said no?")).to_have_value("Tom Okafor")
    assert Loss.objects.count() == 1
    save(page)
    expect(page).to_have_url(PROSPECT_PAGE)
    assert set(Prospect.objects.values_list("name", flat=True)) == {"Aisha Bello", "Tom Okafor"}


def test_a_second_no_from_the_link_is_a_no_of_its_own(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner)
    for _time in range(2):
        page.goto("/no/")
        expect(page.get_by_label("Who said no?")).to_have_value("")
        type_a_no(page)
        save(page)
        expect(page).to_have_url(PROSPECT_PAGE)
    assert Loss.objects.count() == 2


# A session that ran out


def sign_in(page: Page, user: User) -> None:
    expect(page.get_by_text("Nothing you typed is lost")).to_be_visible()
    page.get_by_label(re.compile("^E-?mail")).fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    told = page.get_by_role("status").get_by_text("Here is what you typed; nothing has been saved yet.")
    expect(told).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("cookies", [True, False], ids=["cookies kept", "cookies gone"])
def test_a_session_that_ran_out_loses_nothing(
    owner: User, signed_in: SignedIn, watch: Watch, *, scripts: bool, cookies: bool
) -> None:
    watch.expect(FAILS)
    page = signed_in(owner, java_script_enabled=scripts)
    page.goto("/no/")
    type_a_no(page, scripts)
    Session.objects.all().delete()
    if not cookies:
        page.context.clear_cookies()
    save(page)
    sign_in(page, owner)
    assert_still_there(page)
    assert not Loss.objects.exists()
    save(page)
    assert_saved_once(page)


def test_signed_out_while_typing_the_page_stays(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner, viewport=PHONE)
    page.goto("/no/")
    Session.objects.all().delete()
    type_a_no(page, scripts=False)
    text = "You were signed out. What you typed stays here: press Save, sign in and go on."
    expect(shown(page.get_by_text(text))).to_be_in_viewport()
    assert_still_there(page)


def test_signed_in_again_in_another_window_nothing_is_lost(
    owner: User, window: Window, signed_in: SignedIn, watch: Watch, clock: Traveller
) -> None:
    watch.expect(FAILS)
    page = signed_in(owner)
    page.goto("/no/")
    type_a_no(page)
    Session.objects.all().delete()
    other = page.context.new_page()
    other.goto("/accounts/login/")
    other.get_by_label(re.compile("^E-?mail")).fill(owner.email)
    other.get_by_label("Password", exact=True).fill(PASSWORD)
    other.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(other).not_to_have_url(re.compile("/accounts/login/"))
    page.get_by_label("Who said no?").press("End")
    page.keyboard.type(" ")
    expect(shown(page.locator(".say-error"))).to_contain_text("What you typed stays here: press Save")
    page.get_by_label("Who said no?").fill(NAME)
    save(page)
    page.get_by_role("button", name="Show me what I typed").click()
    assert_still_there(page)
    save(page)
    assert_saved_once(page)


def test_how_it_went_typed_on_today_goes_through_the_sign_in(
    owner: User, signed_in: SignedIn, watch: Watch
) -> None:
    watch.expect(FAILS)
    row = step_of(log(owner, NAME, on=day(-45)).prospect)
    page = signed_in(owner)
    page.goto("/")
    page.locator(f"[data-followup='{row.pk}']").get_by_role("link", name="Done").click()
    page.get_by_label("A line to remember").fill("The audit went well")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).click()
    sign_in(page, owner)
    expect(page.get_by_label("A line to remember")).to_have_value("The audit went well")
    assert FollowUp.objects.get(pk=row.pk).status == Status.OPEN


def test_signed_out_on_today_a_note_half_typed_is_not_left(owner: User, signed_in: SignedIn) -> None:
    rows = [step_of(log(owner, name, on=day(-45)).prospect) for name in (NAME, "Tom Okafor")]
    page = signed_in(owner)
    page.goto("/")
    first, second = (page.locator(f"[data-followup='{row.pk}']") for row in rows)
    first.get_by_role("link", name="Done").click()
    page.get_by_label("A line to remember").fill("The audit went well")
    Session.objects.all().delete()
    second.get_by_role("button", name="Skip").click()
    expect(second).to_contain_text("You were signed out. What you typed stays here")
    expect(page.get_by_label("A line to remember")).to_have_value("The audit went well")


# Other forms


def test_what_is_known_of_a_person_survives_it_too(owner: User, signed_in: SignedIn, watch: Watch) -> None:
    watch.expect(FAILS)
    person = log(owner, NAME).prospect
    page = signed_in(owner)
    page.goto(f"{person.get_absolute_url()}edit/")
    page.get_by_label("Their role").fill("Head of planning")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(shown(page.get_by_text(UNSENT))).to_be_visible()
    expect(page.get_by_label("Their role")).to_have_value("Head of planning")
    page.context.set_offline(False)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_url(PROSPECT_PAGE)
    assert Prospect.objects.get().title == "Head of planning"
