"""Every page and every state of one worth looking at: how to get there, and as whom."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.invitations import invite, token_of
from accounts.models import User
from accounts.roles import Role
from tests.browser import (
    address_books,
    after_a_no,
    all_that_is_known,
    api_tokens,
    bringing_in,
    by_link,
    day_of_work,
    debriefs,
    figures_in_depth,
    hand_overs,
    importing,
    library,
    long_work,
    own_page,
    planning_ahead,
    privacy,
    signing_in,
    taking_along,
    useful_mail,
)
from tests.browser.hands import Mouse, shown
from tests.browser.house import LONG, House
from tests.followups.telling import step_of

AT_CURSOR = "[data-followup][aria-current=true]"

Way = Callable[[Page, House], object]


@dataclass(frozen=True)
class View:
    """One thing to look at. `who` is an attribute of House, or "visitor"; `answers` what its address answers;
    `part` is what differs from a page looked at as a whole."""

    name: str
    way: Way
    who: str = "owner"
    answers: int = 200
    part: str = "html"


def to(path: str) -> Way:
    """Simply open an address."""
    return lambda page, house: page.goto(path)


def ask_how_it_went(page: Page, house: House) -> None:
    page.goto("/")
    row = page.locator("[data-section=today] [data-followup]").first
    row.get_by_role("link", name="Done").click()
    expect(page.get_by_role("heading", name=re.compile("How did it go"))).to_be_visible()
    Mouse().choose(page.get_by_role("radio", name="Not yet"))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Which day did they name?")).to_be_visible()


def open_later(page: Page, house: House) -> None:
    page.goto("/")
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="Tomorrow").first).to_be_visible()


def open_keys(page: Page, house: House) -> None:
    page.goto("/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def held_on_today(page: Page, house: House) -> None:
    page.goto("/")
    section = page.get_by_role("region", name="Mail held for you")
    expect(section.get_by_role("link", name=re.compile("^and 2 more"))).to_be_visible()
    section.scroll_into_view_if_needed()


def open_more(page: Page, house: House) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    page.get_by_label("More: hand-overs, mail, settings, sign out").click()


def fill_in(page: Page, house: House) -> None:
    page.goto("/no/")
    Mouse().choose(page.get_by_role("radio", name="Went quiet"))
    page.get_by_label("Who said no?").press_sequentially("Ingrid Solhem")
    page.get_by_label("In their words").fill(LONG)
    expect(page.get_by_role("group", name="Somebody you know?")).to_be_visible()
    for fold in page.locator("form details summary").all():
        fold.click()
    for ask in (
        "stay_in_touch",
        "feedback",
        "referral",
        "reference",
        "reentry",
        "mailing_list",
        "next_meeting",
    ):
        Mouse().choose(page.locator(f"[name=ask_{ask}][value=yes]"))
    page.get_by_label("When do you speak again?").fill("nach den Sommerferien")
    page.get_by_label("What they said to it").fill(LONG)
    expect(page.get_by_text("Something useful every … weeks until then?")).to_be_visible()
    expect(page.get_by_role("region", name="Before you hang up")).to_be_visible()


def save_too_little(page: Page, house: House) -> None:
    page.goto("/no/")
    form = page.get_by_role("form", name="Log a “no”")
    form.evaluate("form => { form.noValidate = true; form.elements.said_on.value = '2027-01-01'; }")
    page.get_by_label("E-mail").fill("nobody")
    shown(page.get_by_role("button", name="Save the plan")).click()
    expect(page.get_by_role("alert")).to_be_visible()


def see_the_plan(page: Page, house: House) -> None:
    page.goto("/")
    Mouse().choose(page.get_by_role("radio", name="Not now"))
    page.get_by_label("Who said no?").fill(LONG)
    page.get_by_role("button", name="See the plan").click()
    expect(page.locator("[data-kind=check_in]")).to_be_visible()


def prospect(page: Page, house: House) -> None:
    page.goto(house.ingrid.prospect.get_absolute_url())


def longest_prospect(page: Page, house: House) -> None:
    page.goto(house.longest.prospect.get_absolute_url())


def follow_up(page: Page, house: House) -> None:
    page.goto(f"/followups/{step_of(house.longest.prospect).pk}/")


def follow_up_without_day(page: Page, house: House) -> None:
    page.goto(f"/followups/{step_of(house.ingrid.prospect).pk}/")
    page.get_by_label("When then?").evaluate("field => { field.form.noValidate = true; }")
    Mouse().choose(page.get_by_role("radio", name="Not yet"))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Which day did they name?")).to_be_visible()


def past_the_window(page: Page, house: House) -> None:
    page.goto(f"/followups/{step_of(house.ingrid.prospect).pk}/")
    page.get_by_label("Later, on").fill("2026-09-01")
    page.get_by_role("button", name="Move to this day").click()
    expect(page.get_by_role("button", name=re.compile("Move it to"))).to_be_visible()


def wrong_settings(page: Page, house: House) -> None:
    page.goto("/settings/")
    form = page.locator("#profile")
    form.evaluate("form => { form.noValidate = true; }")
    form.get_by_label("Name", exact=True).fill("")
    for box in form.get_by_role("checkbox").all():
        if box.is_checked():
            box.evaluate("box => { box.checked = false; }")
    form.get_by_role("button", name="Save").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


def wrong_reason(page: Page, house: House) -> None:
    page.goto("/settings/reasons/")
    field = page.get_by_label(re.compile("New reason under")).first
    field.evaluate("field => { field.form.noValidate = true; }")
    page.get_by_role("button", name="Add").first.click()


def open_exit_lines(page: Page, house: House) -> None:
    page.goto("/settings/lines/?open=drifted")
    page.get_by_label("Short").locator("visible=true").first.fill(LONG)
    expect(page.get_by_text(LONG).locator("visible=true").last).to_be_visible()


def wrong_exit_line(page: Page, house: House) -> None:
    page.goto("/settings/lines/?open=drifted")
    page.get_by_label("Short").locator("visible=true").first.fill("Hello {frist_name}")
    page.get_by_role("button", name="Save Went quiet").click()
    expect(page.get_by_role("alert")).to_be_visible()


def wrong_password(page: Page, house: House) -> None:
    page.goto("/accounts/login/")
    page.get_by_label(re.compile("^E-?mail")).fill("nobody@example.com")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()


def without_cookies(page: Page, house: House) -> None:
    page.goto("/accounts/login/")
    page.context.clear_cookies()
    page.get_by_label(re.compile("^E-?mail")).fill("nobody@example.com")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1, name="Once more, please")).to_be_visible()


# What a browser would send whose session is over, or whose page is too old.
POST_A_NO = """token => {
  const form = Object.assign(document.createElement("form"), { method: "post", action: "/no/" });
  const typed = { csrfmiddlewaretoken: token, conversation: "cannot", prospect_name: "Aisha Bello" };
  for (const [name, value] of Object.entries(typed)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}"""


def sign_in_with_words(page: Page, house: House) -> None:
    page.goto("/accounts/login/")
    page.evaluate(POST_A_NO, page.locator("[name=csrfmiddlewaretoken]").first.input_value())
    expect(page.get_by_text("Nothing you typed is lost")).to_be_visible()


def too_old_with_words(page: Page, house: House) -> None:
    page.goto("/mail/")
    page.evaluate(POST_A_NO, "x" * 64)
    expect(page.get_by_role("button", name="Show me what I typed")).to_be_visible()


def shown_again(page: Page, house: House) -> None:
    too_old_with_words(page, house)
    page.get_by_role("button", name="Show me what I typed").click()
    expect(page.get_by_text("Here is what you typed")).to_be_visible()


def restored(page: Page, house: House) -> None:
    page.goto("/no/")
    page.get_by_label("In their words").fill(LONG)
    page.wait_for_function(
        "word => Object.values(localStorage).some((kept) => kept.includes(word))", arg=LONG
    )
    page.goto("/no/")
    expect(page.get_by_role("button", name="Discard")).to_be_visible()


def log_about_somebody_known(page: Page, house: House) -> None:
    page.goto(f"/no/?prospect={house.longest.prospect_id}")


def prospect_who_asked_to_stop(page: Page, house: House) -> None:
    page.goto(house.stopped.prospect.get_absolute_url())


def what_was_done(page: Page, house: House) -> None:
    """Everything done to the longest person there is."""
    page.goto(f"/prospects/{house.longest.prospect_id}/done/")


def edit_a_prospect(page: Page, house: House) -> None:
    page.goto(f"/prospects/{house.longest.prospect_id}/edit/")


def one_mail(page: Page, house: House) -> None:
    page.goto(f"/mail/{house.letter.pk}/")


def a_held_mail(page: Page, house: House) -> None:
    page.goto(f"/mail/{house.held.pk}/")


def ask_for_a_test_mail(page: Page, house: House) -> None:
    page.goto("/mail/")
    page.get_by_role("button", name="Send me a test mail").click()
    expect(page.get_by_role("status")).to_be_visible()


def too_large(page: Page, house: House) -> None:
    """Send more than any form takes."""
    page.goto("/accounts/login/")
    page.evaluate(
        """() => {
          const form = document.querySelector("form[method=post]");
          const more = { type: "hidden", name: "more", value: "x".repeat(3e6) };
          form.append(Object.assign(document.createElement("input"), more));
          form.submit();
        }"""
    )
    expect(page.get_by_role("heading", name="That is too much at once")).to_be_visible()


def glance(page: Page, house: House) -> None:
    page.goto("/settings/")
    page.wait_for_load_state()
    page.get_by_role("searchbox").press_sequentially("havbruk quick")
    expect(page.locator("#glance a").first).to_be_visible()


def deal(page: Page, house: House) -> None:
    page.goto(house.longest.deal.get_absolute_url())


def make_calendar_address(page: Page, house: House) -> None:
    page.goto("/settings/")
    page.locator("#calendar").get_by_role("button", name=re.compile("Make a")).click()
    expect(page.get_by_role("heading", name="Your calendar address")).to_be_visible()


def invited(page: Page, house: House) -> None:
    """Mail stays as files: the link is shown, once."""
    page.goto("/settings/team/")
    page.locator("#invite").get_by_label("Their e-mail address").fill(f"a{uuid4().hex}@example.org")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.locator("#invitation-link")).to_be_visible()


def members(page: Page, house: House) -> None:
    invited(page, house)
    page.goto("/settings/team/")
    page.locator(".member-act > summary").first.click()


def invited_wrongly(page: Page, house: House) -> None:
    page.goto("/settings/team/")
    page.locator("#invite").evaluate("form => { form.noValidate = true; }")
    page.locator("#invite").get_by_label("Their e-mail address").fill("nonsense")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


def leaving(page: Page, house: House) -> None:
    page.goto("/settings/team/")
    page.get_by_text("Change Colleague").click()
    page.get_by_role("link", name="They leave the team Colleague").click()
    expect(page.get_by_role("heading", name="Colleague leaves the team")).to_be_visible()


def given_on(page: Page, house: House) -> None:
    page.goto(f"/settings/hand-over/?giver={house.owner.pk}&to={house.colleague.pk}")
    expect(page.get_by_role("button", name="Give them on")).to_be_visible()


def gone_with_everything(page: Page, house: House) -> None:
    User.objects.filter(pk=house.colleague.pk).update(is_manager=True)
    page.goto(f"/settings/members/{house.owner.pk}/deactivate/?to={house.newcomer.pk}")
    expect(page.get_by_role("button", name="Close their account")).to_be_visible()


def invitation(page: Page, house: House) -> None:
    address, roles = f"b{uuid4().hex}@example.org", {Role.SALES, Role.MANAGER}
    page.goto(f"/invite/{token_of(invite(address, roles, by=house.owner, now=timezone.now()))}/")


def invitation_with_mistakes(page: Page, house: House) -> None:
    invitation(page, house)
    page.locator("form").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Join the team").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


ROOMS: dict[str, list[View]] = {
    "Today": [
        View("Today", to("/")),
        View("asking how it went", ask_how_it_went, part=AT_CURSOR),
        View("choosing a later day", open_later, part=AT_CURSOR),
        View("listing the keys", open_keys, part="dialog"),
        View("with mail held", held_on_today, part="[data-section=held]"),
        View("with the phone's menu open", open_more, part="header"),
        View("first run", to("/"), who="newcomer"),
    ],
    "Working through Today": [
        View("narrowed down", day_of_work.narrowed),
        View("narrowed down to nobody", day_of_work.narrowed_to_nobody),
        View("ticked", day_of_work.tick),
        View("handing over those ticked", day_of_work.hand_over_those_ticked),
        View("those ticked, past their windows", day_of_work.past_their_windows),
        View("one at a time", day_of_work.one_at_a_time),
        View("done, with long names", day_of_work.longest_done),
        View("nobody is left", to("/focus/"), who="newcomer"),
    ],
    "Log a no": [
        View("empty", to("/no/")),
        View("filled in", fill_in),
        View("with mistakes", save_too_little),
        View("about somebody known", log_about_somebody_known),
        View("preview", see_the_plan, who="newcomer"),
        View("restored", restored, who="newcomer"),
        View("shown again", shown_again, answers=403),
    ],
    "Looking back": [
        View("five questions", debriefs.unanswered),
        View("five questions, answered", debriefs.answered),
        View("five questions, of a quarter that is over", debriefs.fixed),
        View("five questions, with a mistake", debriefs.with_a_mistake),
        View("three at once", debriefs.at_once),
        View("nothing to look back on", debriefs.at_once, who="newcomer"),
        View("debriefs", debriefs.overview),
        View("no debriefs yet", to("/insights/debriefs/"), who="newcomer"),
        View("lessons", debriefs.lessons),
        View("no lessons yet", to("/insights/lessons/"), who="newcomer"),
    ],
    "People": [
        View("prospects", to("/prospects/")),
        View("nobody found", to(f"/prospects/?q={LONG}")),
        View("searched", to("/prospects/?q=a%20quick")),
        View("looking alike", to("/prospects/?q=solhiem")),
        View("at a glance", glance, part=".side"),
        View("none yet", to("/prospects/"), who="newcomer"),
        View("prospect", prospect),
        View("prospect with long names", longest_prospect),
        View("prospect who asked to stop", prospect_who_asked_to_stop),
        View("edit a prospect", edit_a_prospect),
        View("deal", deal),
        View("follow-up", follow_up),
        View("follow-up, with mistakes", follow_up_without_day),
        View("follow-up, past its window", past_the_window),
    ],
    "All that is known of a person": [
        View("everything", all_that_is_known.open_talkative),
        View("everything, at length", all_that_is_known.longest),
        View("a touch, with mistakes", all_that_is_known.type_a_touch, part="#add-touch"),
        View("an offer too early", all_that_is_known.type_an_offer_too_early, part="#add-touch"),
        View("every block as a form", all_that_is_known.edit_in_place),
        View("what they agreed to, with a mistake", all_that_is_known.open_agreements),
        View("how often", all_that_is_known.open_the_window, part="#keep"),
        View("the menu", all_that_is_known.open_menu, part="main"),
        View("edit, with mistakes", all_that_is_known.edit_with_mistakes),
        View("what was done", what_was_done),
        View("without a no", all_that_is_known.without_a_no),
        View("add somebody", to("/prospects/new/")),
        View("they said yes", to("/wins/new/")),
        View("who came back", to("/insights/came-back/")),
        View("review of a quarter", to("/insights/quarter/")),
        View("what the month taught", to("/insights/month/")),
        View("add somebody, with mistakes", all_that_is_known.add_with_mistakes),
        View("those who would speak for us", to("/prospects/?show=references")),
    ],
    "Address books": [
        View("to be read", address_books.to_be_read),
        View("perhaps known", address_books.perhaps_known),
        View("new", address_books.new),
        View("to complete", address_books.to_complete),
        View("nothing to do", address_books.nothing_to_do),
        View("a name too long", address_books.named_at_length),
        View("brought in", address_books.brought_in),
    ],
    "Figures in depth": [
        View("reasons, without a no", to("/insights/reasons/"), who="newcomer"),
        View("follow-ups, without a no", to("/insights/follow-ups/"), who="newcomer"),
        View("asking, without a no", to("/insights/asking/"), who="newcomer"),
        View("reasons", figures_in_depth.reasons),
        View("follow-ups", figures_in_depth.follow_ups),
        View("asking", figures_in_depth.asking),
        View("what people told", figures_in_depth.quotes),
        View("figures, without a no", to("/insights/?period=all"), who="newcomer"),
        View("figures, nobody in these days", to("/insights/?from=2020-01-01&to=2020-02-01")),
        View("the noes behind a figure", to("/insights/noes/?among=all")),
        View("why we hear no", to("/insights/why/")),
    ],
    "Long work": [
        View("half-way", long_work.half_way),
        View("waiting for its turn", long_work.waiting),
        View("stopping", long_work.stopping),
        View("cancelled", long_work.cancelled),
        View("met a fault", long_work.met_a_fault),
        View("packed", long_work.packed),
        View("thrown away", long_work.thrown_away),
    ],
    "Import": [
        View("upload", to("/import/"), who="newcomer"),
        View("upload, a PDF", importing.without_a_file, answers=422),
        View("begun", importing.begun),
        View("match", importing.match),
        View("match, at length", importing.match_at_length),
        View("match, answers missing", importing.answers_missing),
        View("match, unreadable", importing.unreadable),
        View("match, nothing declined", importing.nothing_declined),
    ],
    "What an import brings": [
        View("check", bringing_in.check),
        View("check, to be named", bringing_in.names),
        View("check, what can't come in", bringing_in.stuck),
        View("check, what stays outside", bringing_in.outside),
        View("check, nothing comes in", bringing_in.nothing_comes_in),
        View("check, a page of many", bringing_in.many),
        View("spread", bringing_in.spread),
        View("spread, for oneself", bringing_in.spread_of_a_seller, who="newcomer"),
        View("spread, nothing", bringing_in.nothing_to_spread),
        View("in", bringing_in.they_are_in),
        View("not in yet", bringing_in.not_yet),
    ],
    "Library": [
        View("none yet", to("/library/"), who="newcomer"),
        View("the list", library.the_list),
        View("an item", library.an_item),
        View("nothing like that", library.nothing_like_that),
        View("add", to("/library/new/")),
        View("add, with mistakes", library.add_with_mistakes),
        View("edit", library.edit),
        View("sent by hand", library.sent_by_hand, part="#useful"),
        View("to choose for a follow-up", library.to_choose),
        View("chosen for a follow-up", library.chosen),
        View("proposed on their page", library.proposed, part="[aria-labelledby=useful-h]"),
    ],
    "Hand-overs": [
        View("none yet", to("/handovers/"), who="newcomer"),
        View("nobody to take over together", to("/handovers/take-over/"), who="newcomer"),
        View("the list", hand_overs.the_list),
        View("one asked about", hand_overs.one_asked_about),
        View("answered with nothing", hand_overs.answered_with_nothing),
        View("in somebody's care", hand_overs.in_care_of_somebody),
        View("to hand over", hand_overs.to_hand_over),
        View("to hand over, with mistakes", hand_overs.to_hand_over_with_mistakes),
        View("nobody agreed", hand_overs.nobody_agreed),
    ],
    "After a no": [
        View("what to send", after_a_no.receipt, part="#receipt"),
        View("what to send, with long names", after_a_no.longest_receipt),
        View("what to send, with a mistake", after_a_no.words_with_a_mistake),
        View("what was sent", after_a_no.sent),
        View("thank-you note", after_a_no.thank_you),
        View("thank-you note, with long names", after_a_no.longest_thank_you),
        View("thank-you by mail", after_a_no.answer_by_mail),
        View("card", after_a_no.card),
        View("card, with long names", after_a_no.longest_card),
        View("put a no right", after_a_no.put_right),
        View("put a no right, with mistakes", after_a_no.put_right_with_mistakes),
        View("agreed meeting", after_a_no.meeting),
    ],
    "Days": [
        View("full days", planning_ahead.too_full),
        View("too soon", planning_ahead.too_soon),
        View("too soon, and later as well", planning_ahead.too_soon_later),
        View("contact rules, with a mistake", planning_ahead.the_rules, part="#contact-rules"),
        View("full days, spread out", planning_ahead.spread),
        View("an absence that is handed over", planning_ahead.shown),
        View("an absence that moves things", planning_ahead.moved),
        View("an absence, with mistakes", planning_ahead.mistaken),
        View("an absence taken away", planning_ahead.removing),
        View("the long run", planning_ahead.in_the_long_run),
    ],
    "Mail and settings": [
        View("mail", to("/mail/")),
        View("no mail yet", to("/mail/"), who="newcomer"),
        View("mail of the team", to("/mail/team/")),
        View("mail of a state that none has", to("/mail/?state=held"), who="newcomer"),
        View("mail that comes back", to("/mail/"), who="colleague"),
        View("one mail", one_mail),
        View("today's digest before it leaves", to("/settings/digest/preview/")),
        View("a held mail", a_held_mail),
        View("after a test mail", ask_for_a_test_mail),
        View("a useful mail before it leaves", useful_mail.a_glance),
        View("a useful mail, words kept", useful_mail.refused),
        View("a useful mail that was declined", useful_mail.declined),
        View("useful mails on Today", useful_mail.on_today, part="[data-section=glance]"),
        View("no useful mail waits", useful_mail.nothing_waits, who="newcomer"),
        View("settings", to("/settings/")),
        View("settings, with mistakes", wrong_settings),
        View("settings of somebody who manages nothing", to("/settings/"), who="colleague"),
        View("calendar address", make_calendar_address),
        View("settings with a calendar address", to("/settings/"), part="#calendar"),
        View("API tokens", api_tokens.listed),
        View("API tokens, none yet and a mistake", api_tokens.mistaken, who="newcomer"),
        View("a new API token", api_tokens.made, who="colleague"),
        View("what was changed", to("/settings/changes/")),
        View("what was changed, nothing is like that", to("/settings/changes/?kind=mail&days=7")),
        View("reasons", to("/settings/reasons/")),
        View("reasons, with a mistake", wrong_reason),
        View("reasons, only to read", to("/settings/reasons/"), who="colleague"),
        View("exit lines", open_exit_lines),
        View("exit lines, with a mistake", wrong_exit_line),
        View("exit lines, only to read", to("/settings/lines/?open=cannot"), who="colleague"),
        View("members", members),
        View("members, only to read", to("/settings/team/"), who="newcomer"),
        View("an invitation's link", invited),
        View("an invitation, with a mistake", invited_wrongly),
        View("somebody leaves who holds something", leaving),
        View("what goes to whoever takes over", gone_with_everything, who="colleague"),
        View("leave, as the last manager", to("/settings/team/leave/")),
        View("give people on", to("/settings/hand-over/")),
        View("give people on, seen before", given_on),
        View("change the password", to("/accounts/password/change/")),
        View("sign out", to("/accounts/logout/")),
    ],
    "Signing in": [
        View("signing in, with everything", signing_in.with_everything),
        View("signing in", to("/settings/security/"), who="colleague"),
        View("signing in once more", to("/accounts/reauthenticate/")),
        View("addresses to sign in with", signing_in.addresses),
        View("adding a passkey", signing_in.adding_a_passkey),
        View("renaming a passkey", signing_in.renaming),
        View("removing a passkey", signing_in.removing),
        View("codes from an app", signing_in.codes_of_an_app, who="newcomer"),
        View("codes from an app, with a mistake", signing_in.wrong_code, who="newcomer"),
        View("codes from an app, turned off", signing_in.turning_off),
        View("recovery codes", signing_in.recovery_codes),
        View("new recovery codes", signing_in.new_codes),
        View("one more step", signing_in.one_more_step, who="visitor"),
    ],
    "What is stored": [
        View("the same person as …", privacy.choosing),
        View("two who may be one", privacy.comparing),
        View("what is stored", privacy.stored),
        View("erase somebody", privacy.erasing),
        View("how long people are kept", privacy.announced),
        View("how long people are kept, with a mistake", privacy.months_mistaken),
        View("take everything along", to("/export/")),
        View("bring back what was taken along", taking_along.coming_back),
    ],
    "By the link of a mail": [
        View("acting", by_link.act, who="visitor"),
        View("acting, with mistakes", by_link.act_with_mistakes, who="visitor"),
        View("acting, with long names", by_link.longest, who="visitor"),
        View("acting, later", by_link.later, who="visitor"),
        View("acting, past the window", by_link.past_the_window, who="visitor"),
        View("acted", by_link.acted, who="visitor"),
        View("acted before, with something typed", by_link.too_late, who="visitor", answers=410),
        View("cut off", to("/act/cut-off/"), who="visitor", answers=404),
        View("an invitation", invitation, who="visitor"),
        View("an invitation, with mistakes", invitation_with_mistakes, who="visitor"),
        View("an invitation, cut off", to("/invite/cut-off/"), who="visitor", answers=404),
        View("unsubscribe", by_link.unsubscribe, who="visitor"),
        View("unsubscribed", by_link.unsubscribed, who="visitor"),
        View("unsubscribe, cut off", to("/unsubscribe/cut-off/"), who="visitor", answers=404),
        View("a noted link, cut off", to("/go/cut-off/"), who="visitor", answers=404),
        View("who unsubscribed", by_link.who_unsubscribed, part="#permissions"),
    ],
    "The pages buyers see": [
        View("their own page", own_page.preferences, who="visitor"),
        View("their own page, with mistakes", own_page.with_mistakes, who="visitor"),
        View("their own page, saved", own_page.saved, who="visitor"),
        View("who paused", own_page.paused_on_our_side, part="#permissions"),
        View("a raised hand", own_page.raised, who="visitor"),
        View("their own page, stopped", own_page.stopped, who="visitor"),
        View("their own page, cut off", to("/preferences/cut-off/"), who="visitor", answers=404),
        View("one question", own_page.question, who="visitor"),
        View("one question, answered", own_page.answered, who="visitor"),
        View("one question, too late", own_page.too_late, who="visitor", answers=410),
        View("what they say", own_page.what_they_say, part=".timeline"),
        View("a yes in writing", own_page.in_writing, who="visitor"),
        View("a yes in writing, confirmed", own_page.confirmed, who="visitor"),
        View("cut in two", to("/feedback/cut/in-two/"), who="visitor", answers=404),
    ],
    "The way in, and what goes wrong": [
        View("sign in", to("/accounts/login/"), who="visitor"),
        View("sign in, with mistakes", wrong_password, who="visitor"),
        View("forgotten password", to("/accounts/password/reset/"), who="visitor"),
        View("forgotten password, sent", to("/accounts/password/reset/done/"), who="visitor"),
        View("forgotten password, old link", to("/accounts/password/reset/key/1-a/"), who="visitor"),
        View("no accounts to be had", to("/accounts/signup/"), who="visitor"),
        View("not there", to("/nowhere/"), answers=404),
        View("not there, for a visitor", to("/setup/nothing/"), who="visitor", answers=404),
        View("somebody else's", to(f"/prospects/{uuid4()}/"), answers=404),
        View("not allowed", to("/forbidden/"), answers=403),
        View("not allowed, for a visitor", to("/forbidden/"), who="visitor", answers=403),
        View("too old a form", without_cookies, who="visitor", answers=403),
        View("too old a form, with something typed", too_old_with_words, answers=403),
        View("sign in, with something typed", sign_in_with_words, who="visitor", answers=403),
        View("unreadable", to("/unreadable/"), answers=400),
        View("too large", too_large, who="visitor", answers=413),
        View("broken", to("/broken/"), answers=500),
    ],
}
