"""Words that would be code, in every text column there is, on every page, with a browser as the judge and the
policy that would block such code switched off."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Error, Page
from pytest_django.live_server_helper import LiveServer

from accounts.account_mail import Letter, message_of
from accounts.models import User
from tests.browser.conftest import at, browser_type_launch_args, let_in
from tests.cast import NINE
from tests.desk.visiting import signed_in
from tests.exchange.subscribing import events_in, subscribe, unfolded
from tests.exchange.test_every_reader import lines_keep_the_rules
from tests.exchange.test_person_export import take
from tests.followups.telling import log
from tests.security.canaries import Planted, plant
from tests.security.conftest import LONG_AGO
from tests.security.forms_found import pages
from tests.security.routes import POLICIES, address_of
from tests.security.unescaped import PLACES

__all__ = ["browser_type_launch_args"]

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

SHORT = "'\"><svg/onload=pwn()>"
# An address of code, attributes of its own once out of its quotes, an element.
NAME = "javascript:pwn()//'\" onfocus=pwn() autofocus '\"><svg/onload=pwn()>"
# Out of other elements too; for htmx, for templates, and escaped already.
LONG = (
    f"{NAME}</textarea></script></title>--><svg/onload=pwn()>"
    "\"hx-get='/pwned'hx-trigger='load' {{7777*7}} &lt;svg/onload=pwn()&gt; \\u003csvg/onload=pwn()\\u003e"
)
# Texts that only our own code writes, or that are one of a few known words; everything else takes any words.
CODES = {
    "auth.Permission", "auth.Group", "contenttypes.ContentType", "sessions.Session",
    "account.EmailConfirmation", "outbox.Heartbeat", "outbox.Arming", "outbox.Breaker.channel",
    "outbox.Delivery.kind",
    "outbox.Delivery.period_key", "outbox.Delivery.body_html", "outbox.Suppression.address_hash",
    "accounts.Change.action", "accounts.Change.object_type", "accounts.Team.currency",
    "accounts.Team.cadence", "accounts.User.password", "accounts.User.time_zone",
    "accounts.User.country", "accounts.User.region",
    "accounts.User.working_days", "accounts.User.language", "accounts.CalendarFeed.token_hash",
    "accounts.SetupLink.token_hash", "prospects.Prospect.time_zone", "prospects.Prospect.language",
    "prospects.Deal.currency", "prospects.MailKey.key", "prospects.TeamLine.language",
    "followups.FollowUpPlan.cadence", "followups.FollowUp.manner", "digests.DigestSchedule",
    "prospects.Prospect.country", "prospects.Prospect.region", "followups.HandOver.channels",
    "exchange.ArrivingPerson.key", "exchange.ArrivingPerson.found", "exchange.ArrivingPerson.choice",
    "exchange.Import.kind", "exchange.Import.state", "exchange.Work.kind", "exchange.Work.state",
}  # fmt: skip
# Nothing changes what stands in the trail; the words got there by the real doors.
REFUSING = {"accounts.Change.label"}
WATCH = "window.pwn = () => { window.pwned = (window.pwned || 0) + 1; }; window.alert = window.pwn;"
LOOK = """() => {
  document.querySelectorAll("details").forEach((fold) => { fold.open = true; });
  const made = document.querySelectorAll(
    "[onload], [onfocus], [onerror], [hx-get*=pwned], [href^='javascript:'], [src^='javascript:'],"
    + " [action^='javascript:'], [formaction^='javascript:'], [hx-on\\\\:htmx\\\\:load]");
  const found = [...made].map((one) => one.outerHTML.slice(0, 120));
  if (window.pwned) found.push("code ran");
  if (document.documentElement.innerHTML.includes("54439")) found.push("a template was evaluated");
  return found;
}"""


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """As in every test of a browser: it is MONDAY, nine in the morning, and time runs."""
    with time_machine.travel(NINE, tick=True) as traveller:
        yield traveller


class Judge:
    """A window without the policy; what a page made of words is in `found`."""

    def __init__(self, context: BrowserContext) -> None:
        self.found: list[str] = []
        self.seen = 0
        context.add_init_script(WATCH)
        context.on("request", lambda request: self._asked(request.url))
        self.page: Page = context.new_page()
        self.page.on("dialog", self._spoke)

    def _asked(self, url: str) -> None:
        if url.partition("?")[0].endswith("/pwned"):
            self.found.append("something asked for /pwned")

    def _spoke(self, dialog: Any) -> None:
        self.found.append("a dialog opened")
        dialog.dismiss()

    def look_at(self, address: str) -> list[str]:
        """Open a page and say what of it is code that nobody of us wrote."""
        self.found.clear()
        try:
            answer = self.page.goto(address, wait_until="load")
        except Error as error:
            # Nothing to show (204), or a file to save: the page from before stays.
            if "ERR_ABORTED" in str(error) or "Download is starting" in str(error):
                return []
            raise
        self.seen += 1
        assert answer is not None
        assert answer.status < 500 or answer.status == 503, f"{address} answers {answer.status}"
        return self._made(address)

    def read(self, name: str, html: str) -> list[str]:
        """The same of a text that is no page of ours."""
        self.found.clear()
        self.page.goto("about:blank")
        self.page.set_content(html, wait_until="load")
        return self._made(name)

    def _made(self, name: str) -> list[str]:
        return [f"{name}: {one}" for one in [*self.page.evaluate(LOOK), *self.found]]


@pytest.fixture
def judge(browser: Browser, live_server: LiveServer) -> Iterator[Callable[[User | None], Judge]]:
    """A judge who is signed in, or not."""
    opened: list[BrowserContext] = []

    def open_judge(user: User | None) -> Judge:
        context = browser.new_context(**at(live_server.url, bypass_csp=True))
        context.set_default_timeout(10_000)
        opened.append(context)
        if user:
            let_in(context, user, live_server.url)
        return Judge(context)

    yield open_judge
    for context in opened:
        context.close()


def text_columns() -> list["models.Field[Any, Any]"]:
    """Every column that takes any words."""
    return [
        column
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if isinstance(column, models.CharField | models.TextField)
        and not column.choices
        and not {model._meta.label, f"{model._meta.label}.{column.name}"} & CODES
    ]


def write_everywhere() -> tuple[set[str], set[str]]:
    """The words in every text column of every row; says which columns hold them, and which refused them."""
    holding, refusing = set(), set()
    for column in text_columns():
        name, room = f"{column.model._meta.label}.{column.name}", column.max_length or 4000
        words = next((text for text in (LONG, NAME) if room > len(text) + 14), SHORT[: room - 4])
        for turn, pk in enumerate(column.model._default_manager.values_list("pk", flat=True)):
            ending = f"@x{turn}.example" if isinstance(column, models.EmailField) else f" {turn}"
            try:
                with transaction.atomic():
                    column.model._default_manager.filter(pk=pk).update(**{column.name: words + ending})
                holding.add(name)
            except DatabaseError:
                refusing.add(name)
    return holding, refusing


def test_every_text_column_is_known_to_take_words_or_not(db: None) -> None:
    labels = {model._meta.label for model in apps.get_models()}
    columns = {
        f"{model._meta.label}.{column.name}" for model in apps.get_models() for column in model._meta.fields
    }
    assert labels | columns >= CODES, "columns that are gone"
    assert len(text_columns()) > 50


def shown(planted: Planted) -> Iterator[str]:
    """Every page there is to look at, each once."""
    nothing_to_see = {address_of(policy, planted) for policy in POLICIES.values() if policy.get == 405}
    searches = ("/prospects/?q=svg", "/prospects/?q=pwn", "/mail/?state=held")
    for address in dict.fromkeys([*pages(planted), *searches]):
        if address not in nothing_to_see and not address.endswith((".ics", "/export/")):
            yield address


@pytest.fixture
def written(boss: User) -> Planted:
    """The words everywhere."""
    planted = plant(boss, hostile=NAME)
    log(boss, "Due today", on=LONG_AGO, said_on=LONG_AGO)
    holding, refusing = write_everywhere()
    assert {"prospects.Prospect.name", "prospects.Loss.notes", "accounts.Team.name", "accounts.User.name",
            "outbox.Delivery.subject", "prospects.Prospect.email"} <= holding  # fmt: skip
    assert refusing == REFUSING
    return planted


def test_no_page_runs_what_somebody_wrote(
    written: Planted, boss: User, judge: Callable[[User | None], Judge]
) -> None:
    seen = judge(boss)
    found = [one for address in shown(written) for one in seen.look_at(address)]
    assert not found, "\n".join(found)
    assert seen.seen > 60


def test_no_mail_and_no_file_runs_what_somebody_wrote(
    written: Planted, boss: User, judge: Callable[[User | None], Judge]
) -> None:
    seen = judge(boss)
    letter = message_of(Letter(LONG, (LONG, SHORT), "https://deals.example.org/", LONG, (LONG,)))
    digest = "/settings/digest/preview/html/"
    files = take(boss, written.prospect)
    found = seen.read("account mail", letter.html) + seen.read("person.html", files["person.html"].decode())
    found += seen.look_at(digest)
    assert "svg/onload" in seen.page.inner_text("body"), "the digest says nothing of what was written"
    assert not found, "\n".join(found)
    meeting = signed_in(boss).get(f"/followups/{written.meeting.pk}/meeting.ics")
    for file in (subscribe(boss).file(), meeting.content):
        lines_keep_the_rules(file)
        assert len(events_in(file)) == unfolded(file).count("BEGIN:VEVENT") >= 1


def test_the_judge_sees_what_a_page_that_forgets_to_escape_runs(
    judge: Callable[[User | None], Judge],
) -> None:
    with override_settings(ROOT_URLCONF="tests.security.unescaped"):
        seen = judge(None)
        missed = [
            place for place in PLACES if not seen.look_at(f"/unescaped/{place}/?{urlencode({'words': LONG})}")
        ]
    assert missed == []
