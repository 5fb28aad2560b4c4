"""Ways to what is said when signing in or sending goes wrong."""

import re

from playwright.sync_api import Page, expect

from tests.browser.house import House


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
