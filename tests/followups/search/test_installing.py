"""The index and its triggers are there after every migration, whatever it did to the tables."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection, models

from accounts.models import User
from followups.models import Touch
from followups.search import installing, postgresql
from followups.search.installing import install
from followups.search.keeping import refresh, the_index
from prospects.models import Prospect
from tests.followups.search.houses import found_by, names, somebody


@pytest.fixture
def put_right() -> Iterator[None]:
    """Whatever a test breaks is whole again afterwards."""
    yield
    install()


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def widen(model: type[models.Model], name: str) -> None:
    """Change a column, for which Django rebuilds the whole table on SQLite; and back."""
    before = model._meta.get_field(name)
    after = models.CharField(max_length=999, blank=True)
    after.set_attributes_from_name(name)
    after.model = model
    connection.disable_constraint_checking()
    with connection.schema_editor(atomic=False) as editor:
        editor.alter_field(model, before, after, strict=True)
        editor.alter_field(model, after, before, strict=True)
    connection.enable_constraint_checking()


@pytest.mark.django_db
def test_nothing_is_done_when_all_is_there(owner: User) -> None:
    assert the_index().triggers_there() == the_index().trigger_names()
    somebody(owner, "Ingrid Solheim")
    refresh()
    assert install() is False
    assert refresh() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("put_right")
def test_a_table_that_a_migration_rebuilt_is_searched_on(owner: User) -> None:
    ingrid = somebody(owner, "Ingrid Solheim")
    assert names(owner, "ingrid") == ["Ingrid Solheim"]
    widen(Prospect, "title")
    widen(Touch, "relevance")
    if connection.vendor == "sqlite":
        assert the_index().triggers_there() < the_index().trigger_names()
    # Written before anybody saw that the triggers are gone.
    Prospect.objects.filter(pk=ingrid.pk).update(name="Astrid Lund")
    call_command("migrate", verbosity=0)
    assert the_index().triggers_there() == the_index().trigger_names()
    assert names(owner, "astrid") == ["Astrid Lund"]
    Prospect.objects.filter(pk=ingrid.pk).update(learned="Tangerine")
    assert names(owner, "tangerine") == ["Astrid Lund"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("put_right")
def test_a_lost_index_comes_back_by_itself(owner: User) -> None:
    somebody(owner, "Ingrid Solheim")
    refresh()
    for table in ("document", "text", "spelling", "mark", "state"):
        if table != "text" or connection.vendor == "sqlite":
            run(f"DROP TABLE followups_search_{table}")
    assert install() is True
    assert names(owner, "ingrid") == names(owner, "ingird") == ["Ingrid Solheim"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("put_right")
def test_another_way_of_reading_reads_everybody_anew(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    somebody(owner, "Ingrid Solheim")
    refresh()
    monkeypatch.setattr(installing, "READING", 999)
    assert install() is True
    assert refresh() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("put_right")
def test_triggers_of_an_older_version_make_way_before_a_migration(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    installing.make_way_before_migrating()
    assert the_index().triggers_there() == the_index().trigger_names()
    monkeypatch.setattr(installing, "READING", 999)
    installing.make_way_before_migrating()
    assert the_index().triggers_there() == set()
    somebody(owner, "Ingrid Solheim")
    assert install() is True
    assert names(owner, "ingrid") == ["Ingrid Solheim"]


@pytest.mark.django_db
def test_tables_from_before_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.introspection, "table_names", lambda _cursor: ["prospects_prospect"])
    assert install() is False


@pytest.mark.django_db
def test_without_the_right_to_add_trigrams_it_says_so_and_searches_on(
    owner: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no extensions to add.")
    run("DROP EXTENSION pg_trgm CASCADE")
    run("CREATE ROLE lowly")
    run("SET ROLE lowly")
    installing.make_trigrams()
    run("RESET ROLE")
    assert "Let a superuser run CREATE EXTENSION pg_trgm" in caplog.text
    assert not postgresql.has_trigrams()
    somebody(owner, "Ingrid Solheim")
    assert names(owner, "solhiem") == ["Ingrid Solheim"]
    assert found_by(owner, "solhiem").is_alike
    installing.make_trigrams()
    assert postgresql.has_trigrams()
    assert names(owner, "solhiem") == ["Ingrid Solheim"]


@pytest.mark.django_db(transaction=True)
def test_emptied_tables_leave_no_words_behind(owner: User) -> None:
    somebody(owner, "Ingrid Solheim")
    refresh()
    call_command("flush", interactive=False, verbosity=0)
    refresh()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM followups_search_document")
        assert cursor.fetchone() == (0,)
