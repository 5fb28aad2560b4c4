"""A contact rule against a follow-up: told before it is done, moved in one press, or done with a reason."""

from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from followups.actions import NewTouch, log_touch
from followups.kinds import Channel, Direction, Kind, Outcome, Status, TouchKind
from followups.models import FollowUp, Touch
from prospects.conversations import PermissionChannel
from prospects.models import Prospect
from prospects.new_no import Agreement, Named
from tests.cast import MONDAY
from tests.desk.reading import Element, described_by, filled_in, form_to, read, said
from tests.desk.visiting import HTMX, act, signed_in
from tests.followups.telling import complete, day, log, nine_on, open_row, step_of

WHY = "They count stock twice a week"
REASON = "She rang and wanted it"
INGRID = "ingrid@havbruk.example"
NEXT = "2026-03-11"


def be_helpful(person: Prospect, on: date) -> None:
    touch = NewTouch(Channel.MAIL, on, kind=TouchKind.HELPFUL, relevance=WHY, override_reason=REASON)
    log_touch(person, touch, by=person.owner, today=on, now=nine_on(on))


def take_back_calls(person: Prospect) -> None:
    taken = {"channel": PermissionChannel.CALL, "is_granted": False, "source": "told_us"}
    person.permissions.create(team=person.team, given_on=day(-3), **taken)


@pytest.fixture
def blocked(row: FollowUp) -> FollowUp:
    """The check-in due today; something useful went out five days ago."""
    be_helpful(row.prospect, day(-5))
    row.refresh_from_db()
    return row


def page_of(desk: Client, row: FollowUp) -> Element:
    return read(desk.get(f"/followups/{row.pk}/"))


def fragment_of(desk: Client, row: FollowUp) -> Element:
    return read(desk.get(f"/followups/{row.pk}/", headers=HTMX))


def press(desk: Client, page: Element, row: FollowUp, **more: Any) -> HttpResponse:
    form = page.one("form", id=f"move-{row.pk}")
    return desk.post(form.attrs["action"], filled_in(form), **more)


@pytest.mark.parametrize("look", [page_of, fragment_of])
def test_it_is_told_before_anything_is_saved(desk: Client, blocked: FollowUp, look: Any) -> None:
    page = look(desk, blocked)
    note = page.one(id=f"rule-{blocked.pk}")
    assert "You wrote on 25 February. Leave them a little room." in note.text
    assert "The next good day is Wednesday 11 March." in note.text
    assert "Answer them, whenever they write." in note.text
    button = note.one("button", form=f"move-{blocked.pk}")
    assert button.text == "Move it to Wednesday 11 March"


def test_where_no_rule_stands_against_it_nothing_is_said(desk: Client, row: FollowUp) -> None:
    page = page_of(desk, row)
    assert page.all(id=f"rule-{row.pk}") == page.all(name="override_reason") == []
    assert page.all("form", id=f"move-{row.pk}") == []


def test_one_press_moves_it_to_the_next_good_day(desk: Client, blocked: FollowUp) -> None:
    answer = press(desk, page_of(desk, blocked), blocked)
    assert (answer.status_code, answer["Location"]) == (303, "/")
    blocked.refresh_from_db()
    assert (blocked.status, blocked.due_on.isoformat()) == (Status.OPEN, NEXT)
    assert page_of(desk, blocked).all(id=f"rule-{blocked.pk}") != []


def test_with_htmx_the_row_becomes_its_receipt(desk: Client, blocked: FollowUp) -> None:
    page = fragment_of(desk, blocked)
    form = page.one("form", id=f"move-{blocked.pk}")
    assert form.attrs["hx-target"] == f"#row-{blocked.pk}"
    answer = press(desk, page, blocked, headers=HTMX)
    receipt = read(answer).one(data_receipt=str(blocked.pk))
    assert "later, Wed 11 Mar." in receipt.text


def test_a_second_press_of_it_does_nothing(desk: Client, blocked: FollowUp) -> None:
    page = page_of(desk, blocked)
    press(desk, page, blocked)
    press(desk, page, blocked)
    blocked.refresh_from_db()
    assert blocked.snoozes == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_without_a_reason_it_is_not_saved_and_nothing_typed_is_lost(
    desk: Client, blocked: FollowUp, headers: dict[str, str]
) -> None:
    typed = {"outcome": "spoke", "note": "She will sail in June", "override_reason": "  "}
    answer = desk.post(f"/followups/{blocked.pk}/complete/", typed, headers=headers)
    assert answer.status_code == 200
    form = form_to(read(answer), f"/followups/{blocked.pk}/complete/")
    assert "Say in a few words why you do it all the same." in described_by(form, "override_reason")
    assert "Leave them a little room." in described_by(form, "override_reason")
    assert filled_in(form)["note"] == "She will sail in June"
    assert filled_in(form)["outcome"] == "spoke"
    blocked.refresh_from_db()
    assert blocked.status == Status.OPEN
    assert not Touch.objects.filter(follow_up=blocked).exists()


@pytest.mark.parametrize("htmx", [False, True])
def test_a_reason_is_kept_and_told_in_the_story(desk: Client, blocked: FollowUp, htmx: bool) -> None:
    act(desk, blocked, "complete", outcome="spoke", override_reason=REASON, htmx=htmx)
    assert Touch.objects.get(follow_up=blocked).override_reason == REASON
    story = read(desk.get(f"/prospects/{blocked.prospect_id}/"))
    assert f"All the same, because: {REASON}" in story.one("ol", class_="timeline").text


@pytest.mark.parametrize("outcome", ["asked_to_stop", "left_company", "won_back"])
def test_what_they_told_us_needs_no_reason(desk: Client, blocked: FollowUp, outcome: str) -> None:
    act(desk, blocked, "complete", outcome=outcome)
    blocked.refresh_from_db()
    assert (blocked.status, blocked.outcome) == (Status.DONE, outcome)


def test_of_a_colleague_no_more_is_told_than_that_there_was_one(owner: User, colleague: User) -> None:
    mine = step_of(log(owner, on=day(-45), email=INGRID).prospect)
    theirs = log(colleague, "I. Solheim", on=day(-45), email=INGRID).prospect
    FollowUp.objects.filter(prospect=theirs).delete()
    be_helpful(theirs, day(-5))
    FollowUp.objects.filter(pk=mine.pk).update(due_on=MONDAY)
    page = page_of(signed_in(owner), mine)
    assert "A colleague wrote on 25 February." in page.one(id=f"rule-{mine.pk}").text
    assert colleague.name not in page.text
    assert "I. Solheim" not in page.text
    assert WHY not in page.text


class TestOnThePersonsPage:
    def test_it_stands_with_what_is_next(self, desk: Client, blocked: FollowUp) -> None:
        page = read(desk.get(f"/prospects/{blocked.prospect_id}/"))
        card = page.one("section", data_followup=str(blocked.pk))
        assert "You wrote on 25 February." in card.text
        form = next(one for one in card.all("form") if filled_in(one).get("until") == NEXT)
        answer = desk.post(form.attrs["action"], filled_in(form))
        assert answer["Location"] == f"/prospects/{blocked.prospect_id}/"
        blocked.refresh_from_db()
        assert blocked.due_on.isoformat() == NEXT

    def test_without_a_rule_against_it_nothing_is_said(self, desk: Client, row: FollowUp) -> None:
        page = read(desk.get(f"/prospects/{row.prospect_id}/"))
        assert page.all(class_="rule-note") == []

    def test_colleagues_nearby_are_told_without_any_plan_of_ones_own(
        self, owner: User, colleague: User
    ) -> None:
        theirs = log(colleague, "Aisha Bello", on=day(-45)).prospect
        complete(step_of(theirs), Outcome.SPOKE, on=day(-2))
        mine = Prospect.objects.create(
            team=owner.team, owner=owner, name="Ola", organisation=theirs.organisation
        )
        page = read(signed_in(owner).get(f"/prospects/{mine.pk}/"))
        assert "At Havbruk Nordic: A colleague called on 28 February." in page.text


class TestBesideTheRow:
    def test_colleagues_at_the_same_house(self, row: FollowUp, colleague: User, desk: Client) -> None:
        theirs = log(colleague, "Aisha Bello", on=day(-45)).prospect
        be_helpful(theirs, day(-3))
        page = page_of(desk, row)
        assert "At Havbruk Nordic: A colleague wrote on 27 February." in page.text
        assert "Aisha" not in page.text

    def test_a_channel_they_took_back(self, row: FollowUp, desk: Client) -> None:
        row.prospect.permissions.create(
            team=row.team,
            channel=PermissionChannel.CALL,
            is_granted=False,
            given_on=day(-3),
            source="told_us",
        )
        assert "They took back their yes to this." in page_of(desk, row).text

    def test_whom_to_name_to_somebody_who_was_named(self, owner: User, desk: Client) -> None:
        person = log(owner, referral=Named("Piet Claes", "Noordzee Vis")).prospect
        page = page_of(desk, open_row(person, Kind.REFERRAL))
        assert "Say first who named them to you: “Ingrid Solheim suggested I write to you" in page.text


class TestPuttingItOff:
    @pytest.fixture
    def crowded(self, row: FollowUp) -> FollowUp:
        """Something useful went out today: nothing before the 16th."""
        be_helpful(row.prospect, MONDAY)
        row.refresh_from_db()
        return row

    @pytest.mark.parametrize("htmx", [False, True])
    def test_to_a_day_a_rule_stands_against_is_asked_about(
        self, desk: Client, crowded: FollowUp, htmx: bool
    ) -> None:
        answer = act(desk, crowded, "snooze", until="2026-03-05", htmx=htmx)
        assert answer.status_code == 200
        page = read(answer)
        assert "Is Thursday 5 March right?" in page.text
        assert "The next good day is Monday 16 March." in page.text
        crowded.refresh_from_db()
        assert (crowded.due_on, crowded.snoozes) == (MONDAY, 0)

    def test_the_next_good_day_is_one_press_away(self, desk: Client, crowded: FollowUp) -> None:
        page = read(act(desk, crowded, "snooze", until="2026-03-05"))
        form = next(one for one in page.all("form") if filled_in(one).get("until") == "2026-03-16")
        desk.post(form.attrs["action"], filled_in(form))
        crowded.refresh_from_db()
        assert crowded.due_on == date(2026, 3, 16)

    def test_a_person_may_choose_the_day_all_the_same(self, desk: Client, crowded: FollowUp) -> None:
        page = read(act(desk, crowded, "snooze", until="2026-03-05"))
        form = next(one for one in page.all("form") if filled_in(one).get("all_the_same"))
        desk.post(form.attrs["action"], filled_in(form))
        crowded.refresh_from_db()
        assert crowded.due_on == date(2026, 3, 5)

    def test_past_the_window_as_well_is_asked_in_one_go(self, desk: Client, crowded: FollowUp) -> None:
        FollowUp.objects.filter(pk=crowded.pk).update(closes_on=day(2))
        page = read(act(desk, crowded, "snooze", until="2026-03-05"))
        assert "The window closes on 4 March." in page.text
        form = next(one for one in page.all("form") if filled_in(one).get("all_the_same"))
        assert desk.post(form.attrs["action"], filled_in(form)).status_code == 303
        crowded.refresh_from_db()
        assert crowded.due_on == date(2026, 3, 5)

    def test_to_a_fine_day_nothing_is_asked(self, desk: Client, crowded: FollowUp) -> None:
        act(desk, crowded, "snooze", until="2026-03-16", past_window="on")
        crowded.refresh_from_db()
        assert crowded.due_on == date(2026, 3, 16)


class TestMakingRoom:
    @pytest.fixture
    def person(self, owner: User) -> Prospect:
        """Something useful is planned for tomorrow, the check-in for the 2nd of April."""
        may_write = Agreement(channels=(PermissionChannel.MAIL,))
        return log(owner, on=day(-14), agreement=may_write).prospect

    @pytest.mark.parametrize("htmx", [False, True])
    def test_the_receipt_tells_what_moved(self, desk: Client, person: Prospect, htmx: bool) -> None:
        answer = act(desk, step_of(person), "complete", outcome="spoke", htmx=htmx)
        page = read(answer) if htmx else read(desk.get(answer["Location"]))
        assert "Something useful makes room and moves to Mon 16 Mar." in (page.text if htmx else said(page))

    def test_a_touch_tells_it_too(self, desk: Client, person: Prospect) -> None:
        answer = desk.post(
            f"/prospects/{person.pk}/touches/", {"channel": "mail", "summary": "Happy birthday"}
        )
        page = read(desk.get(answer["Location"]))
        assert "Noted. Something useful makes room and moves to Mon 16 Mar." in said(page)
        undo = next(form for form in page.all("form") if form.attrs["action"].startswith("/changes/"))
        desk.post(undo.attrs["action"], filled_in(undo))
        assert open_row(person, Kind.VALUE_ITEM).due_on == day(1)

    def test_what_was_left_out_says_so_in_the_story(self, desk: Client, person: Prospect) -> None:
        act(desk, step_of(person), "complete", outcome="not_yet", next_on="2026-06-01")
        story = read(desk.get(f"/prospects/{person.pk}/")).one("ol", class_="timeline")
        assert "Left out: it would have come too near to something else." in story.text


class TestSayingWhy:
    @pytest.fixture
    def useful(self, owner: User) -> FollowUp:
        may_write = Agreement(channels=(PermissionChannel.MAIL,))
        return open_row(log(owner, on=day(-15), agreement=may_write).prospect, Kind.VALUE_ITEM)

    def test_what_is_useful_says_why_it_matters_to_them(self, desk: Client, useful: FollowUp) -> None:
        answer = act(desk, useful, "complete", outcome="done", note="The article")
        form = form_to(read(answer), f"/followups/{useful.pk}/complete/")
        assert "Say in a few words why it matters to them." in described_by(form, "relevance")
        assert filled_in(form)["note"] == "The article"
        act(desk, useful, "complete", outcome="done", relevance=WHY)
        assert Touch.objects.get(follow_up=useful).relevance == WHY


def test_a_channel_they_took_back_holds_a_touch_back_too(desk: Client, row: FollowUp) -> None:
    take_back_calls(row.prospect)
    address = f"/prospects/{row.prospect_id}/touches/"
    answer = desk.post(address, {"channel": "call", "summary": "Rang"})
    assert "They took back their yes to this." in described_by(
        form_to(read(answer), address), "override_reason"
    )
    for typed in ({"channel": "mail"}, {"channel": "call", "direction": Direction.IN}):
        assert desk.post(address, {"summary": "Fine", **typed}).status_code == 303
    assert desk.post(address, {"channel": "call", "override_reason": REASON}).status_code == 303
