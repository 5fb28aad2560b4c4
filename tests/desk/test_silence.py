"""Somebody does not answer: what Today, the row's page and the person's page say, and what can be done."""

from datetime import date

import pytest
from django.test import Client
from time_machine import Traveller

from accounts.models import User
from followups.kinds import EndedWhy, Outcome
from followups.models import FollowUpPlan
from prospects.conversations import ExitConversation, Manner
from prospects.models import Prospect
from tests.desk.reading import Element, form_to, read, said
from tests.desk.visiting import signed_in
from tests.followups.telling import complete, day, log, nine_on, plan_of, step_of
from tests.security.tables import everything_stored

IN_TWO_YEARS = date(2028, 3, 2)
HAND_TO = "/together/hand-to/"
QUESTION = "Nothing heard from them for two years. Keep in touch, or close kindly?"


def in_vain(person: Prospect, times: int = 3) -> None:
    for _try in range(times):
        step = step_of(person)
        complete(step, Outcome.NO_ANSWER, on=step.due_on)


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    person = log(owner).prospect
    in_vain(person)
    return person


def page_of(client: Client, person: Prospect) -> Element:
    return read(client.get(f"/prospects/{person.pk}/"))


def blocks(page: Element) -> list[Element]:
    return [found for found in page.all("section") if found.has_class("silence")]


def press(client: Client, page: Element, address: str) -> Element:
    """Press the button that posts to `address`, with what its form carries."""
    form = form_to(page, address)
    sent = {field.attrs["name"]: field.attrs.get("value", "") for field in form.all("input", name=True)}
    return read(client.post(address, sent, follow=True))


class TestAfterThreeTriesInVain:
    def test_the_persons_page_says_so_and_what_might_help(self, desk: Client, ingrid: Prospect) -> None:
        (block,) = blocks(page_of(desk, ingrid))
        assert "3 tries in a row stayed unanswered." in block.text
        assert "Another channel may do better" in block.text

    def test_a_manager_passes_them_on_from_there(
        self, ingrid: Prospect, owner: User, colleague: User, manager: User
    ) -> None:
        assert not blocks(page_of(signed_in(owner), ingrid))[0].all("form", action=HAND_TO)
        desk = signed_in(manager)
        asked = press(desk, page_of(desk, ingrid), HAND_TO)
        form = form_to(asked, HAND_TO)
        rows = [field.attrs["value"] for field in form.all("input", name="row")]
        assert rows == [str(step_of(ingrid).pk)]
        desk.post(HAND_TO, {"row": rows, "to": str(colleague.pk)})
        assert Prospect.objects.get(pk=ingrid.pk).owner == colleague

    def test_the_rows_own_page_says_it_too(self, desk: Client, ingrid: Prospect) -> None:
        (block,) = blocks(read(desk.get(f"/followups/{step_of(ingrid).pk}/")))
        assert "3 tries in a row stayed unanswered." in block.text

    def test_its_row_of_today_says_it_in_a_line_with_a_way_to_act(
        self, owner: User, ingrid: Prospect, clock: Traveller
    ) -> None:
        step = step_of(ingrid)
        clock.move_to(nine_on(step.due_on))
        row = read(signed_in(owner).get("/")).one("article", data_followup=str(step.pk))
        assert "3 tries in a row stayed unanswered." in row.text
        assert f"/followups/{step.pk}/" in {link.attrs["href"] for link in row.all("a", href=True)}

    def test_after_two_nothing_is_said_unless_they_drifted_away(self, desk: Client, owner: User) -> None:
        plain = log(owner, "Knut").prospect
        drifted = log(owner, "Pia", conversation=ExitConversation.DRIFTED).prospect
        in_vain(plain, 2)
        in_vain(drifted, 2)
        assert (len(blocks(page_of(desk, plain))), len(blocks(page_of(desk, drifted)))) == (0, 1)

    def test_once_they_answer_nothing_is_said_any_more(self, desk: Client, ingrid: Prospect) -> None:
        complete(step_of(ingrid), Outcome.SPOKE, on=day(80))
        assert not blocks(page_of(desk, ingrid))


class TestAnotherChannel:
    def test_the_next_check_in_goes_by_mail(self, desk: Client, ingrid: Prospect) -> None:
        step = step_of(ingrid)
        page = press(desk, page_of(desk, ingrid), f"/followups/{step.pk}/channel/")
        assert "Next time by mail." in said(page)
        assert step_of(ingrid).manner == Manner.MAIL
        assert "Call next time" in blocks(page)[0].text
        desk.post(page.one(role="status").one("form").attrs["action"])
        assert step_of(ingrid).manner == ""

    def test_a_second_press_does_nothing(self, desk: Client, ingrid: Prospect) -> None:
        step, page = step_of(ingrid), page_of(desk, ingrid)
        press(desk, page, f"/followups/{step.pk}/channel/")
        after = press(desk, page, f"/followups/{step.pk}/channel/")
        assert "This was acted on before." in said(after)
        assert step_of(ingrid).manner == Manner.MAIL

    def test_a_day_they_named_stays_as_it_is(self, desk: Client, owner: User) -> None:
        person = log(owner, "Knut", next_contact_on=day(20)).prospect
        page = read(desk.post(f"/followups/{step_of(person).pk}/channel/", follow=True))
        assert "one you agreed on" in said(page)
        assert step_of(person).manner == ""


class TestClosingKindly:
    def test_the_plan_ends_and_can_be_taken_up_again(self, desk: Client, ingrid: Prospect) -> None:
        page = press(desk, page_of(desk, ingrid), f"/prospects/{ingrid.pk}/close-kindly/")
        assert "Closed kindly. Nothing more is planned for Ingrid Solheim." in said(page)
        assert plan_of(ingrid).ended_why == EndedWhy.LET_GO
        assert not blocks(page)
        assert "Closed kindly, without an answer" in page.text
        desk.post(page.one(role="status").one("form").attrs["action"])
        assert plan_of(ingrid).ended_why == ""
        assert "without an answer" not in page_of(desk, ingrid).text

    def test_pressed_twice_it_says_that_nothing_is_planned(self, desk: Client, ingrid: Prospect) -> None:
        address = f"/prospects/{ingrid.pk}/close-kindly/"
        desk.post(address)
        before = everything_stored()
        assert "Nothing is planned for Ingrid Solheim any more." in said(
            read(desk.post(address, follow=True))
        )
        assert everything_stored() == before


class TestKeepOrClose:
    @pytest.fixture
    def later(self, owner: User, ingrid: Prospect, clock: Traveller) -> Client:
        clock.move_to(nine_on(IN_TWO_YEARS))
        return signed_in(owner)

    def test_after_two_years_the_page_and_today_ask(self, later: Client, ingrid: Prospect) -> None:
        (block,) = blocks(page_of(later, ingrid))
        assert QUESTION in block.text
        row = read(later.get("/")).one("article", data_followup=str(step_of(ingrid).pk))
        assert QUESTION in row.text

    def test_kept_nothing_moves_and_it_can_be_taken_back(self, later: Client, ingrid: Prospect) -> None:
        due_on = step_of(ingrid).due_on
        page = press(later, page_of(later, ingrid), f"/prospects/{ingrid.pk}/keep/")
        assert "Ingrid Solheim stays. You will be asked again in two years." in said(page)
        assert (plan_of(ingrid).kept_on, step_of(ingrid).due_on) == (IN_TWO_YEARS, due_on)
        assert QUESTION not in page.text
        later.post(page.one(role="status").one("form").attrs["action"])
        assert QUESTION in page_of(later, ingrid).text

    def test_an_old_no_nobody_asked_about_owes_no_answer(self, owner: User, clock: Traveller) -> None:
        old = log(owner, "Knut", said_on=date(2019, 3, 4)).prospect
        assert not blocks(page_of(signed_in(owner), old))


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_somebody_elses_person_does_not_exist(
    who: str, ingrid: Prospect, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(who))
    before = everything_stored()
    doors = [f"/followups/{step_of(ingrid).pk}/channel/"]
    doors += [f"/prospects/{ingrid.pk}/{door}/" for door in ("keep", "close-kindly")]
    assert {client.post(door).status_code for door in doors} == {404}
    assert everything_stored() == before


def test_a_plan_that_has_ended_says_nothing(desk: Client, ingrid: Prospect) -> None:
    FollowUpPlan.objects.filter(prospect=ingrid).update(unanswered_tries=9)
    complete(step_of(ingrid), Outcome.WON_BACK, on=day(80))
    assert not blocks(page_of(desk, ingrid))
