"""The words at a parting: what to say, what to send, what to watch for, in the prospect's language."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from desk.parting import Parting
from prospects import lines
from prospects.exit_lines import (
    Ending,
    ExitMoment,
    ExitText,
    LineFacts,
    LineLength,
    Piece,
    default_moment,
    exit_text,
    fill,
    pieces,
)
from prospects.models import Prospect
from prospects.new_no import NewNo
from prospects.team_lines import Lines, lines_for

MOMENTS: dict[ExitMoment, LazyText] = {
    ExitMoment.ON_THE_LINE: gettext_lazy("On the line"),
    ExitMoment.OVER: gettext_lazy("It's over"),
    ExitMoment.IN_WRITING: gettext_lazy("In writing"),
}
HEADINGS: dict[ExitText, LazyText] = {
    ExitText.SAY: gettext_lazy("Before you hang up"),
    ExitText.CONFIRMATION: gettext_lazy("To send within the hour"),
    ExitText.REPLY: gettext_lazy("Your answer"),
    ExitText.CLOSING_NOTE: gettext_lazy("The closing note"),
    ExitText.OUR_NO: gettext_lazy("Your answer"),
    ExitText.NOTHING: gettext_lazy("Nothing to send"),
}
# What is sent, where another contact is left open and where it isn't.
TO_SEND: dict[ExitText, tuple[LazyText, LazyText]] = {
    ExitText.CONFIRMATION: (lines.CONFIRMATION, lines.CONFIRMATION_CLOSED),
    ExitText.REPLY: (lines.REPLY_TO_MAIL, lines.REPLY_TO_MAIL_CLOSED),
    ExitText.CLOSING_NOTE: (lines.CLOSING_NOTE, lines.CLOSING_NOTE_CLOSED),
}
# "Thank you for today" is true on that day only.
TO_SEND_LATER: dict[ExitText, tuple[LazyText, LazyText]] = {
    **TO_SEND,
    ExitText.CONFIRMATION: (lines.CONFIRMATION_LATER, lines.CONFIRMATION_CLOSED_LATER),
}
SIGNED = "\n{me}"


@dataclass(frozen=True)
class MomentChoice:
    """One position of the switch."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class ExitBlock:
    """Context of desk/_exit.html. `before`, `when`, `after` are the short line around its date."""

    heading: str
    hint: str
    language: str
    moments: tuple[MomentChoice, ...]
    default_moment: str
    before: str = ""
    when: str = ""
    after: str = ""
    full: str = ""
    text: str = ""
    watch: tuple[str, ...] = ()

    def whole(self) -> str:
        """The short line in one piece."""
        return f"{self.before}{self.when}{self.after}"


def exit_block_of(
    new_no: NewNo,
    name: str,
    *,
    user: User,
    moment: ExitMoment,
    today: date,
    prospect: Prospect | None = None,
    check_in_on: date | None = None,
) -> ExitBlock:
    """The words for a no that is being typed, as `user`'s team says them; one query.

    `check_in_on` is the day it would plan.
    """
    parting = Parting.of_new(new_no, name, user, prospect, check_in_on)
    return exit_block(parting, lines_for(user.team_id, parting.language), moment, today)


def exit_block(parting: Parting, said: Lines, moment: ExitMoment, today: date) -> ExitBlock:
    """The words for one moment of a parting."""
    kind = exit_text(parting.conversation, parting.told_by, moment, parting.left())
    facts = parting.facts(said.language, moment, today)
    block = ExitBlock(
        heading=str(HEADINGS[kind]),
        hint=_hint(parting, kind),
        language=said.language,
        moments=tuple(MomentChoice(code, str(label), code == moment) for code, label in MOMENTS.items()),
        default_moment=default_moment(parting.told_by).value,
    )
    if kind != ExitText.SAY:
        return replace(block, text=_to_send(parting, said, kind, facts, today))
    before, when, after = _around_when(pieces(_line(parting, said, LineLength.SHORT), facts))
    full = "" if parting.left() == Ending.STOPPED else fill(_line(parting, said, LineLength.FULL), facts)
    return replace(block, before=before, when=when, after=after, full=full, watch=_watch(parting))


def text_to_send(parting: Parting, said: Lines, moment: ExitMoment, today: date, link: str = "") -> str:
    """What to send once it is over or in writing (COPY.md, F); empty when they asked us to stop.

    With a `link` on which they confirm the letter in writing, the newsletter line stands before the name.
    """
    kind = exit_text(parting.conversation, parting.told_by, moment, parting.left())
    text = _to_send(parting, said, kind, parting.facts(said.language, moment, today), today)
    if not link or not text:
        return text
    letter = fill(said.text(lines.NEWSLETTER_LINE), LineFacts(link=link))
    body, _newline, signed = text.rpartition("\n")
    return f"{body}\n{letter}\n{signed}"


def _line(parting: Parting, said: Lines, length: LineLength) -> str:
    left, conversation, is_short = parting.left(), parting.conversation, length == LineLength.SHORT
    if left == Ending.GOES_ON:
        return said.line(conversation, length)
    if left == Ending.STOPPED:
        return said.text(lines.STOPPED_SHORT)
    if is_short:
        return said.text(lines.GOODBYES_SHORT.get(conversation, lines.GOODBYE_SHORT))
    return said.text(lines.GOODBYES_FULL.get(conversation, lines.GOODBYE_FULL))


def _to_send(parting: Parting, said: Lines, kind: ExitText, facts: LineFacts, today: date) -> str:
    if kind == ExitText.OUR_NO:
        return fill(_line(parting, said, LineLength.FULL) + SIGNED, facts)
    if kind not in TO_SEND:
        return ""
    was_today = parting.next.said_on in {None, today}
    open_ended, closed = (TO_SEND if was_today else TO_SEND_LATER)[kind]
    return fill(said.text(open_ended if parting.left() == Ending.GOES_ON else closed), facts)


def _hint(parting: Parting, kind: ExitText) -> str:
    if kind == ExitText.NOTHING:
        return _("They asked to hear no more, so nothing goes out, not even a confirmation.")
    if parting.left() != Ending.GOES_ON:
        return str(lines.GOODBYE_HINT)
    return str(lines.HINTS[parting.conversation])


def _watch(parting: Parting) -> tuple[str, ...]:
    """What would bring us back; nothing does where no further contact is left open."""
    if parting.left() != Ending.GOES_ON:
        return ()
    return tuple(str(suggestion.words) for suggestion in lines.WATCH[parting.conversation])


def _around_when(found: list[Piece]) -> tuple[str, str, str]:
    """The line around its date: before, the date, after. Without a date all of it is before."""
    at = next((number for number, piece in enumerate(found) if piece.blank == "when"), len(found))
    texts = [piece.text for piece in found]
    return "".join(texts[:at]), "".join(texts[at : at + 1]), "".join(texts[at + 1 :])
