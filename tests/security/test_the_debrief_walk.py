"""What somebody asked themselves after a no is on no page, in no mail, file, answer or calendar of anybody
else: every route is asked, by everybody, with the figures' questions and after mistakes. Of a lesson that was
shared the sentence is told to the team, and nothing else of its row."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.calendar_addresses import make_address
from accounts.models import User
from followups.kinds import Kind, Outcome
from followups.models import FollowUp
from insights.debriefs import LookBack, save_debrief
from insights.figures_csv import FIGURES
from insights.kinds import Answer, Question
from insights.models import Debrief
from insights.monthly_mail import MONTHLY
from outbox.models import Delivery
from prospects.models import Loss, Prospect
from tests.cast import MONDAY, NINE
from tests.desk.visiting import HTMX, signed_in
from tests.digests.stage import tick
from tests.followups.handing import in_care
from tests.followups.telling import complete, day, log, nine_on, open_row
from tests.insights import letters
from tests.security.canaries import Planted
from tests.security.routes import POLICIES, address_of
from tests.security.test_the_walk import client_of
from tests.security.walking import ask, told

# Minutes, and the same on any database: who may read is decided before it is asked.
pytestmark = pytest.mark.slow

# No other text of the installation holds these.
LINES = {question: f"Zwetschge{question.value}" for question in Question}
LESSON, OTHER_LESSON, NOTE, TAKEN_BACK = "Quittengelee", "Hagebutte", "Mirabellenkompott", "Sanddornsaft"
SHARED = "Schlehenmarmelade first"
PRIVATE = (*LINES.values(), LESSON, NOTE, TAKEN_BACK)
OF_THE_TEAM = ("manager", "heir", "stand-in", "taker", "colleague", "marketer")
BEYOND_IT = ("stranger", "deactivated", "visitor")
FIGURE_PAGES = (
    "", "debriefs/", "lessons/", "noes/", "reasons/", "asking/", "follow-ups/", "came-back/", "month/",
    "month/2026-03/", "quarter/", "quarter/2026-q1/",
)  # fmt: skip
ASKED = (
    "whose=team&period=all",
    "whose=team&from=2026-01-01&to=2026-12-31&conversation=cannot",
    "whose=me&period=all&q={word}",
    "before=2030-01-01T00:00:00%2B00:00|{debrief}",
)


@pytest.fixture
def looked_back(planted: Planted) -> Planted:
    """Every word there may be about noes of the owner: a debrief, one whose lesson is shared, a note, and one
    of a no that was taken back."""
    owner = planted.owner
    said = LookBack(dict.fromkeys(Question, Answer.PARTLY), LINES, LESSON)
    save_debrief(planted.loss, said, by=owner, today=MONDAY, now=NINE)
    other = log(owner, "Erik Dahl", organisation="Dahl Verpackung")
    shared = LookBack(
        {Question.DOOR: Answer.NO}, {Question.DOOR: LINES[Question.DOOR]}, SHARED, is_shared=True
    )
    save_debrief(other, shared, by=owner, today=MONDAY, now=NINE)
    complete(open_row(planted.prospect, Kind.DEBRIEF), Outcome.DONE, on=MONDAY, note=NOTE)
    client = signed_in(owner)
    wrong = log(owner, "Somebody Else", organisation="Nobody there")
    save_debrief(wrong, LookBack(lesson=TAKEN_BACK), by=owner, today=MONDAY, now=NINE)
    assert client.post(f"/losses/{wrong.pk}/undo/").status_code == 303
    assert not Loss.objects.filter(pk=wrong.pk).exists()
    return planted


def somebody(who: str, planted: Planted, request: pytest.FixtureRequest) -> Client:
    """Their browser: an heir has the person now, a stand-in does what is open, a taker has them in care."""
    person = Prospect.objects.get(pk=planted.prospect.pk)
    colleague: User = request.getfixturevalue("colleague")
    if who == "heir":
        Prospect.objects.filter(pk=person.pk).update(owner=colleague)
    elif who == "stand-in":
        FollowUp.objects.open().filter(prospect=person).exclude(kind=Kind.DEBRIEF).update(owner=colleague)
    elif who == "taker":
        marketer: User = request.getfixturevalue("marketer")
        in_care(person, marketer)
        return signed_in(marketer)
    return signed_in(colleague) if who in {"heir", "stand-in"} else client_of(who, request)


def readable(answer: Any) -> str:
    """Everything an answer holds: body, headers, and what is packed in a file."""
    body: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    parts = [body.decode(errors="replace"), *(f"{name}: {value}" for name, value in answer.items())]
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            parts += [packed.read(name).decode(errors="replace") for name in packed.namelist()]
    return "\n".join(parts)


def everywhere(client: Client, planted: Planted) -> Iterator[tuple[str, str]]:
    """Every route, read, as a part of a page and sent; with the answer."""
    for policy in POLICIES.values():
        address = address_of(policy, planted)
        for method, headers in (("get", {}), ("get", HTMX), ("post", {})):
            yield f"{method} {address}", readable(ask(client, method, address, policy, headers))


def asked_about(client: Client, planted: Planted) -> Iterator[tuple[str, str]]:
    """Pages of figures, files and searches with questions, and what mistakes are answered."""
    debrief = Debrief.objects.filter(loss=planted.loss).get()
    figures = [f"/insights/{page}" for page in FIGURE_PAGES]
    for address in (*figures, *(f"/insights/csv/{name}/" for name in FIGURES)):
        for question in ASKED:
            asked = f"{address}?{question.format(word='x', debrief=debrief.pk)}"
            yield asked, readable(client.get(asked))
    doors = (
        f"/insights/debriefs/{planted.loss.pk}/", f"/insights/lessons/{debrief.pk}/stop-sharing/",
        f"/insights/debriefs/{debrief.pk}/", f"/no/?words_of={planted.change.pk}",
        f"/prospects/?q={planted.prospect.pk}", f"/no/?prospect={planted.prospect.pk}",
    )  # fmt: skip
    for address in doors:
        yield address, readable(client.get(address))
        broken = {"needs": "perhaps", "lesson": "x" * 500, "needs_line": "y" * 500}
        yield f"post {address}", readable(client.post(address, broken))


def found_by_words(client: Client, planted: Planted) -> Iterator[str]:
    """Searches for the very words that find other than a word nobody wrote does."""
    for address in ("/prospects/", "/insights/lessons/", "/insights/debriefs/", "/insights/noes/"):
        nothing = _searched(client, address, "Vogelbeere")
        for word in PRIVATE:
            if _searched(client, address, word) != nothing:
                yield f"{address}?q={word}"


def _searched(client: Client, address: str, word: str) -> list[str]:
    """The page without the word, which its field and its links repeat."""
    answer = client.get(f"{address}?q={word}&whose=team&period=all")
    return [line.replace(word, "") for line in told(answer)]


def found_in(told: Iterable[tuple[str, str]], words: Sequence[str] = PRIVATE) -> list[str]:
    return [f"{where}: {word}" for where, text in told for word in words if word in text]


@pytest.mark.parametrize("who", [*OF_THE_TEAM, *BEYOND_IT])
def test_nobody_else_reads_a_word_of_it(
    who: str, looked_back: Planted, request: pytest.FixtureRequest
) -> None:
    client = somebody(who, looked_back, request)
    words = PRIVATE if who in OF_THE_TEAM else (*PRIVATE, SHARED)
    assert found_in(everywhere(client, looked_back), words) == []
    assert found_in(asked_about(client, looked_back), words) == []


@pytest.mark.parametrize("who", OF_THE_TEAM)
def test_no_search_finds_anybody_by_it(
    who: str, looked_back: Planted, request: pytest.FixtureRequest
) -> None:
    assert list(found_by_words(somebody(who, looked_back, request), looked_back)) == []


def test_no_mail_to_anybody_else_holds_it(
    looked_back: Planted, manager: User, colleague: User, marketer: User
) -> None:
    User.objects.filter(team=looked_back.owner.team).update(digest_weekly=True)
    log(colleague, "Somebody of theirs", organisation="Another house")
    letters.begin(looked_back.owner)
    for offset in range(1, 45):
        now = nine_on(day(offset)) + timedelta(hours=1)
        tick(now)
        letters.tick(now)
    theirs = Delivery.objects.filter(recipient__isnull=False).exclude(recipient=looked_back.owner)
    assert {mail.kind for mail in theirs} == {"digest-daily", "digest-weekly", MONTHLY.name}
    mails = [(mail.kind, f"{mail.subject}\n{mail.body_text}\n{mail.body_html}") for mail in theirs]
    assert found_in(mails) == []
    # The sentence that was shared, and nothing of its row.
    assert {kind for kind, text in mails if SHARED in text} == {MONTHLY.name}
    assert not [kind for kind, text in mails if "Erik" in text]


def test_no_calendar_of_anybody_else_holds_it(
    looked_back: Planted, manager: User, colleague: User, request: pytest.FixtureRequest
) -> None:
    somebody("heir", looked_back, request)
    for user in (manager, colleague):
        address = make_address(user, replaces=None, now=NINE)
        answer = Client(SERVER_NAME="localhost").get(f"/calendar/{address}.ics")
        assert answer.status_code == 200
        assert found_in([("calendar", readable(answer))]) == []


@pytest.mark.parametrize("who", OF_THE_TEAM)
def test_of_a_shared_lesson_the_team_reads_the_sentence_alone(
    who: str, looked_back: Planted, request: pytest.FixtureRequest
) -> None:
    page = readable(somebody(who, looked_back, request).get("/insights/lessons/"))
    row = Debrief.objects.get(lesson=SHARED)
    assert SHARED in page
    assert LESSON not in page
    for beside in ("Erik Dahl", "Dahl Verpackung", str(row.pk), str(row.loss_id), LINES[Question.DOOR]):
        assert beside not in page, beside


def test_its_author_reads_all_of_it(looked_back: Planted) -> None:
    client = signed_in(looked_back.owner)
    page = readable(client.get(f"/insights/debriefs/{looked_back.loss.pk}/"))
    assert all(line in page for line in LINES.values())
    assert LESSON in page
    assert SHARED in readable(client.get("/insights/lessons/"))


def all_of_the_team(rows: Any, author: User) -> Any:
    return rows.filter(team_id=author.team_id)


@pytest.mark.parametrize("spot", ["of", "lessons_for"])
def test_the_walk_sees_what_is_broken(
    spot: str, looked_back: Planted, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Managers get every debrief of the team, or every lesson."""
    monkeypatch.setattr(f"insights.models.debrief.DebriefQuerySet.{spot}", all_of_the_team)
    client = signed_in(manager)
    assert found_in(asked_about(client, looked_back))
