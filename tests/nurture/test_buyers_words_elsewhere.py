"""What reaches a buyer beside pages: our mail, the words we propose to say or send, a meeting's calendar
entry, the file of what we keep about them. None of it holds a word of ours (COPY.md, top)."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils.functional import Promise as LazyText
from icalendar import Calendar

from accounts.models import Team, User
from desk.meeting_file import file_name as name_of_meeting
from desk.meeting_file import meeting_file
from exchange.person_file import file_name as name_of_person
from exchange.person_file import person_file
from followups.kinds import Kind, Outcome
from prospects import lines
from prospects.conversations import ExitConversation, Manner
from prospects.lines import text_in
from prospects.mail_keys import mail_key_of
from prospects.models import Prospect
from prospects.new_no import Promised
from tests.cast import NINE
from tests.followups.telling import complete, day, log, nine_on, open_row
from tests.nurture.reading_as_a_buyer import in_answer, in_html, in_mail, inner_words
from tests.nurture.stage import an_item, approved, leave, somebody

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
# What tells the salesperson something about the line: nobody says it to a buyer.
OURS = {"HINTS", "WATCH", "THANK_YOU_PROMPTS", "THANK_YOU_RULE", "THANK_YOU_EXAMPLE", "GOODBYE_HINT"}
BLANK = re.compile(r"\{\w+\}")


def said_by(value: object) -> Iterator[LazyText]:
    """The texts in a constant of prospects.lines."""
    if isinstance(value, LazyText):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from said_by(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from said_by(one)


def to_say() -> Iterator[LazyText]:
    for name, value in vars(lines).items():
        if name.isupper() and name not in OURS:
            yield from said_by(value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_to_say_or_send_holds_one(language: str) -> None:
    texts = [BLANK.sub("…", text_in(language, line)) for line in to_say()]
    assert len(texts) > 60
    assert [found for text in texts for found in inner_words(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("counts_opens", [False, True])
def test_no_mail_of_the_app_holds_one(language: str, counts_opens: bool, owner: User) -> None:
    person = somebody(owner)
    Prospect.objects.filter(pk=person.pk).update(language=language)
    Team.objects.update(counts_opens=counts_opens)
    sending = approved(person, an_item(owner))
    [sent] = leave()
    assert in_mail(sent.message()) == []
    if counts_opens:
        answer = Client().get(f"/go/{sending.link_key}/")
        assert (answer.status_code, in_answer(answer)) == (200, [])


def test_no_calendar_entry_holds_one(owner: User) -> None:
    Team.objects.update(public_name="Vogt & Partner")
    person = log(owner, next_contact_on=day(40), next_contact_manner=Manner.MEETING).prospect
    row = open_row(person, Kind.AGREED_MEETING)
    calendar = Calendar.from_ical(meeting_file(row, NINE))
    said = [str(value) for part in calendar.walk() for value in part.values()]
    assert len(said) > 6
    assert [found for text in said for found in inner_words(text)] == []
    assert inner_words(name_of_meeting(row)) == []


@pytest.fixture
def well_known(owner: User) -> Prospect:
    """Somebody of whom much is kept: two noes, promises, permissions, a mail, an ended plan."""
    person = somebody(owner, promise=Promised("the checklist"), in_their_words="Not before autumn")
    mail_key_of(person)
    approved(person, an_item(owner))
    leave()
    complete(open_row(person, Kind.CHECK_IN), Outcome.LEFT_MESSAGE, on=day(45))
    log(owner, person.name, email=person.email, on=day(50), conversation=ExitConversation.WE_DECLINED)
    complete(open_row(person, Kind.CHECK_IN), Outcome.ASKED_TO_STOP, on=day(60))
    return person


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_what_is_kept_about_them_holds_none(
    language: str, owner: User, well_known: Prospect
) -> None:
    owner.language = language
    with zipfile.ZipFile(io.BytesIO(person_file(well_known, owner, nine_on(day(61))))) as archive:
        page = archive.read("person.html").decode()
    assert in_html(page) == []
    assert inner_words(name_of_person(well_known)) == []
