"""Log a no, in a real browser: what changes while one types, and what a hasty press may not do."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from library.models import Topic
from prospects.conversations import AskKind, ExitConversation
from prospects.labels import CHIPS
from prospects.lines import FITTING_ASKS, SHORT
from prospects.models import Deal, Loss, Prospect
from tests.browser.conftest import PHONE
from tests.browser.hands import FOCUSED, MOST_STEPS, Finger, Keyboard, Mouse, label_of, shown
from tests.browser.looking import assert_stands_in_view
from tests.followups.telling import log

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

SignedIn = Callable[..., Page]
PROSPECT_PAGE = re.compile(r"/prospects/[0-9a-f-]{36}/$")


def choose(page: Page, answer: str) -> None:
    Mouse().choose(page.get_by_role("radio", name=answer, exact=True))


def ask_row(page: Page, kind: AskKind) -> Locator:
    """An ask with everything that belongs to it."""
    return page.locator(f"[data-ask={kind.value}]")


def answer(page: Page, kind: AskKind, words: str) -> None:
    Mouse().choose(ask_row(page, kind).get_by_role("radio", name=words, exact=True))


def asks_in_view(page: Page) -> set[str]:
    """The asks one sees without opening anything."""
    rows = page.locator("[data-ask]:visible")
    return {row.get_attribute("data-ask") or "" for row in rows.all()}


def save(page: Page) -> None:
    shown(page.get_by_role("button", name="Save the plan")).click()


def sentence(page: Page) -> str:
    return page.get_by_role("region", name="Before you hang up").get_by_role("blockquote").inner_text()


def test_the_sentence_follows_the_kind_of_no_and_the_day_they_named(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner)
    page.goto("/no/")
    page.get_by_label("Who said no?").fill("Priya Raman")
    choose(page, "Picked someone else")
    exit_block = page.get_by_role("region", name="Before you hang up")
    expect(exit_block).to_contain_text("Thanks for telling me yourself, Priya.")
    choose(page, "Went quiet")
    expect(exit_block).to_contain_text("This isn't the moment, Priya")
    assert "in a few weeks" in sentence(page)
    page.get_by_label("Next contact, as agreed").fill("2026-03-20")
    page.get_by_label("Next contact, as agreed").blur()
    expect(exit_block).to_contain_text("on 20 March")


def test_the_plan_follows_what_is_filled_in(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner)
    page.goto("/no/")
    check_in = page.locator("[data-kind=check_in]")
    day = check_in.locator("time:not([data-opens], [data-closes])")
    choose(page, "Picked someone else")
    expect(day).to_have_attribute("datetime", "2026-04-27")  # day 55 is a Sunday
    choose(page, "Went quiet")
    expect(day).to_have_attribute("datetime", "2026-04-02")
    page.get_by_label("Next contact, as agreed").fill("2026-03-20")
    page.get_by_role("combobox", name=re.compile("^How optional")).select_option("meeting")
    expect(page.locator("[data-kind=agreed_meeting] time")).to_have_attribute("datetime", "2026-03-20")
    expect(check_in).to_have_count(0)
    answer(page, AskKind.STAY_IN_TOUCH, "No")
    expect(page.get_by_text("They'd rather not hear from us")).to_be_visible()
    assert not Loss.objects.exists()


def test_the_summary_beside_save_says_the_plan_in_a_line(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner, viewport=PHONE)
    page.goto("/no/")
    choose(page, "Not now")
    expect(page.get_by_text("Thank-you tomorrow. Check in 1 Apr – 1 May.")).to_be_in_viewport()


def test_every_sentence_stands_above_the_save_bar_after_one_tap(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner, viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto("/no/")
    said = page.get_by_role("region", name="Before you hang up").get_by_role("blockquote")
    save_bar = shown(page.get_by_role("button", name="Save the plan"))
    for conversation, chip in CHIPS.items():
        Finger().choose(page.get_by_role("radio", name=str(chip), exact=True))
        line = str(SHORT[conversation])
        expect(said).to_contain_text(line[line.index("{first_name}") + 12 :][:12])
        assert_stands_in_view(page, said, above=save_bar)


def test_a_known_person_is_found_while_typing_and_can_be_chosen(owner: User, signed_in: SignedIn) -> None:
    known = log(owner, "Ingrid Solheim").prospect
    page = signed_in(owner)
    page.goto("/no/")
    choose(page, "Not now")
    page.get_by_label("Who said no?").press_sequentially("Ingrid Solhem")
    somebody = page.get_by_role("group", name="Somebody you know?")
    expect(somebody).to_be_visible()
    label_of(somebody.get_by_role("radio", name=re.compile("Ingrid Solheim"))).click()
    expect(page.get_by_text("This joins the plan you already have for them.")).to_be_visible()
    page.get_by_label("In their words").fill("Not this year either")
    save(page)
    expect(page).to_have_url(re.compile(f"/prospects/{known.pk}/$"))
    assert Prospect.objects.count() == 1
    assert Loss.objects.filter(prospect=known).count() == 2


def test_typing_on_keeps_what_was_typed_and_where_one_stands(owner: User, signed_in: SignedIn) -> None:
    log(owner, "Ingrid Solheim")
    page = signed_in(owner)
    page.goto("/no/")
    choose(page, "Not now")
    name = page.get_by_label("Who said no?")
    with page.expect_response("**/no/preview/"):
        name.press_sequentially("Ingrid Sol")
    page.get_by_role("group", name="Somebody you know?").wait_for()
    page.keyboard.type("berg")
    expect(name).to_have_value("Ingrid Solberg")
    expect(name).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_double_click_on_save_makes_one_loss(owner: User, signed_in: SignedIn, *, scripts: bool) -> None:
    page = signed_in(owner, java_script_enabled=scripts)
    page.goto("/no/")
    choose(page, "Not now")
    page.get_by_label("Who said no?").fill("Aisha Bello")
    shown(page.get_by_role("button", name="Save the plan")).dblclick()
    expect(page).to_have_url(PROSPECT_PAGE)
    assert (Loss.objects.count(), Deal.objects.count(), Prospect.objects.count()) == (1, 1, 1)


def test_going_back_and_saving_again_makes_one_loss(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner)
    page.goto("/no/")
    choose(page, "Not now")
    page.get_by_label("Who said no?").fill("Aisha Bello")
    save(page)
    expect(page).to_have_url(PROSPECT_PAGE)
    page.go_back()
    choose(page, "Not now")
    page.get_by_label("Who said no?").fill("Aisha Bello")
    save(page)
    expect(page).to_have_url(PROSPECT_PAGE)
    assert Loss.objects.count() == len(set(Loss.objects.values_list("submission", flat=True)))


def test_what_is_missing_stands_beside_its_field_and_nothing_typed_is_lost(
    owner: User, signed_in: SignedIn
) -> None:
    page = signed_in(owner, java_script_enabled=False)
    page.goto("/no/")
    page.get_by_label("In their words").fill("Not before the audit")
    page.get_by_role("form", name="Log a “no”").evaluate("form => { form.noValidate = true; }")
    save(page)
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Please look at these again")
    expect(summary).to_be_focused()
    expect(page.get_by_label("In their words")).to_have_value("Not before the audit")
    name = page.get_by_label("Who said no?")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_accessible_description("Whose no was it? A name is enough.")
    kinds = page.get_by_role("group", name="What kind of no was it?")
    expect(kinds).to_have_accessible_description("Choose one, or “Don't know yet”.")
    assert not Loss.objects.exists()


def test_ctrl_enter_saves(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner)
    page.goto("/no/")
    choose(page, "Not now")
    page.get_by_label("Who said no?").fill("Aisha Bello")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(PROSPECT_PAGE)
    assert Loss.objects.count() == 1


def test_the_first_run_leads_to_the_plan_and_to_a_loss(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner)
    page.goto("/")
    choose(page, "Not now")
    page.get_by_label("Who said no?").fill("Aisha Bello")
    page.get_by_role("button", name="See the plan").click()
    expect(page.locator("[data-kind=check_in] time:not([data-opens], [data-closes])")).to_have_attribute(
        "datetime", "2026-04-16"
    )
    assert not Loss.objects.exists()
    save(page)
    expect(page).to_have_url(PROSPECT_PAGE)
    assert Loss.objects.count() == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_two_asks_that_fit_stand_open_and_the_rest_one_tap_away(
    owner: User, signed_in: SignedIn, *, scripts: bool
) -> None:
    page = signed_in(owner, java_script_enabled=scripts, viewport=PHONE)
    page.goto("/no/")
    for conversation, chip in CHIPS.items():
        choose(page, str(chip))
        assert asks_in_view(page) == {kind.value for kind in FITTING_ASKS[conversation]}
    page.get_by_text("All the asks").click()
    assert asks_in_view(page) == {kind.value for kind in AskKind}
    page.get_by_text("Only those that fit").click()
    assert len(asks_in_view(page)) == 2


def test_an_answer_stays_in_view_when_another_chip_is_chosen(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner, java_script_enabled=False)
    page.goto("/no/")
    choose(page, "Can't, with reason")
    answer(page, AskKind.REFERRAL, "Will think")
    choose(page, "Not now")
    fitting = {kind.value for kind in FITTING_ASKS[ExitConversation.NOT_A_PRIORITY]}
    assert asks_in_view(page) == fitting | {"referral"}
    answer(page, AskKind.REFERRAL, "Not asked")
    assert asks_in_view(page) == fitting


def test_a_yes_shows_what_belongs_to_it(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner, java_script_enabled=False)
    page.goto("/no/")
    choose(page, "Can't, with reason")
    whom = page.get_by_label("Whom did they name?")
    expect(whom).to_be_hidden()
    answer(page, AskKind.REFERRAL, "Yes")
    whom.fill("Jonas Weber")
    answer(page, AskKind.REFERRAL, "No")
    expect(whom).to_be_visible()  # nothing typed ever disappears
    whom.fill("")
    expect(whom).to_be_hidden()
    answer(page, AskKind.STAY_IN_TOUCH, "Yes")
    expect(page.get_by_role("group", name="What may we do?")).to_be_visible()


def test_an_ask_is_said_as_the_conversation_wants_it(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner, java_script_enabled=False)
    page.goto("/no/")
    choose(page, "Went quiet")
    expect(
        page.get_by_role("radiogroup", name=re.compile("Is it the timing, the risk, or us"))
    ).to_be_visible()
    choose(page, "Better fit elsewhere")
    expect(page.get_by_role("radiogroup", name=re.compile("What tipped it in the end"))).to_be_visible()
    expect(page.get_by_text("Is it the timing, the risk, or us?")).to_be_hidden()


def test_a_mistake_among_the_folded_asks_is_in_view(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner, java_script_enabled=False)
    page.goto("/no/")
    choose(page, "Not now")
    page.get_by_text("All the asks").click()
    answer(page, AskKind.REFERENCE, "Yes")
    page.get_by_label("What may they be asked about?").fill("How we listen")
    answer(page, AskKind.REFERENCE, "No")
    page.get_by_label("Who said no?").fill("Aisha Bello")
    save(page)
    expect(page.get_by_text("They haven't said yes to that.").last).to_be_visible()
    expect(page.get_by_label("What may they be asked about?")).to_have_value("How we listen")
    assert not Loss.objects.exists()


def test_how_words_are_read_stands_beside_them_while_typing(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner)
    page.goto("/no/")
    choose(page, "Not now")
    words = page.get_by_label("When do you speak again?")
    words.press_sequentially("after the summer")
    expect(page.locator("#reading")).to_have_text(re.compile("Understood as Monday 7 September 2026"))
    expect(words).to_have_accessible_description(re.compile("Understood as Monday 7 September 2026"))
    expect(words).to_be_focused()
    expect(words).to_have_value("after the summer")
    expect(page.get_by_text("Something useful every … weeks until then?")).to_be_visible()
    expect(page.locator("[data-kind=check_in] time")).to_have_attribute("datetime", "2026-09-07")


def test_topics_are_suggested_while_typing(owner: User, signed_in: SignedIn) -> None:
    Topic.objects.create(team=owner.team, name="Night shifts")
    page = signed_in(owner)
    page.goto("/no/")
    page.locator("summary", has_text="What they need").click()
    goals = page.get_by_label("Goals, parted by commas")
    goals.press_sequentially("Fewer hand-overs, nigh")
    suggestion = page.locator("#topics-known option")
    expect(suggestion).to_have_attribute("value", "Fewer hand-overs, Night shifts")
    assert goals.evaluate("input => input.list.id") == "topics-known"


def test_the_asks_and_folds_can_be_used_by_keyboard_alone(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner, viewport=PHONE)
    page.goto("/no/")
    keys = Keyboard(page)
    keys.choose(page.get_by_role("radio", name="Can't, with reason"))
    keys.choose(ask_row(page, AskKind.STAY_IN_TOUCH).get_by_role("radio", name="Yes", exact=True))
    call = page.get_by_role("checkbox", name="Call", exact=True)
    for _step in range(MOST_STEPS):
        if call.evaluate(FOCUSED):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(call).to_be_checked()
    keys.press(page.locator("#asks-all summary"))
    expect(ask_row(page, AskKind.FEEDBACK)).to_be_visible()
