"""A page that somebody else (or another tab) has overtaken: it says what changed, and loses nothing typed."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.changes import Change
from accounts.models import User
from prospects.conversations import ExitConversation
from prospects.exit_lines import LineLength
from prospects.models import Loss, Prospect
from prospects.new_no import Behind
from prospects.team_lines import all_lines, reset_line, set_line
from tests.cast import NINE
from tests.desk.reading import Element, Fields, described_by, filled_in, form_to, read, said
from tests.desk.visiting import HTMX, signed_in
from tests.followups.telling import log

SAVE_AGAIN = "Yours stands in the field: save again to take yours."


@pytest.fixture
def loss(owner: User, clock: time_machine.Traveller) -> Loss:
    behind = Behind(needs="Two planners", competitors=("Acme",), main_competitor="Acme")
    logged = log(owner, in_their_words="No budget.", behind=behind, lesson="Ask earlier")
    clock.shift(60)
    return logged


@pytest.fixture
def person(loss: Loss) -> Prospect:
    return loss.prospect


@pytest.fixture
def others(manager: User) -> Client:
    """The manager's browser: they see everything the owner sees."""
    manager.name = "Tessa"
    manager.save()
    return signed_in(manager)


def drawn(client: Client, page: str) -> Fields:
    """What the form of a page that saves would send."""
    form = next(form for form in read(client.get(page)).all("form", data_save=True))
    return filled_in(form)


def saves(client: Client, page: str, fields: Fields) -> str:
    """Saved: what is said on the page after it."""
    answer: Any = client.post(page, fields)
    assert answer.status_code == 303
    return said(read(client.get(answer["Location"])))


def comes_back(client: Client, page: str, fields: Fields) -> Element:
    answer = client.post(page, fields)
    assert answer.status_code == 200
    return read(answer)


class TestANo:
    @pytest.fixture
    def page(self, loss: Loss) -> str:
        return f"/losses/{loss.pk}/edit/"

    def test_what_only_the_other_changed_stays_theirs(
        self, desk: Client, others: Client, loss: Loss, page: str
    ) -> None:
        mine = drawn(desk, page)
        saves(others, page, drawn(others, page) | {"needs": "Three planners"})
        told = saves(desk, page, mine | {"timing": "In May"})
        assert "Needs: Meanwhile Tessa changed this to “Three planners”." in told
        loss.refresh_from_db()
        assert (loss.needs, loss.timing) == ("Three planners", "In May")

    def test_what_both_changed_is_told_and_nothing_typed_is_lost(
        self, desk: Client, others: Client, loss: Loss, page: str
    ) -> None:
        mine = drawn(desk, page) | {"needs": "Four planners", "timing": "In June", "notes": "Two sites"}
        saves(others, page, drawn(others, page) | {"needs": "Three planners", "budget": "40k"})
        back = comes_back(desk, page, mine)
        beside = described_by(back, "needs")
        assert f"Meanwhile Tessa changed this to “Three planners”. {SAVE_AGAIN}" in beside
        assert "Budget: Meanwhile Tessa changed this to “40k”." in back.one(role="alert").text
        again = filled_in(back.one("form", data_save=True))
        typed = [again[name] for name in ("needs", "timing", "notes", "budget")]
        assert typed == ["Four planners", "In June", "Two sites", "40k"]
        assert Loss.objects.get().needs == "Three planners"
        saves(desk, page, again)
        loss.refresh_from_db()
        assert (loss.needs, loss.timing, loss.budget) == ("Four planners", "In June", "40k")

    def test_emptied_and_chosen_are_told_in_words(
        self, desk: Client, others: Client, loss: Loss, page: str
    ) -> None:
        mine = drawn(desk, page) | {"needs": "Four", "told_by": "call", "said_on": "2026-02-27"}
        theirs = drawn(others, page) | {"needs": "", "told_by": "met", "said_on": "2026-02-26"}
        saves(others, page, theirs | {"by_decision_maker": "on"})
        back = comes_back(desk, page, mine)
        assert "Meanwhile Tessa emptied this." in described_by(back, "needs")
        assert "Meanwhile Tessa changed this to “In person”." in described_by(back, "told_by")
        assert "“26 Feb 2026”" in described_by(back, "said_on")
        assert "changed this to “yes”" in back.one(role="alert").text
        assert filled_in(back.one("form", data_save=True))["by_decision_maker"] == "on"

    def test_both_typed_the_same(self, desk: Client, others: Client, page: str) -> None:
        mine = drawn(desk, page) | {"needs": "Three planners"}
        saves(others, page, drawn(others, page) | {"needs": "Three planners"})
        assert "Meanwhile" not in saves(desk, page, mine)

    def test_competitors_are_told_too(self, desk: Client, others: Client, page: str) -> None:
        mine = drawn(desk, page) | {"competitors": "Acme\nBolt"}
        saves(others, page, drawn(others, page) | {"competitors": "Acme\nCargo"})
        back = comes_back(desk, page, mine)
        assert "Meanwhile Tessa changed this to “Acme Cargo”." in described_by(back, "competitors")

    def test_my_other_tab_is_called_mine(self, desk: Client, page: str) -> None:
        mine = drawn(desk, page) | {"needs": "Four planners"}
        saves(desk, page, drawn(desk, page) | {"needs": "Three planners"})
        back = comes_back(desk, page, mine)
        assert "Meanwhile you changed this to “Three planners” elsewhere." in described_by(back, "needs")

    def test_a_mistake_on_the_way_forgets_nothing(self, desk: Client, others: Client, page: str) -> None:
        mine = drawn(desk, page) | {"needs": "Four planners", "deal_currency": "euros"}
        saves(others, page, drawn(others, page) | {"needs": "Three planners"})
        mended = filled_in(comes_back(desk, page, mine).one("form", data_save=True))
        back = comes_back(desk, page, mended | {"deal_currency": "EUR"})
        assert SAVE_AGAIN in described_by(back, "needs")

    def test_what_does_not_fit_together_comes_back(self, desk: Client, others: Client, page: str) -> None:
        reason = read(desk.get(page)).one("select", id="id_reason").all("option")[1].attrs["value"]
        mine = drawn(desk, page) | {"reason": reason}
        saves(others, page, drawn(others, page) | {"conversation": "cannot"})
        back = comes_back(desk, page, mine)
        assert "This reason belongs to another kind of no." in described_by(back, "reason")
        assert "Meanwhile Tessa changed this to" in back.one(role="alert").text

    @pytest.mark.parametrize("mark", ["", "{", "[]", '{"needs": [1]}', "[" * 3000, '{"needs": null}'])
    def test_a_mark_nobody_can_read_is_none(self, desk: Client, page: str, mark: str) -> None:
        fields = drawn(desk, page) | {"drawn": mark, "timing": "In May"}
        assert "Put right." in saves(desk, page, fields)


class TestAPerson:
    @pytest.fixture
    def page(self, person: Prospect) -> str:
        return f"/prospects/{person.pk}/edit/"

    def test_on_the_whole_page(self, desk: Client, others: Client, person: Prospect, page: str) -> None:
        mine = drawn(desk, page) | {"phone": "111", "title": "COO", "learned": "They grow"}
        theirs = drawn(others, page) | {"phone": "222", "email": "ingrid@havbruk.example"}
        saves(others, page, theirs | {"goals": "New plant"})
        back = comes_back(desk, page, mine)
        assert f"Meanwhile Tessa changed this to “222”. {SAVE_AGAIN}" in described_by(back, "phone")
        assert "E-mail: Meanwhile Tessa changed this to “ingrid@havbruk.example”." in back.text
        again = filled_in(back.one("form", data_save=True))
        assert (again["phone"], again["title"], again["learned"]) == ("111", "COO", "They grow")
        saves(desk, page, again)
        person.refresh_from_db()
        assert (person.phone, person.title, person.email) == ("111", "COO", "ingrid@havbruk.example")
        assert person.topics.get().topic.name == "New plant"

    def block(self, client: Client, page: str, part: str) -> Fields:
        return filled_in(read(client.get(f"{page}?part={part}", headers=HTMX)).one("form"))

    def test_in_a_block(self, desk: Client, others: Client, person: Prospect, page: str) -> None:
        mine = self.block(desk, page, "matters") | {"goals": "Bergen", "interests": "Sailing"}
        others.post(page, self.block(others, page, "matters") | {"goals": "Oslo"}, headers=HTMX)
        back = read(desk.post(page, mine, headers=HTMX))
        assert f"Meanwhile Tessa changed this to “Oslo”. {SAVE_AGAIN}" in described_by(back, "goals")
        again = filled_in(back.one("form"))
        assert again["interests"] == "Sailing"
        desk.post(page, again, headers=HTMX)
        assert set(person.topics.values_list("topic__name", flat=True)) == {"Bergen", "Sailing"}

    def test_a_block_says_what_it_kept(
        self, desk: Client, others: Client, person: Prospect, page: str
    ) -> None:
        mine = self.block(desk, page, "told") | {"timing": "In May"}
        others.post(page, self.block(others, page, "told") | {"needs": "Three"}, headers=HTMX)
        back = read(desk.post(page, mine, headers=HTMX))
        assert "What they need: Meanwhile Tessa changed this to “Three”." in said(back)
        assert "In May" in back.text

    def test_two_tabs(self, desk: Client, page: str) -> None:
        first, second = self.block(desk, page, "learned"), self.block(desk, page, "learned")
        desk.post(page, first | {"learned": "They grow"}, headers=HTMX)
        back = read(desk.post(page, second | {"learned": "They shrink"}, headers=HTMX))
        assert "Meanwhile you changed this to “They grow” elsewhere." in described_by(back, "learned")
        assert filled_in(back.one("form"))["learned"] == "They shrink"

    def test_what_a_no_taught_meanwhile(self, desk: Client, owner: User, person: Prospect, page: str) -> None:
        mine = drawn(desk, page) | {"title": "COO"}
        log(owner, prospect_id=person.pk, is_decision_maker=True)
        assert "changed this to “yes” elsewhere" in saves(desk, page, mine)
        person.refresh_from_db()
        assert (person.is_decision_maker, person.title) == (True, "COO")


class TestSettings:
    def form(self, client: Client, which: str) -> Fields:
        return filled_in(form_to(read(client.get("/settings/")), f"/settings/{which}/"))

    def test_of_the_team(self, desk: Client, owner: User, others: Client) -> None:
        owner.is_manager = True
        owner.save()
        mine = self.form(desk, "team/save") | {"daily_limit": "8"}
        theirs = self.form(others, "team/save") | {"daily_limit": "5", "public_name": "Vogt"}
        assert "Saved." in saves(others, "/settings/team/save/", theirs)
        back = comes_back(desk, "/settings/team/save/", mine)
        assert f"Meanwhile Tessa changed this to “5”. {SAVE_AGAIN}" in described_by(back, "daily_limit")
        again = filled_in(form_to(back, "/settings/team/save/"))
        assert (again["daily_limit"], again["public_name"]) == ("8", "Vogt")
        saves(desk, "/settings/team/save/", again)
        owner.team.refresh_from_db()
        assert (owner.team.daily_limit, owner.team.public_name) == (8, "Vogt")

    def test_of_oneself_in_two_tabs(self, desk: Client, owner: User) -> None:
        first, second = self.form(desk, "profile"), self.form(desk, "profile")
        saves(desk, "/settings/profile/", first | {"country": "DE", "working_days": ["0", "1"]})
        told = saves(desk, "/settings/profile/", second | {"name": "Maren V."})
        assert "Country, for its public holidays: Meanwhile you changed this to “Germany” elsewhere." in told
        assert "“Monday, Tuesday”" in told
        owner.refresh_from_db()
        assert (owner.country, owner.working_days, owner.name) == ("DE", "01", "Maren V.")

    def test_of_the_mail(self, desk: Client, owner: User) -> None:
        first, second = self.form(desk, "digest"), self.form(desk, "digest")
        saves(desk, "/settings/digest/", first | {"digest_time": "08:00"})
        back = comes_back(desk, "/settings/digest/", second | {"digest_time": "09:00"})
        assert "08:00" in described_by(back, "digest_time")
        assert filled_in(form_to(back, "/settings/digest/"))["digest_time"] == "09:00"


class TestExitLines:
    OF = ExitConversation.CANNOT

    @pytest.fixture
    def manager_too(self, owner: User, desk: Client) -> Client:
        owner.is_manager = True
        owner.save()
        return desk

    def form(self, client: Client) -> Fields:
        page = read(client.get("/settings/lines/")).one(id=self.OF.value)
        return filled_in(page.one("form"))

    def line(self, owner: User, name: str) -> str:
        length, _dash, language = name.partition("_")
        return all_lines(owner.team_id)[language].line(self.OF, LineLength(length))

    def test_another_line_of_the_page_is_not_put_back(
        self, manager_too: Client, others: Client, owner: User
    ) -> None:
        mine = self.form(manager_too) | {"short_en": "Fair enough."}
        saves(others, "/settings/lines/save/", self.form(others) | {"short_de": "Schon gut."})
        told = saves(manager_too, "/settings/lines/save/", mine)
        assert "Meanwhile Tessa changed this to “Schon gut.”." in told
        assert self.line(owner, "short_en") == "Fair enough."
        assert self.line(owner, "short_de") == "Schon gut."

    def test_the_same_line_comes_back(self, manager_too: Client, others: Client, owner: User) -> None:
        mine = self.form(manager_too) | {"short_en": "Fair enough."}
        saves(others, "/settings/lines/save/", self.form(others) | {"short_en": "I see."})
        back = comes_back(manager_too, "/settings/lines/save/", mine)
        assert f"Meanwhile Tessa changed this to “I see.”. {SAVE_AGAIN}" in described_by(back, "short_en")
        assert self.line(owner, "short_en") == "I see."
        again = filled_in(back.one(id=self.OF.value).one("form"))
        saves(manager_too, "/settings/lines/save/", again)
        assert self.line(owner, "short_en") == "Fair enough."

    def test_a_line_gone_back_to_ours_has_no_author(
        self, manager_too: Client, manager: User, others: Client
    ) -> None:
        set_line(self.OF, LineLength.SHORT, "en", "I see.", by=manager, now=NINE)
        mine = self.form(manager_too) | {"short_en": "Fair enough."}
        reset_line(self.OF, LineLength.SHORT, "en", by=manager, now=NINE)
        back = comes_back(manager_too, "/settings/lines/save/", mine)
        assert "Meanwhile this was changed to" in described_by(back, "short_en")

    def test_a_look_at_how_it_sounds_forgets_nothing(
        self, manager_too: Client, others: Client, owner: User
    ) -> None:
        mine = self.form(manager_too) | {"short_en": "Fair enough."}
        saves(others, "/settings/lines/save/", self.form(others) | {"short_en": "I see."})
        looked = read(manager_too.post("/settings/lines/preview/", mine)).one(id=self.OF.value)
        back = comes_back(manager_too, "/settings/lines/save/", filled_in(looked.one("form")))
        assert SAVE_AGAIN in described_by(back, "short_en")


def test_nothing_is_written_while_it_is_asked(desk: Client, others: Client, loss: Loss) -> None:
    page = f"/losses/{loss.pk}/edit/"
    mine = drawn(desk, page) | {"needs": "Four", "stage": "Talks"}
    saves(others, page, drawn(others, page) | {"needs": "Three"})
    before = Change.objects.count()
    comes_back(desk, page, mine)
    loss.refresh_from_db()
    assert (Change.objects.count(), loss.stage) == (before, "")
