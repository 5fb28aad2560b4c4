"""The words at a parting: what to say, what to send, what to watch for, in the prospect's language."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.models import User
from common.days import spoken_day
from prospects import lines
from prospects.conversations import AskAnswer, AskKind, ExitConversation, GoodDeal, Manner, ToldBy
from prospects.exit_lines import (
    Ending,
    ExitMoment,
    ExitText,
    LineFacts,
    LineLength,
    Piece,
    anrede,
    default_moment,
    ending,
    exit_text,
    fill,
    first_name,
    pieces,
    takes_minutes,
    told_personally,
)
from prospects.models import Loss, Prospect
from prospects.new_no import NewNo
from prospects.spoken import as_thing, as_when
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
SIGNED = "\n{me}"
# From here on a day is said with its year.
FAR_AHEAD_DAYS = 300


@dataclass(frozen=True)
class Parting:
    """What the words at a parting depend on, of a no that is being typed or one that was saved."""

    conversation: ExitConversation
    name: str
    me: str
    told_by: ToldBy | None = None
    stay_in_touch: AskAnswer = AskAnswer.NOT_ASKED
    good_deal: GoodDeal = GoodDeal.UNSURE
    next_words: str = ""
    next_on: date | None = None
    manner: Manner | None = None
    promise: str = ""
    form_of_address: str = ""
    language: str = ""

    @classmethod
    def of_new(cls, new_no: NewNo, name: str, me: str, prospect: Prospect | None = None) -> Self:
        """The parting of a no that isn't saved yet; `prospect` is whom it is about, when we know them."""
        about = new_no.about
        return cls(
            conversation=ExitConversation(new_no.conversation),
            name=name,
            me=me,
            told_by=new_no.told_by,
            stay_in_touch=new_no.stay_in_touch,
            good_deal=new_no.good_deal,
            next_words=new_no.next_contact_words,
            next_on=new_no.next_contact_on,
            manner=new_no.next_contact_manner,
            promise=new_no.promise.what if new_no.promise else "",
            form_of_address=about.form_of_address or (prospect.form_of_address if prospect else ""),
            language=about.language or (prospect.language if prospect else ""),
        )

    @classmethod
    def of_loss(cls, loss: Loss, me: str) -> Self:
        """The parting of a no that was saved; two queries beside its prospect."""
        asked = loss.asks.filter(kind=AskKind.STAY_IN_TOUCH).first()
        promised = loss.promises.order_by("created_at").first()
        return cls(
            conversation=ExitConversation(loss.conversation),
            name=loss.prospect.name,
            me=me,
            told_by=ToldBy(loss.told_by) if loss.told_by else None,
            stay_in_touch=AskAnswer(asked.answer) if asked else AskAnswer.NOT_ASKED,
            good_deal=GoodDeal(loss.good_deal),
            next_words=loss.next_contact_words,
            next_on=loss.next_contact_on,
            manner=loss.manner(),
            promise=promised.what if promised else "",
            form_of_address=loss.prospect.form_of_address,
            language=loss.prospect.language,
        )

    def left(self) -> Ending:
        """What the parting leaves open."""
        return ending(self.stay_in_touch, self.good_deal)


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
    new_no: NewNo, name: str, *, user: User, moment: ExitMoment, today: date, prospect: Prospect | None = None
) -> ExitBlock:
    """The words for a no that is being typed, as `user`'s team says them; one query."""
    parting = Parting.of_new(new_no, name, user.name, prospect)
    return exit_block(parting, lines_for(user.team_id, parting.language), moment, today)


def exit_block(parting: Parting, said: Lines, moment: ExitMoment, today: date) -> ExitBlock:
    """The words for one moment of a parting."""
    kind = exit_text(parting.conversation, parting.told_by, moment, parting.left())
    facts = facts_of(parting, said.language, moment, today)
    block = ExitBlock(
        heading=str(HEADINGS[kind]),
        hint=_hint(parting, kind),
        language=said.language,
        moments=tuple(MomentChoice(code, str(label), code == moment) for code, label in MOMENTS.items()),
        default_moment=default_moment(parting.told_by).value,
    )
    if kind != ExitText.SAY:
        return replace(block, text=_to_send(parting, said, kind, facts))
    before, when, after = _around_when(pieces(_line(parting, said, LineLength.SHORT), facts))
    block = replace(block, before=before, when=when, after=after)
    if parting.left() == Ending.STOPPED:
        return block
    full = fill(_line(parting, said, LineLength.FULL), facts)
    watch = tuple(str(suggestion.words) for suggestion in lines.WATCH[parting.conversation])
    return replace(block, full=full, watch=watch)


def text_to_send(parting: Parting, said: Lines, moment: ExitMoment, today: date, link: str = "") -> str:
    """What to send once it is over or in writing (COPY.md, F); empty when they asked us to stop.

    With a `link` on which they confirm the letter in writing, the newsletter line stands before the name.
    """
    kind = exit_text(parting.conversation, parting.told_by, moment, parting.left())
    text = _to_send(parting, said, kind, facts_of(parting, said.language, moment, today))
    if not link or not text:
        return text
    letter = fill(said.text(lines.NEWSLETTER_LINE), LineFacts(link=link))
    body, _newline, signed = text.rpartition("\n")
    return f"{body}\n{letter}\n{signed}"


def facts_of(parting: Parting, language: str, moment: ExitMoment, today: date) -> LineFacts:
    """The values of the blanks, in the language of the line."""
    # Their words for a day were typed in the language of the page; a line in another says the day.
    words = parting.next_words if language == translation.get_language() else ""
    with translation.override(language):
        return LineFacts(
            first_name=first_name(parting.name),
            anrede=anrede(parting.form_of_address, parting.name),
            when=when_said(words, parting.next_on, today),
            call=str(lines.CALLS.get(parting.manner, lines.CALL) if parting.manner else lines.CALL),
            promise=as_thing(parting.promise),
            yourself=str(lines.YOURSELF) if told_personally(parting.told_by, moment) else "",
            ten_minutes=str(lines.TEN_MINUTES) if takes_minutes(parting.manner) else "",
            me=parting.me,
        )


def when_said(words: str, day: date | None, today: date) -> str:
    """The next contact as it is said, in the active language: in their words, else its day, else about."""
    language = translation.get_language() or ""
    if said := as_when(words, language):
        return said
    if day is None:
        return str(lines.WHEN_UNKNOWN)
    is_far = (day - today).days > FAR_AHEAD_DAYS
    named = date_format(day, pgettext("date format", "j F Y")) if is_far else spoken_day(day)
    return str(lines.WHEN_DAY) % {"day": named}


def _line(parting: Parting, said: Lines, length: LineLength) -> str:
    left, conversation, is_short = parting.left(), parting.conversation, length == LineLength.SHORT
    if left == Ending.GOES_ON:
        return said.line(conversation, length)
    if left == Ending.STOPPED:
        return said.text(lines.STOPPED_SHORT)
    if is_short:
        return said.text(lines.GOODBYES_SHORT.get(conversation, lines.GOODBYE_SHORT))
    return said.text(lines.GOODBYES_FULL.get(conversation, lines.GOODBYE_FULL))


def _to_send(parting: Parting, said: Lines, kind: ExitText, facts: LineFacts) -> str:
    if kind == ExitText.OUR_NO:
        return fill(_line(parting, said, LineLength.FULL) + SIGNED, facts)
    if kind not in TO_SEND:
        return ""
    open_ended, closed = TO_SEND[kind]
    return fill(said.text(open_ended if parting.left() == Ending.GOES_ON else closed), facts)


def _hint(parting: Parting, kind: ExitText) -> str:
    if kind == ExitText.NOTHING:
        return _("They asked to hear no more, so nothing goes out, not even a confirmation.")
    if parting.left() != Ending.GOES_ON:
        return str(lines.GOODBYE_HINT)
    return str(lines.HINTS[parting.conversation])


def _around_when(found: list[Piece]) -> tuple[str, str, str]:
    """The line around its date: before, the date, after. Without a date all of it is before."""
    at = next((number for number, piece in enumerate(found) if piece.blank == "when"), len(found))
    texts = [piece.text for piece in found]
    return "".join(texts[:at]), "".join(texts[at : at + 1]), "".join(texts[at + 1 :])
