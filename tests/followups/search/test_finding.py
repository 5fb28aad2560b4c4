"""What is found, in which order, by whom: the same on both databases."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from followups.actions import NewTouch, log_touch
from followups.kinds import Channel, Outcome
from followups.models import FollowUp
from followups.search.backend import People
from followups.search.levels import Level, Where
from followups.search.marks import any_marks
from followups.search.passages import passages_of
from prospects.conversations import AskAnswer, AskKind, TopicKind
from prospects.models import Deal, Loss, Prospect
from prospects.new_no import About, Asked, Behind, Named, Offer, Promised
from tests.cast import MONDAY, NINE
from tests.followups.search.houses import found_by, names, people, somebody
from tests.followups.telling import complete, day, log, step_of

__all__ = ["people"]

INGRID, WALTER = "Ingrid Solheim", "Walter Brandt"
BLNS = Path(__file__).resolve().parents[4] / "shared" / "data" / "naughty_strings" / "blns.json"
HOSTILE = [
    "", " ", "\x00", "'", '"', "''", "\\", "%", "_", "*", "ingrid*", '"ingrid', "ingrid'", "(ingrid",
    "NEAR(ingrid solheim)", "names:ingrid", "{names} : ingrid", "ingrid & !solheim | x", "ingrid:*",
    "<-> ingrid", "- ingrid", "^ingrid", "AND", "NOT", "OR OR", "ingrid OR", "\ue000", "\x1f", "n/ingrid",
    "=/ingrid", "x" * 10_000, "ingrid " * 2_000, "'; DROP TABLE prospects_prospect; --", "١٢٣٤٥", "²³³³",
    "ﷺ" * 200, "👩‍👧", "İ" * 300,
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ingrid", [INGRID]), ("SOLHEIM", [INGRID]), ("solh", [INGRID]), ("solheim ingrid", [INGRID]),
        ("havbruk", [INGRID]), ("ingrid havbruk", [INGRID]), ("s&op", [INGRID]), ("redes", [INGRID]),
        ("spring", [INGRID]), ("solheim spring redesign", [INGRID]),
        ("w.brandt@", [WALTER]), ("brandt@praezision.example", [WALTER]),
        ("Präzision", [WALTER]), ("PRÄZISION", [WALTER]), ("prazision", [WALTER]), ("praezision", [WALTER]),
        ("nobody hands", [WALTER]), ("ingrid brandt", []), ("nobody here", []), ("ingrid xyzzy", []),
        ("22 33 44", [WALTER]), ("030 2233-44", [WALTER]), ("+4930223344", [WALTER]), ("0049 30", [WALTER]),
        ("walter 2233", [WALTER]), ("9999", []), ("+47 999", []),
    ],
)  # fmt: skip
def test_words_are_found_wherever_they_stand(people: User, typed: str, found: list[str]) -> None:
    assert names(people, typed) == found
    assert not found_by(people, typed).is_alike


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Solhiem", [INGRID]), ("solheimm", [INGRID]), ("sohleim", [INGRID]), ("Inrgid", [INGRID]),
        ("ingird solhiem", [INGRID]), ("Wlater", [WALTER]), ("brant", [WALTER]), ("havbrk", [INGRID]),
        ("ingrid havbrukk", [INGRID]), ("praezison", [WALTER]), ("solhie", [INGRID]), ("planing", [WALTER]),
        ("olheim", [INGRID]), ("avbruk", [INGRID]),
        ("sxlhxxm", []), ("ing", [INGRID]), ("xng", []), ("sprnig", []),
    ],
)  # fmt: skip
def test_typing_errors_in_names_are_forgiven(people: User, typed: str, found: list[str]) -> None:
    assert names(people, typed) == found


def test_whoever_is_spelt_as_typed_comes_alone(people: User) -> None:
    somebody(people, "Ingrit Solheim")
    assert names(people, "ingrit") == ["Ingrit Solheim"]
    found = found_by(people, "ingritt")
    assert found.is_alike
    assert len(found.hits) == 2


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Jürgen Groß", "gross"), ("Jürgen Groß", "juergen"), ("Jürgen Groß", "GROSS JURGEN"),
        ("Jürgen Groß", "groß"), ("Joergen Gross", "Jörgen"), ("Ørjan Lie", "orjan"), ("Orjan Lie", "Ørjan"),
        ("Łukasz Żak", "lukasz zak"), ("Zoë O'Brien", "zoe obrien"), ("Zoë O\u2019Brien", "o'brien"),
        ("Ågot Æsop", "aesop agot"), ("Анна Ёлкина", "АННА елк"), ("李明", "明"), ("İpek Ilgaz", "ipek"),
    ],
)  # fmt: skip
def test_case_and_accents_do_not_matter(owner: User, name: str, typed: str) -> None:
    somebody(owner, "Somebody Else")
    somebody(owner, name)
    assert names(owner, typed) == [name]


def test_better_places_come_first_and_newer_people_before_older(owner: User) -> None:
    log(owner, "In Words", in_their_words="We went with Berger.")
    log(owner, "In Deal", offer=Offer(title="Berger roll-out"), organisation="")
    somebody(owner, "Of House", "Berger Logistics")
    somebody(owner, "Anna Bergermann")
    somebody(owner, "Berger")
    somebody(owner, "Bergerson", created_at=NINE.replace(year=2020))
    somebody(owner, "Carl Berger")
    found = ["Berger", "Carl Berger", "Anna Bergermann", "Bergerson", "Of House", "In Deal", "In Words"]
    assert sorted(names(owner, "berger")) == sorted(found)
    levels = [hit.level for hit in found_by(owner, "berger").hits]
    assert levels == [Level.EXACT, *[Level.NAME] * 3, Level.ORGANISATION, Level.DEAL, Level.WORDS]
    assert names(owner, "berger")[0] == "Berger"
    assert names(owner, "berger")[4:] == found[4:]
    assert names(owner, "berger")[1:3] == ["Carl Berger", "Anna Bergermann"]


def test_every_kind_of_text_is_searched(owner: User) -> None:
    loss = log(
        owner, in_their_words="alpha1", notes="alpha2",
        asks=(Asked(AskKind.FEEDBACK, AskAnswer.YES, "alpha3"),),
        behind=Behind(needs="alpha4", timing="alpha5", budget="alpha6"), promise=Promised("alpha7"),
        about=About(
            topics=((TopicKind.GOAL, "alpha8"),), personal_cues="alpha9", wanted_from_our_time="alpha10"
        ),
    )  # fmt: skip
    Prospect.objects.update(also_called="alpha11", title="alpha12", learned="alpha13", phone="4711 4712")
    Deal.objects.update(title="alpha14", why_yes="alpha15")
    touch = NewTouch(Channel.CALL, day(1), summary="alpha16")
    log_touch(loss.prospect, touch, by=owner, today=day(1), now=NINE)
    complete(step_of(loss.prospect), Outcome.SPOKE, on=day(40), note="alpha17")
    for number in range(1, 18):
        assert names(owner, f"alpha{number}")[:1] == [INGRID], number
    assert names(owner, "47114712") == [INGRID]
    seen = {passage.where for passage in passages_of([loss.prospect_id])}
    assert seen | {Where.EMAIL} == set(Where)


def test_a_lesson_of_ones_own_is_not_searched(owner: User) -> None:
    log(owner, lesson="alphabetical")
    assert names(owner, "alphabetical") == []


def test_everybody_finds_their_own(people: User, colleague: User, manager: User, stranger: User) -> None:
    log(colleague, "Ingrid Elsewhere")
    log(stranger, "Ingrid Solheim")
    assert names(people, "ingrid") == [INGRID]
    assert names(colleague, "ingrid") == ["Ingrid Elsewhere"]
    assert names(colleague, "spring") == names(colleague, "solheim") == names(colleague, "solhiem") == []
    assert sorted(names(manager, "ingrid")) == ["Ingrid Elsewhere", INGRID]
    assert len(found_by(stranger, "ingrid").hits) == 1
    assert found_by(colleague, "solhiem") == found_by(colleague, "qqqqqqq")


def test_whoever_is_handed_over_is_found_by_the_new_owner_at_once(owner: User, colleague: User) -> None:
    somebody(owner, INGRID)
    assert names(owner, "solheim") == [INGRID]
    Prospect.objects.update(owner=colleague)
    assert not any_marks()
    assert names(owner, "solheim") == names(owner, "solhiem") == []
    assert names(colleague, "solheim") == [INGRID]


def test_whoever_stands_in_finds_whom_they_are_to_call_as_long_as_they_are(
    people: User, colleague: User
) -> None:
    row = step_of(Prospect.objects.get(name=INGRID))
    assert names(colleague, "solheim") == []
    FollowUp.objects.filter(pk=row.pk).update(owner=colleague)
    assert names(colleague, "solheim") == names(colleague, "spring") == [INGRID]
    assert names(colleague, "walter") == []
    FollowUp.objects.filter(pk=row.pk).update(owner=people)
    assert names(colleague, "solheim") == []


def test_the_parts_are_together_whom_somebody_sees(
    people: User, colleague: User, manager: User, stranger: User
) -> None:
    log(people, "Astrid Lund", referral=Named("Piet Claes"))
    for row in FollowUp.objects.filter(prospect__name="Astrid Lund"):
        FollowUp.objects.filter(pk=row.pk).update(owner=colleague)
    somebody(colleague, "Mine Alone")
    for user in (people, colleague, manager, stranger):
        whom = People(user, Prospect.objects.all())
        together = {person.name for part in whom.in_parts(1000) for person in part}
        assert together == {person.name for person in Prospect.objects.visible_to(user)}
        assert whom.are_whole(1000)
    assert {"Astrid Lund", "Piet Claes"} <= {person.name for person in Prospect.objects.visible_to(colleague)}
    assert not People(colleague, Prospect.objects.all()).are_whole(0)


def test_the_pages_hold_everybody_once(owner: User) -> None:
    for number in range(12):
        somebody(owner, f"Anna {number}")
        somebody(owner, f"Somebody {number}", "Anna and Co")
        log(owner, f"Other {number}", in_their_words="Ask Anna.", organisation="")
    whole = found_by(owner, "anna", size=50).ids()
    assert len(whole) == len(set(whole)) == 36
    pages, after = [], ""
    while True:
        found = found_by(owner, "anna", size=5, after=after)
        pages += found.ids()
        after = found.following
        if not after:
            break
    assert pages == whole


def test_the_pages_of_what_looks_alike_go_on(owner: User) -> None:
    for number in range(7):
        somebody(owner, f"Solheim {number}")
    first = found_by(owner, "solhiem", size=5)
    second = found_by(owner, "solhiem", size=5, after=first.following)
    assert second.is_alike
    assert len(first.hits) == 5
    assert len(second.hits) == 2
    assert not set(first.ids()) & set(second.ids())


@pytest.mark.parametrize(
    "after", ["x", "1", "1.9.", "1.1.x", "0.1.2026_x", "99.0.", "1.1.2026-01-01_x", "\x00", "-1.0.0"]
)
def test_a_place_somebody_made_up_does_no_harm(people: User, after: str) -> None:
    assert names(people, "ingrid", after=after) in ([INGRID], [])


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_gives_an_answer(people: User, typed: str) -> None:
    assert set(names(people, typed)) <= {INGRID, WALTER}


def test_naughty_strings_give_an_answer_and_are_found_as_words(owner: User) -> None:
    strings = json.loads(BLNS.read_text(encoding="utf-8")) if BLNS.exists() else HOSTILE
    somebody(owner, "Of the strings", learned=" ".join(strings).replace("\x00", " "))
    for typed in strings:
        assert set(names(owner, typed)) <= {"Of the strings"}


def test_a_search_costs_the_same_however_many_there_are(owner: User) -> None:
    def queries(typed: str) -> int:
        names(owner, typed)
        with CaptureQueriesContext(connection) as seen:
            found_by(owner, typed)
        return len(seen)

    somebody(owner, "Anna Solheim")
    few = queries("anna")
    for number in range(60):
        somebody(owner, f"Anna {number}", "House", learned="anna " * number)
    assert queries("anna") <= few
    assert few <= 7
    assert queries("annaa solhiem") <= 20


def test_a_follow_up_that_changes_its_day_marks_nobody(people: User) -> None:
    names(people, "ingrid")
    FollowUp.objects.update(version=7)
    Loss.objects.update(logged_at=NINE, said_on=MONDAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM followups_search_mark")
        assert cursor.fetchone() == (0,)
