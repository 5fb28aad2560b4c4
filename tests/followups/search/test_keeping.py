"""The index follows what is written, in whatever way it is written."""

from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from followups.actions import NewTouch, log_touch, take_no_back
from followups.kinds import Channel
from followups.models import FollowUp, FollowUpPlan, Touch
from followups.search import finding, keeping
from followups.search.keeping import catch_up, rebuild, refresh, the_index
from followups.search.marks import Kind, add_marks, any_marks
from library.models import Topic
from prospects.conversations import AskAnswer, AskKind, TopicKind
from prospects.models import Deal, ExitAsk, Loss, Organisation, Prospect, ProspectTopic
from prospects.new_no import About, Asked
from tests.cast import NINE
from tests.followups.search.houses import found_by, names, people, somebody
from tests.followups.telling import day, log

__all__ = ["people"]

INGRID = "Ingrid Solheim"
KINDS: tuple[Kind, ...] = ("person", "loss", "organisation", "topic")


def spellings() -> set[str]:
    """The words a misspelt one may have meant."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM followups_search_spelling")
        return {word for (word,) in cursor.fetchall()}


def test_a_bulk_update_is_found(people: User) -> None:
    names(people, "ingrid")
    Prospect.objects.filter(name=INGRID).update(name="Astrid Lund")
    assert names(people, "astrid") == ["Astrid Lund"]
    assert names(people, "ingrid solheim") == []


def test_what_is_created_in_bulk_is_found(owner: User) -> None:
    Prospect.objects.bulk_create(
        Prospect(team=owner.team, owner=owner, name=f"Bulk {number}") for number in range(300)
    )
    assert len(found_by(owner, "bulk", size=500).hits) == keeping.AT_ONCE
    assert found_by(owner, "bulk").is_behind is False
    assert len(found_by(owner, "bulk", size=500).hits) == 300


def test_a_search_says_when_it_has_not_read_everything(owner: User) -> None:
    Prospect.objects.bulk_create(
        Prospect(team=owner.team, owner=owner, name=f"Bulk {number}") for number in range(300)
    )
    assert found_by(owner, "bulk").is_behind
    assert catch_up() == 100
    assert catch_up() == 0


def test_a_busy_database_stops_no_search(people: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise OperationalError("database is locked")

    assert names(people, "ingrid") == [INGRID]
    monkeypatch.setattr(finding, "refresh", refuse)
    found = found_by(people, "ingrid")
    assert found.is_behind
    assert len(found.hits) == 1


def test_a_renamed_organisation_is_found_with_its_people(people: User) -> None:
    Organisation.objects.filter(name="Havbruk Nordic").update(name="Fjordlaks")
    assert names(people, "fjordlaks") == [INGRID]
    assert names(people, "havbruk nordic") == []


def test_a_renamed_topic_is_found_with_its_people(owner: User) -> None:
    log(owner, about=About(topics=((TopicKind.GOAL, "Waste"),)))
    assert names(owner, "waste") == [INGRID]
    Topic.objects.update(name="Leftovers")
    assert names(owner, "leftovers") == [INGRID]
    assert names(owner, "waste") == []
    ProspectTopic.objects.all().delete()
    assert names(owner, "leftovers") == []


def test_words_to_an_ask_come_and_go(owner: User) -> None:
    log(owner, asks=(Asked(AskKind.FEEDBACK, AskAnswer.YES, "Too vague"),))
    assert names(owner, "vague") == [INGRID]
    ExitAsk.objects.update(words="Too blunt")
    assert (names(owner, "vague"), names(owner, "blunt")) == ([], [INGRID])
    ExitAsk.objects.all().delete()
    assert names(owner, "blunt") == []


def test_a_touch_that_is_deleted_is_not_found(owner: User) -> None:
    prospect = log(owner).prospect
    log_touch(prospect, NewTouch(Channel.CALL, day(1), summary="Tangerine"), by=owner, today=day(1), now=NINE)
    assert names(owner, "tangerine") == [INGRID]
    Touch.objects.all().delete()
    assert names(owner, "tangerine") == []


def test_words_that_move_to_another_person_move_in_the_index(owner: User) -> None:
    loss = log(owner, notes="Tangerine")
    walter = somebody(owner, "Walter Brandt")
    assert names(owner, "tangerine") == [INGRID]
    Loss.objects.filter(pk=loss.pk).update(prospect=walter)
    assert names(owner, "tangerine") == ["Walter Brandt"]


def test_a_no_taken_back_is_not_found_any_more(owner: User) -> None:
    loss = log(owner, in_their_words="Tangerine", notes="Kumquat")
    assert names(owner, "tangerine") == [INGRID]
    take_no_back(loss, by=owner, now=NINE)
    assert names(owner, "tangerine") == names(owner, "kumquat") == []
    assert names(owner, "solheim") == names(owner, "solhiem") == []


def test_of_a_person_who_is_erased_no_word_stays(owner: User) -> None:
    loss = log(owner, in_their_words="Tangerine", organisation="")
    somebody(owner, "Ingrid Berg")
    refresh()
    assert {"solheim", "ingrid"} <= spellings()
    for model in (Touch, FollowUp, FollowUpPlan, Loss, Deal):
        model.objects.all().delete()
    Prospect.objects.filter(pk=loss.prospect_id).delete()
    refresh()
    assert "solheim" not in spellings()
    assert {"ingrid", "berg"} <= spellings()
    assert the_index().naming_words([loss.prospect_id]) == set()
    assert names(owner, "tangerine") == []


def test_only_what_changes_marks_somebody(people: User) -> None:
    refresh()
    assert not any_marks()
    Prospect.objects.filter(name=INGRID).update(phone="")
    assert not any_marks()
    Prospect.objects.filter(name=INGRID).update(phone="12345")
    assert any_marks()


def test_the_command_reads_everybody_anew(people: User, capsys: pytest.CaptureFixture[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM followups_search_mark")
        cursor.execute("DELETE FROM followups_search_spelling")
    assert names(people, "ingrid") == []
    call_command("rebuild_search")
    assert "2 people can be searched." in capsys.readouterr().out
    assert names(people, "ingrid") == names(people, "ingird") == [INGRID]
    assert rebuild() == 2


def test_marks_of_what_is_gone_do_no_harm(people: User) -> None:
    refresh()
    for kind in KINDS:
        add_marks(kind, [uuid4()])
    refresh()
    assert not any_marks()


def test_reading_anew_costs_few_questions_however_many_are_marked(owner: User) -> None:
    for number in range(40):
        somebody(owner, f"Anna {number}", "House")
    refresh()
    Prospect.objects.update(learned="Tangerine")
    with CaptureQueriesContext(connection) as seen:
        assert refresh() == 40
    asked = [query for query in seen.captured_queries if query["sql"].startswith("SELECT")]
    assert len(asked) <= 15 + (40 if connection.vendor == "sqlite" else 0)
    assert len(found_by(owner, "tangerine").hits) == 40


@pytest.mark.django_db(transaction=True)
def test_marks_of_many_leave_no_room_behind_that_each_search_would_go_through(owner: User) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no room to give back")
    add_marks("person", [uuid4() for _ in range(20 * keeping.MANY)])
    refresh(19 * keeping.MANY)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM followups_search_mark")  # as it comes by itself, meanwhile
    catch_up()
    assert not any_marks()
    assert room_of_marks() == 0


def room_of_marks() -> int:
    """Bytes of the table of marks on PostgreSQL, those of marks that are gone among them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('followups_search_mark')")
        return int(cursor.fetchone()[0])
