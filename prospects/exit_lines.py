"""Pure: which text fits a parting, and how its blanks are filled (COPY.md, top and sections A, E, F)."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from prospects.conversations import AskAnswer, ExitConversation, GoodDeal, Manner, ToldBy

_OPTIONAL = re.compile(r"\s*\[([^\[\]]*)\]")
_BLANK = re.compile(r"\{(\w+)\}")
_ANY_BLANK = re.compile(r"\{([^{}]*)\}")
# Whom one speaks to. Left out, it takes its comma along; where it began a sentence, the next word does.
_NAMES = ("first_name", "anrede")
_HONORIFICS = frozenset({"frau", "herr", "herrn", "mr", "mrs", "ms", "miss", "mx", "sir", "dame"})
_DEGREES = frozenset({"dr", "prof", "professor"})
# Titles only with their full stop: there are people called Phil.
_SHORT_DEGREES = frozenset({"dipl", "ing", "mag", "med", "phil"})


class ExitMoment(StrEnum):
    """When the words are needed: while they are on the line, once it is over, in writing."""

    ON_THE_LINE = "on_the_line"
    OVER = "over"
    IN_WRITING = "in_writing"


class LineLength(StrEnum):
    """Short, to be read aloud; full, when there is time."""

    SHORT = "short"
    FULL = "full"


class ExitText(StrEnum):
    """The text that fits a moment of a parting."""

    SAY = "say"
    CONFIRMATION = "confirmation"
    REPLY = "reply"
    CLOSING_NOTE = "closing_note"
    OUR_NO = "our_no"
    NOTHING = "nothing"


class Flaw(StrEnum):
    """What is wrong with a line somebody wrote."""

    UNKNOWN_BLANK = "unknown_blank"
    OPEN_BRACE = "open_brace"
    OPEN_BRACKET = "open_bracket"
    PART_WITHOUT_BLANK = "part_without_blank"


class Ending(StrEnum):
    """What the parting leaves open: another contact, a kind close, or nothing at all."""

    GOES_ON = "goes_on"
    CLOSED = "closed"
    STOPPED = "stopped"


# The blanks of an exit line, which a team may use in its own: the others have no value at the exit.
EXIT_BLANKS = ("first_name", "anrede", "when", "call", "promise", "yourself", "ten_minutes", "me")


@dataclass(frozen=True)
class LineFacts:
    """What a line can be filled with; an empty value leaves its blank out.

    `when` carries its preposition ("on 7 April"), `promise` is the thing itself ("the two-page checklist"),
    `call` the verb of the manner agreed on, `anrede` how one addresses them ("Frau Lindner").
    """

    first_name: str = ""
    when: str = ""
    promise: str = ""
    anrede: str = ""
    call: str = ""
    yourself: str = ""
    ten_minutes: str = ""
    me: str = ""
    topic: str = ""
    their_words: str = ""
    deal: str = ""
    month: str = ""
    former_name: str = ""
    link: str = ""
    referrer: str = ""


@dataclass(frozen=True)
class Piece:
    """A stretch of a filled line, and the blank it fills (empty for the words between)."""

    text: str
    blank: str = ""


def fill(line: str, facts: LineFacts) -> str:
    """The line with its blanks filled.

    A part in [ ] drops out when its blank is empty; an empty name takes its comma along.
    """
    return "".join(piece.text for piece in pieces(line, facts))


def pieces(line: str, facts: LineFacts) -> list[Piece]:
    """The filled line in pieces, so that a page can mark what was filled in."""
    values: dict[str, str] = vars(facts)
    line = _OPTIONAL.sub(lambda part: _optional(part, values), line)
    line = _leave_out({name for name in _BLANK.findall(line) if not values.get(name)}, line).strip()
    found = []
    # In one pass: what stands in a value is never taken for a blank.
    for number, text in enumerate(_BLANK.split(line)):
        piece = Piece(values[text], text) if number % 2 else Piece(text)
        if piece.text:
            found.append(piece)
    return _begun_large(found)


def _optional(part: "re.Match[str]", values: dict[str, str]) -> str:
    is_filled = all(values.get(blank) for blank in _BLANK.findall(part[1]))
    return part[0].replace("[", "").replace("]", "") if is_filled else ""


def _leave_out(blanks: set[str], line: str) -> str:
    for blank in sorted(blanks):
        line = _without_name(blank, line) if blank in _NAMES else _without(blank, line)
    return line


def _without(blank: str, line: str) -> str:
    return re.sub(rf"[ \t]*\{{{blank}\}}", "", line)


def _without_name(blank: str, line: str) -> str:
    starts = re.compile(rf"(^|[.!?]\s+|[\"“„])\{{{blank}\}}[ \t]*[,:;!–-]?[ \t]*(\w?)", re.MULTILINE)
    line = starts.sub(lambda start: start[1] + start[2].upper(), line)
    return re.sub(rf",?[ \t]*\{{{blank}\}}", "", line)


def _begun_large(found: list[Piece]) -> list[Piece]:
    if not found:
        return found
    first = found[0]
    return [Piece(first.text[:1].upper() + first.text[1:], first.blank), *found[1:]]


def flaw_of(line: str, blanks: Collection[str] = EXIT_BLANKS) -> tuple[Flaw, str] | None:
    """The first thing wrong with a line somebody wrote, with the words it is about; None when it is fine."""
    for blank in _ANY_BLANK.findall(line):
        if blank not in blanks:
            return Flaw.UNKNOWN_BLANK, f"{{{blank}}}"
    if re.search(r"[{}]", _BLANK.sub("", line)):
        return Flaw.OPEN_BRACE, ""
    if re.search(r"[\[\]]", _OPTIONAL.sub("", line)):
        return Flaw.OPEN_BRACKET, ""
    for part in _OPTIONAL.findall(line):
        if not _BLANK.search(part):
            return Flaw.PART_WITHOUT_BLANK, f"[{part}]"
    return None


def first_name(full_name: str) -> str:
    """The name a person is called by: the first word of their name, titles left out.

    Empty when only a family name is known ("Mr Smith", "Dr. Solheim"); "Solheim, Ingrid" is Ingrid.
    """
    family, _comma, given = full_name.partition(",")
    is_turned = bool(given.strip()) and (len(family.split()) == 1 or family[:1].islower())
    words = given.split() if is_turned else family.split()
    named = [word for word in words if not _is_title(word)]
    if not named or (len(named) == 1 < len(words) and not is_turned):
        return ""
    return named[0]


def _is_title(word: str) -> bool:
    plain = word.rstrip(".").casefold()
    return plain in _HONORIFICS | _DEGREES or (word.endswith(".") and plain in _SHORT_DEGREES)


def anrede(form_of_address: str, full_name: str) -> str:
    """How one addresses them where first names are not used; empty when nobody said.

    The form somebody noted, else a name that was typed with its "Frau" or "Herr": "Frau Dr. Petra Lindner"
    is addressed as "Frau Dr. Lindner".
    """
    if form_of_address:
        return form_of_address
    words = full_name.split()
    if len(words) < 2 or words[0].casefold() not in {"frau", "herr", "herrn"}:
        return ""
    title = "Frau" if words[0].casefold() == "frau" else "Herr"
    degrees = [word for word in words[1:-1] if _is_title(word)]
    return " ".join([title, *degrees, words[-1]])


def ending(stay_in_touch: AskAnswer, good_deal: GoodDeal) -> Ending:
    """What is left open: who refused, or was let go, is promised no further contact."""
    if stay_in_touch == AskAnswer.STOP:
        return Ending.STOPPED
    closes = stay_in_touch == AskAnswer.NO or good_deal == GoodDeal.NO
    return Ending.CLOSED if closes else Ending.GOES_ON


def default_moment(told_by: ToldBy | None) -> ExitMoment:
    """Where the switch stands before anybody touches it."""
    in_writing = told_by in {ToldBy.MAIL, ToldBy.SILENCE}
    return ExitMoment.IN_WRITING if in_writing else ExitMoment.ON_THE_LINE


def chosen_moment(posted: str, shown_default: str, told_by: ToldBy | None) -> ExitMoment:
    """Where the switch stands now: as it was left, until what they said about the telling moves it.

    `shown_default` is where the switch stood by itself when the page was drawn (empty: unknown).
    """
    default = default_moment(told_by)
    if posted not in set(ExitMoment) or shown_default not in {"", default}:
        return default
    return ExitMoment(posted)


def exit_text(
    conversation: ExitConversation, told_by: ToldBy | None, moment: ExitMoment, left: Ending
) -> ExitText:
    """Which text the moment asks for (COPY.md, F)."""
    if moment == ExitMoment.ON_THE_LINE:
        return ExitText.SAY
    if left == Ending.STOPPED:
        return ExitText.NOTHING
    # They never said it, so there is nothing to thank them for and no mail to answer.
    if told_by == ToldBy.SILENCE or (conversation == ExitConversation.DRIFTED and told_by is None):
        return ExitText.CLOSING_NOTE
    if moment == ExitMoment.OVER:
        return ExitText.CONFIRMATION
    if conversation == ExitConversation.WE_DECLINED:
        return ExitText.OUR_NO
    is_quiet = conversation == ExitConversation.DRIFTED and told_by != ToldBy.MAIL
    return ExitText.CLOSING_NOTE if is_quiet else ExitText.REPLY


def told_personally(told_by: ToldBy | None, moment: ExitMoment) -> bool:
    """Whether "yourself" is true: they said it in person or by phone."""
    if told_by is None:
        return moment != ExitMoment.IN_WRITING
    return told_by in {ToldBy.MET, ToldBy.CALL}


def takes_minutes(manner: Manner | None) -> bool:
    """Whether the next contact is a talk, which has a length; a letter has none."""
    return manner != Manner.MAIL
