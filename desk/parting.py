"""What the words at a parting depend on, and the values of their blanks."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.utils import translation

from accounts.models import User
from accounts.working_calendar import WorkingCalendar
from desk.when_words import spoken_when
from followups.when import Precision, Reading, read
from prospects import lines
from prospects.conversations import AskAnswer, AskKind, ExitConversation, GoodDeal, Manner, ToldBy
from prospects.exit_lines import (
    Ending,
    ExitMoment,
    LineFacts,
    anrede,
    ending,
    first_name,
    takes_minutes,
    told_personally,
)
from prospects.models import Loss, Prospect
from prospects.new_no import NewNo
from prospects.spoken import as_thing, as_when

MONDAY_TO_FRIDAY = WorkingCalendar()
# What "in a few weeks" may mean.
A_FEW_WEEKS = (timedelta(days=14), timedelta(days=62))


@dataclass(frozen=True)
class NextContact:
    """The next contact as it was agreed: in their words, as a day, or both; said on `said_on`."""

    words: str = ""
    day: date | None = None
    said_on: date | None = None
    calendar: WorkingCalendar = MONDAY_TO_FRIDAY
    is_meeting: bool = False
    # Where nothing was agreed: when we will check in.
    check_in_on: date | None = None

    def planned(self) -> date | None:
        """The day it will be: a meeting's very day, anything else on a working day."""
        if self.day is None or self.is_meeting:
            return self.day
        return self.calendar.on_or_after(self.day)


@dataclass(frozen=True)
class Parting:
    """A no that is being typed or one that was saved, as far as the words depend on it; `me` says them."""

    conversation: ExitConversation
    name: str
    me: str
    told_by: ToldBy | None = None
    stay_in_touch: AskAnswer = AskAnswer.NOT_ASKED
    good_deal: GoodDeal = GoodDeal.UNSURE
    next: NextContact = NextContact()
    manner: Manner | None = None
    promise: str = ""
    form_of_address: str = ""
    language: str = ""

    @classmethod
    def of_new(
        cls,
        new_no: NewNo,
        name: str,
        user: User,
        prospect: Prospect | None = None,
        check_in_on: date | None = None,
    ) -> Self:
        """The parting of a no that isn't saved yet; `prospect` is whom it is about, when we know them,
        `check_in_on` the day it would plan."""
        about, words, day = new_no.about, new_no.next_contact_words, new_no.next_contact_on
        return cls(
            conversation=ExitConversation(new_no.conversation),
            name=name,
            me=user.name,
            told_by=new_no.told_by,
            stay_in_touch=new_no.stay_in_touch,
            good_deal=new_no.good_deal,
            next=NextContact(
                words,
                day,
                new_no.said_on,
                user.calendar(),
                new_no.next_contact_manner == Manner.MEETING,
                check_in_on,
            ),
            manner=new_no.next_contact_manner,
            promise=new_no.promise.what if new_no.promise else "",
            form_of_address=about.form_of_address or (prospect.form_of_address if prospect else ""),
            language=about.language or (prospect.language if prospect else ""),
        )

    @classmethod
    def of_loss(cls, loss: Loss, user: User) -> Self:
        """The parting of a no that was saved, as `user` speaks of it; two queries beside its prospect."""
        asked = loss.asks.filter(kind=AskKind.STAY_IN_TOUCH).first()
        promised = loss.promises.order_by("created_at").first()
        words, day = loss.next_contact_words, loss.next_contact_on
        return cls(
            conversation=ExitConversation(loss.conversation),
            name=loss.prospect.name,
            me=user.name,
            told_by=ToldBy(loss.told_by) if loss.told_by else None,
            stay_in_touch=AskAnswer(asked.answer) if asked else AskAnswer.NOT_ASKED,
            good_deal=GoodDeal(loss.good_deal),
            next=NextContact(words, day, loss.said_on, user.calendar(), loss.manner() == Manner.MEETING),
            manner=loss.manner(),
            promise=promised.what if promised else "",
            form_of_address=loss.prospect.form_of_address,
            language=loss.prospect.language,
        )

    def left(self) -> Ending:
        """What the parting leaves open."""
        return ending(self.stay_in_touch, self.good_deal)

    def facts(self, language: str, moment: ExitMoment, today: date) -> LineFacts:
        """The values of the blanks, in the language of the line."""
        # Their words were typed in the language of the page; a line in another says the day they mean.
        is_ours = language == translation.get_language()
        with translation.override(language):
            return LineFacts(
                first_name=first_name(self.name),
                anrede=anrede(self.form_of_address, self.name),
                when=when_said(self.next, today, in_their_words=is_ours),
                call=str(lines.CALLS[self.manner] if self.manner else lines.CALL),
                promise=as_thing(self.promise),
                yourself=str(lines.YOURSELF) if told_personally(self.told_by, moment) else "",
                ten_minutes=str(lines.TEN_MINUTES) if takes_minutes(self.manner) else "",
                me=self.me,
            )


def when_said(agreed: NextContact, today: date, *, in_their_words: bool = True) -> str:
    """The next contact as it is said, in the active language: in their words, as exactly as they said it, or
    as its day; where nothing was agreed, roughly when we will check in."""
    said_on = agreed.said_on or today
    reading = read(agreed.words, said_on, agreed.calendar, agreed.calendar.region)
    if not isinstance(reading, Reading) or agreed.day not in {None, reading.day}:
        planned = agreed.planned()
        return spoken_when(planned, today=today) if planned else _roughly(agreed.check_in_on, today)
    if agreed.is_meeting:
        # Who comes by names the day, not "by mid March".
        return spoken_when(reading.day, today=today)
    # "In six weeks" is true on the day it was said.
    own = as_when(agreed.words, translation.get_language() or "")
    return own if own and in_their_words and said_on == today else spoken_when(reading, today=today)


def _roughly(day: date | None, today: date) -> str:
    """A day nobody was told, no more exactly than is good: "in a few weeks", unless it is sooner or later."""
    if day is None or A_FEW_WEEKS[0] <= day - today <= A_FEW_WEEKS[1]:
        return str(lines.WHEN_UNKNOWN)
    if day - today < A_FEW_WEEKS[0]:
        return str(lines.WHEN_SOON)
    return spoken_when(day, Precision.MONTH, today=today)
