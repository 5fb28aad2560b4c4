"""What was said to somebody, and the note that passes it on to marketing (COPY.md J)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise as LazyText
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.days import long_day_and_year, spoken_day
from desk.exit_block import exit_block
from desk.hand_over_words import channels_text, first_of, listed, often_text
from desk.parting import Parting
from followups.hand_overs import ToldToMarketing
from prospects.conversations import PermissionChannel, PermissionStrength, PromiseState
from prospects.exit_lines import ExitMoment
from prospects.labels import PROMISE_STATES
from prospects.lines import language_for
from prospects.models import Loss, Promise, Prospect
from prospects.team_lines import lines_for

GIVEN: Mapping[str, LazyText] = {
    PermissionStrength.SAID: gettext_lazy("given aloud"),
    PermissionStrength.CONFIRMED: gettext_lazy("given in writing"),
}
# A no may be told at length: the note leaves room for what stands behind it.
MOST_QUOTED = 600


@dataclass(frozen=True)
class Line:
    """What they were told, around its date, in their language."""

    before: str
    when: str = ""
    after: str = ""
    language: str = ""

    def whole(self) -> str:
        """In one piece."""
        return f"{self.before}{self.when}{self.after}"


def line_as_said(loss: Loss | None, me: User) -> Line | None:
    """The line that fits their no, on the day it was said; None where nothing is said. Three queries."""
    if loss is None:
        return None
    parting = Parting.of_loss(loss, me)
    said = lines_for(loss.team_id, language_for(parting.language))
    block = exit_block(parting, said, ExitMoment.ON_THE_LINE, loss.said_on)
    whole = Line(block.before or block.text, block.when, block.after, block.language)
    return whole if whole.before else None


@dataclass(frozen=True)
class NoteFacts:
    """What the note is about: whom, to whom, until when, what goes to them and how often."""

    person: Prospect
    me: User
    taker: User | None
    returns_on: date | None
    channels: tuple[PermissionChannel, ...]
    every_weeks: int | None = None


def note_to_marketing(facts: NoteFacts, told: ToldToMarketing, line: Line | None) -> str:
    """The sentences, each left out where there is nothing to say."""
    said = [*_whom(facts), *_what_was_said(told, line), *_agreed(facts, told), *_promised(told.promises)]
    return " ".join([*said, *_the_way_back(facts), first_of(facts.me)])


def _whom(facts: NoteFacts) -> Iterator[str]:
    person = facts.person
    organisation = f" ({person.organisation.name})" if person.organisation else ""
    who = {"name": f"{person.name}{organisation}", "day": _day(facts.returns_on)}
    please = (
        _("please look after %(name)s until %(day)s.")
        if facts.returns_on
        else _("please look after %(name)s.")
    )
    please %= who
    if facts.taker:
        yield _("%(marketer)s, %(please)s") % {"marketer": first_of(facts.taker), "please": please}
    else:
        yield please[:1].upper() + please[1:]


def _what_was_said(told: ToldToMarketing, line: Line | None) -> Iterator[str]:
    words = _quoted(told.their_words)
    if told.decided_on:
        day = {"day": spoken_day(told.decided_on), "words": words}
        form = _("Decided on %(day)s, in their words: “%(words)s”.") if words else _("Decided on %(day)s.")
        yield form % day
    if line:
        yield _("I told them: “%(words)s”.") % {"words": _quoted(line.whole())}


def _quoted(words: str) -> str:
    return Truncator(" ".join(words.split())).chars(MOST_QUOTED).removesuffix(".")


def _agreed(facts: NoteFacts, told: ToldToMarketing) -> Iterator[str]:
    if facts.channels:
        often, topics = often_text(facts.every_weeks), topics_of(told)
        parts = [channels_text(facts.channels), often, topics and _("on %(topics)s") % {"topics": topics}]
        agreed = _("They agreed to %(what)s") % {"what": ", ".join(part for part in parts if part)}
        how = listed(list(dict.fromkeys(str(GIVEN[row.strength]) for row in told.permissions)))
        yield f"{agreed}; {how}." if how else f"{agreed}."
    if told.not_agreed:
        yield _("Not agreed: %(what)s.") % {"what": channels_text(told.not_agreed)}


def topics_of(told: ToldToMarketing) -> str:
    """What they care about, in a row."""
    return listed([row.topic.name for row in told.topics if not row.is_muted])


def _promised(promises: Iterable[Promise]) -> Iterator[str]:
    kept = [f"{one.what}, {str(PROMISE_STATES[PromiseState(one.state)]).lower()}" for one in promises]
    if kept:
        yield _("Promised: %(what)s.") % {"what": "; ".join(kept)}


def _the_way_back(facts: NoteFacts) -> Iterator[str]:
    if facts.returns_on:
        yield _("Back to me on %(day)s, or the same day if they answer, ask for a price or want to talk.") % {
            "day": _day(facts.returns_on)
        }
    yield _("The first mail names us both.")


def _day(day: date | None) -> str:
    return long_day_and_year(day) if day else ""
