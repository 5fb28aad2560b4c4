"""Sixty-nine real noes through the real form, then weeks of mornings, judged by the oracle."""

import sys
import tempfile
import time as stopwatch
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.replay.comparison import (
    Letters,
    Tally,
    compare_check_ins,
    compare_follow_ups,
)
from tests.replay.deals import POSTING_DAYS, DeclinedDeal, declined_deals
from tests.replay.installation import Account, Installation
from tests.replay.oracle import Calendar, Digest, No, Oracle
from tests.rig.browser import HEALTH, Browser, PageError
from tests.rig.clock import MovedClock
from tests.rig.processes import free_port
from tests.rig.sink import MailSink

# A Monday. The clock change and Easter lie among the posting days; Corpus Christi, a holiday of this region
# only, lies among the days after.
FIRST_DAY = date(2026, 3, 23)
DAYS_AFTER_THE_POSTS = 75
ALL_DAYS = POSTING_DAYS + DAYS_AFTER_THE_POSTS
COUNTRY, REGION, ZONE = "DE", "BY", ZoneInfo("Europe/Berlin")

SET_UP_AT, TOO_EARLY, DIGEST_AT, POST_AT, LATER = (
    time(12), time(7, 29), time(7, 31), time(9), time(12),
)  # fmt: skip


@dataclass(frozen=True)
class Result:
    """What a replay came to; `missed`, `twice` and `wrong` must be zero."""

    replay: str
    days: int
    noes: int
    plans: int
    digests: int
    rows: int
    missed: int
    twice: int
    wrong: int
    seconds: float
    notes: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether nothing was missed, twice or wrong."""
        return not (self.missed or self.twice or self.wrong)

    def line(self) -> dict[str, object]:
        """The figures, for one line of JSON."""
        return {name: value for name, value in asdict(self).items() if name != "notes"}


def play(*, grown: bool = False, days: int = ALL_DAYS, say: Callable[[str], None] = print) -> Result:
    """Play the first `days` days on one form of the installation and judge them."""
    started = stopwatch.monotonic()
    with tempfile.TemporaryDirectory(prefix="lostdeals-replay-") as folder:
        replay = Replay(Path(folder), days, say)
        try:
            replay.start(grown)
            replay.play()
            if replay.tally.missed or replay.tally.twice or replay.tally.wrong:
                # The folder goes with all that is in it: this is what explains the differences later.
                print(
                    replay.installation.logs(),
                    *replay.installation.records.story(),
                    sep="\n",
                    file=sys.stderr,
                )
        except Exception:
            print(replay.installation.logs(), file=sys.stderr)
            raise
        finally:
            replay.stop()
        return replay.result("grown" if grown else "sqlite", stopwatch.monotonic() - started)


class Replay:
    """One run: an installation, a clock, a mail server, a browser and the oracle beside them."""

    def __init__(self, folder: Path, days: int, say: Callable[[str], None]) -> None:
        self.oracle = Oracle(Calendar(COUNTRY, REGION))
        self.account = Account()
        self.clock = MovedClock(folder, _at(FIRST_DAY - timedelta(days=1), SET_UP_AT))
        self.sink = MailSink(free_port(), self.clock.now)
        self.installation = Installation(folder, self.clock, self.sink.url, self.account)
        self.browser = Browser(self.installation.port)
        self.deals = [deal for deal in declined_deals() if deal.day < days]
        self.days = [FIRST_DAY + timedelta(days=number) for number in range(days)]
        self.tally = Tally()
        self.digests: dict[date, Digest | None] = {}
        self._say = say
        self._figures = (0, 0, 0)

    def start(self, grown: bool) -> None:
        """Start everything on the day before the first, and fill in the owner's settings."""
        self.sink.start()
        (self.installation.start_grown if grown else self.installation.start_small)()
        self._fill_in_settings()

    def play(self) -> None:
        """Live through the days and compare; the figures are ready afterwards."""
        for number, day in enumerate(self.days):
            self._live_through(number, day)
        self._judge()

    def stop(self) -> None:
        """End every process and the mail server."""
        self.installation.stop()
        self.sink.stop()

    def result(self, form: str, seconds: float) -> Result:
        """What it came to."""
        plans, digests, rows = self._figures
        return Result(
            replay=form,
            days=len(self.days),
            noes=len(self.oracle.noes),
            plans=plans,
            digests=digests,
            rows=rows,
            missed=self.tally.missed,
            twice=self.tally.twice,
            wrong=self.tally.wrong,
            seconds=round(seconds, 1),
            notes=tuple(self.tally.notes),
        )

    def _live_through(self, number: int, day: date) -> None:
        before = len(self.sink.received)
        self.installation.pass_to(_at(day, TOO_EARLY))
        self.installation.pass_to(_at(day, DIGEST_AT))
        if not self.browser.is_healthy():
            self.tally.err(f"{day}: /healthz says {self.browser.get(HEALTH).body.strip()!r}")
        self.digests[day] = self.oracle.digest(day)
        if today := [deal for deal in self.deals if deal.day == number]:
            self.clock.jump(_at(day, POST_AT))
            self._post(day, today)  # takes a few ticks, so a mail that came twice would show here
        else:
            self.installation.pass_to(_at(day, LATER))
        self._say(f"{day:%a %d %b}: {len(today)} noes, {len(self.sink.received) - before} mails")

    def _post(self, day: date, deals: Sequence[DeclinedDeal]) -> None:
        if not self.browser.is_signed_in("/no/"):
            self.browser.sign_in(self.account.email, self.account.password)
        for deal in deals:
            answer = self.browser.send_form("/no/", "/no/", _fields(deal))
            if answer.status != 303 or not answer.location.startswith("/prospects/"):
                raise PageError(f"posting {deal.title} answered {answer.status}: {answer.body[:3000]}")
            self.oracle.hear(No(deal.email, day, deal.conversation, deal.value))

    def _fill_in_settings(self) -> None:
        self.browser.sign_in(self.account.email, self.account.password)
        profile: dict[str, str | list[str]] = {
            "name": "Owner",
            "time_zone": ZONE.key,
            "country": COUNTRY,
            "region": REGION,
            "working_days": [str(weekday) for weekday in range(5)],
            "theme": "auto",
        }
        digest: dict[str, str | list[str]] = {"digest_daily": "on", "digest_time": "07:30"}
        for action, fields in (("/settings/profile/", profile), ("/settings/digest/", digest)):
            answer = self.browser.send_form("/settings/", action, fields)
            if answer.status not in (302, 303):
                raise PageError(f"{action} answered {answer.status}: {answer.body[:3000]}")

    def _judge(self) -> None:
        records = self.installation.records
        stored = records.follow_ups()
        compare_check_ins(self.oracle, stored, self.tally)
        compare_follow_ups(self.oracle, stored, self.days[-1], self.tally)
        plans = records.active_plans()
        if plans != len(self.oracle.check_ins()):
            self.tally.err(f"{plans} active plans for {len(self.oracle.check_ins())} people")
        if records.losses() != len(self.oracle.noes):
            self.tally.err(f"{records.losses()} noes stored, {len(self.oracle.noes)} posted")
        owners = {row.id: (row.email, row.kind, row.due_on) for row in stored}
        letters = Letters(self.sink.received, self.account.email, ZONE, owners)
        self._figures = (plans, *letters.compare(self.digests, self.tally))


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, ZONE)


def _fields(deal: DeclinedDeal) -> dict[str, str | list[str]]:
    return {
        "prospect_name": deal.name,
        "email": deal.email,
        "organisation_name": deal.organisation,
        "deal_title": deal.title,
        "deal_value": str(deal.value),
        "in_their_words": deal.reason,
        "conversation": deal.conversation,
    }
