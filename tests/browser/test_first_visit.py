"""What a first visit of Today costs: a real web process, compressed files, an empty cache."""

import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.browser.conftest import at
from tests.browser.watching import Watch
from tests.lostdeals.launching import Launched, environment, free_port, manage, wait_until
from tests.rig.browser import Browser as PlainBrowser

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.slow]

MOST_REQUESTS = 8
MOST_BYTES = 90_000
ROWS = 20
EMAIL, PASSWORD = "maren@example.com", "a-long-walk-in-march"
PREPARE = """
from django.core.management import call_command
from desk.first_account import ensure_first_account
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
ensure_first_account()
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """gunicorn over an installation of its own, with files collected and compressed as in real life."""
    directory, port = tmp_path_factory.mktemp("first-visit"), free_port()
    env = environment(
        directory / "var",
        PORT=str(port),
        DJANGO_SETTINGS_MODULE="tests.browser.first_visit_settings",
        LOSTDEALS_ADMIN_EMAIL=EMAIL,
        LOSTDEALS_ADMIN_PASSWORD=PASSWORD,
        GUNICORN_CMD_ARGS="--workers 1",
    )
    prepared = manage(env, "shell", "-c", PREPARE)
    assert prepared.returncode == 0, prepared.stderr
    command = [sys.executable, "-m", "gunicorn", "-c", "lostdeals/gunicorn_conf.py", "lostdeals.wsgi"]
    web = Launched(command, env, directory / "web.log")
    wait_until(lambda: _answers(port), f"an answer of gunicorn; it said {web.output()}")
    yield port
    web.clean_up()


def _answers(port: int) -> bool:
    try:
        return PlainBrowser(port).get("/livez").status == 200
    except OSError:
        return False


@pytest.fixture(scope="module")
def session(port: int, browser: Browser) -> list[dict[str, object]]:
    """Somebody with twenty people due today, signed in elsewhere."""
    person = PlainBrowser(port)
    person.sign_in(EMAIL, PASSWORD)
    context = browser.new_context(**at(f"http://localhost:{port}"))
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_role("textbox").first.fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url("/accounts/login/")
    every_day = {"name": "Maren Vogt", "time_zone": "UTC", "theme": "auto", "working_days": list("0123456")}
    assert person.send_form("/settings/", "/settings/profile/", {**every_day}).status == 303
    today = page.goto("/no/") and page.get_by_label("When did they say it?").input_value()
    for number in range(ROWS):
        fields = {
            "prospect_name": f"Person Number {number}", "conversation": "not_a_priority",
            "organisation_name": f"House {number}", "next_contact_on": str(today),
            "in_their_words": f"Ask me again, for the {number}. time", "email": f"person{number}@example.com",
        }  # fmt: skip
        assert person.send_form("/no/", "/no/", {**fields}).status == 303
    cookies = context.cookies()
    context.close()
    return [dict(cookie) for cookie in cookies]


@pytest.fixture
def answers(port: int, browser: Browser, session: list[dict[str, object]]) -> Iterator[list[Response]]:
    """All that comes back when Today is opened for the first time."""
    watch, came = Watch(), list[Response]()
    context = browser.new_context(**at(f"http://localhost:{port}"))
    context.add_cookies(session)  # type: ignore[arg-type]
    watch.follow(context, f"http://localhost:{port}")
    context.on("response", lambda answer: came.append(answer))
    page: Page = context.new_page()
    page.goto("/", wait_until="networkidle")
    expect(page.locator("[data-section=today] [data-followup]")).to_have_count(ROWS)
    page.evaluate("document.fonts.ready.then(() => true)")
    assert watch.complaints == []
    yield came
    context.close()


def test_at_most_eight_requests(answers: list[Response]) -> None:
    # Chromium does not always tell of the icon.
    asked = {urlsplit(answer.url).path for answer in answers} | {"/favicon.ico"}
    assert len(answers) <= MOST_REQUESTS
    assert len(asked) <= MOST_REQUESTS, sorted(asked)


def test_page_styles_and_scripts_come_compressed_and_under_ninety_kilobytes(answers: list[Response]) -> None:
    weights = {}
    for answer in answers:
        if answer.request.resource_type in {"document", "stylesheet", "script"}:
            assert answer.headers.get("content-encoding") == "gzip", answer.url
            weights[urlsplit(answer.url).path] = answer.request.sizes()["responseBodySize"]
    assert len(weights) >= 4, "a page, two stylesheets and at least one script were expected"
    assert sum(weights.values()) < MOST_BYTES, weights


def test_files_may_be_kept_for_ever_and_the_page_may_not(answers: list[Response]) -> None:
    for answer in answers:
        kept = answer.headers.get("cache-control", "")
        if "/static/" in answer.url:
            assert "immutable" in kept, answer.url
        else:
            assert "immutable" not in kept, answer.url


def test_only_fonts_come_besides(answers: list[Response]) -> None:
    kinds = {answer.request.resource_type for answer in answers}
    assert kinds <= {"document", "stylesheet", "script", "font", "image"}
    pictures = [answer.url for answer in answers if answer.request.resource_type == "image"]
    assert len(pictures) <= 1, pictures
