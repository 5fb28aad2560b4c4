"""Away: what falls into an absence is shown before and after, and then done."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import Absence, User
from digests.models import DigestSchedule
from digests.planning import plan_digests
from followups.kinds import Kind
from followups.models import FollowUp
from prospects.conversations import Manner
from tests.cast import NINE
from tests.desk.reading import Element, described_by, filled_in, form_to, read, said
from tests.desk.visiting import act, signed_in
from tests.followups.telling import day, log, open_row, step_of
from tests.security.tables import everything_stored

NEW = "/settings/away/new/"


def asked(first: int, last: int, stand_in: User | None = None) -> dict[str, str]:
    """What the form of the settings page sends."""
    fields = {"first_on": day(first).isoformat(), "last_on": day(last).isoformat(), "then": "move"}
    return fields | ({"then": "hand_over", "stand_in": str(stand_in.pk)} if stand_in else {})


def confirm(client: Client, shown: Element) -> Element:
    """Press the button of the page that shows what falls into it; the page that follows."""
    answer = client.post(NEW, filled_in(form_to(shown, NEW)), follow=True)
    assert answer.redirect_chain == [("/settings/#away", 303)]
    return read(answer)


def lines(page: Element) -> list[tuple[str, str, str]]:
    """Kind, now and then of every row shown."""
    rows = page.all("tr", data_followup=True)
    return [(row.attrs["data-kind"], *(cell.text for cell in row.all("td")[1:])) for row in rows]


def test_the_settings_offer_it(desk: Client) -> None:
    page = read(desk.get("/settings/"))
    form = page.one(id="away").one("form")
    assert (form.attrs["action"], form.attrs["method"]) == (NEW, "get")


def test_it_is_shown_before_and_after_and_nothing_has_moved_yet(desk: Client, owner: User) -> None:
    log(owner)
    before = everything_stored()
    page = read(desk.get(NEW, asked(1, 4)))
    assert "2 follow-ups fall into it. Nothing has moved yet." in page.text
    assert lines(page) == [("debrief", "tomorrow", "Mon 9 Mar"), ("thank_you", "tomorrow", "Mon 9 Mar")]
    assert everything_stored() == before


def test_then_it_is_done_and_the_list_shows_it(desk: Client, owner: User) -> None:
    thanks = open_row(log(owner).prospect, Kind.THANK_YOU)
    page = confirm(desk, read(desk.get(NEW, asked(1, 4))))
    assert "Noted: away 3 Mar – 6 Mar 2026. 2 follow-ups moved." in said(page)
    assert "3 Mar – 6 Mar 2026 what falls into it moves" in page.one(id="away").text
    thanks.refresh_from_db()
    assert thanks.due_on == day(7)


def test_a_colleague_gets_it_and_is_told_whose_it_is(desk: Client, owner: User, colleague: User) -> None:
    thanks = open_row(log(owner).prospect, Kind.THANK_YOU)
    shown = read(desk.get(NEW, asked(1, 4, colleague)))
    assert lines(shown)[1] == ("thank_you", "tomorrow", "Colleague, tomorrow")
    page = confirm(desk, shown)
    assert "Colleague looks after 1 follow-up. 1 follow-up moved." in said(page)
    theirs = signed_in(colleague)
    row = read(theirs.get("/")).one(data_followup=str(thanks.pk))
    assert "for Maren Vogt" in row.text
    assert theirs.get(thanks.prospect.get_absolute_url()).status_code == 200


def test_the_colleague_does_it_and_sees_the_person_no_more(
    desk: Client, owner: User, colleague: User
) -> None:
    ingrid = log(owner).prospect
    thanks = open_row(ingrid, Kind.THANK_YOU)
    confirm(desk, read(desk.get(NEW, asked(0, 4, colleague))))
    theirs = signed_in(colleague)
    assert act(theirs, thanks, "complete", outcome="done").status_code == 303
    assert theirs.get(ingrid.get_absolute_url()).status_code == 404
    # What they did stands on their Today, has a page for them, and can be taken back.
    today = read(theirs.get("/"))
    assert any(form.attrs.get("action") == f"/followups/{thanks.pk}/undo/" for form in today.all("form"))
    assert theirs.get(f"/followups/{thanks.pk}/").status_code == 200
    assert act(theirs, thanks, "undo").status_code == 303
    assert theirs.get(ingrid.get_absolute_url()).status_code == 200


def test_a_meeting_stays_and_an_agreed_call_moves_and_the_page_says_to_tell_them(
    desk: Client, owner: User
) -> None:
    log(owner, "Aisha", next_contact_on=day(8), next_contact_manner=Manner.MEETING)
    log(owner, "Erik", next_contact_on=day(9))
    page = read(desk.get(NEW, asked(7, 11)))
    assert lines(page) == [
        ("agreed_meeting", "Tue 10 Mar", "staysYou meet on this day, as agreed: tell them."),
        ("check_in", "Wed 11 Mar", "Mon 16 MarYou both agreed on this day: tell them."),
    ]


def test_what_changed_in_the_meantime_is_shown_again(desk: Client, owner: User) -> None:
    shown = read(desk.get(NEW, asked(1, 4)))
    log(owner)
    answer = desk.post(NEW, filled_in(form_to(shown, NEW)))
    assert answer.status_code == 200
    page = read(answer)
    assert "Something changed meanwhile" in page.one(role="alert").text
    assert len(lines(page)) == 2
    assert not Absence.objects.exists()
    confirm(desk, page)
    assert Absence.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"first_on": "2026-03-01"}, "first_on", "This day has passed."),
        ({"first_on": "2026-03-20"}, "last_on", "The last day comes before the first."),
        ({"last_on": ""}, "last_on", "This field is required."),
        ({"first_on": "soon"}, "first_on", "Write the day as 2026-03-31."),
        ({"last_on": "9999-12-31"}, "last_on", "That leaves no working day within a year."),
        ({"then": "hand_over"}, "stand_in", "Who looks after it? Choose a colleague."),
        ({"then": "hand_over", "stand_in": "nobody"}, "stand_in", "Choose a colleague of your team."),
    ],
)
@pytest.mark.usefixtures("colleague")
def test_what_can_not_be_is_said_beside_its_field(
    desk: Client, typed: dict[str, str], field: str, sentence: str
) -> None:
    fields = asked(1, 14) | typed
    for answer in (desk.get(NEW, fields), desk.post(NEW, fields)):
        assert answer.status_code == 200
        page = read(answer)
        assert sentence in described_by(page, field)
        kept = filled_in(form_to(page, NEW))
        assert kept["last_on"] == fields["last_on"]
    assert not Absence.objects.exists()


def test_a_stranger_stands_in_for_nobody(desk: Client, colleague: User, stranger: User) -> None:
    page = read(desk.get(NEW, asked(1, 4, stranger)))
    assert "Choose a colleague of your team." in page.text


def test_alone_in_the_team_there_is_nothing_to_choose(desk: Client) -> None:
    form = read(desk.get(NEW)).one("form", action=NEW)
    assert form.all(attrs_name="then") == []
    assert "Who looks after it" not in form.text


def test_other_days_can_be_chosen_with_what_was_typed(desk: Client, colleague: User) -> None:
    shown = read(desk.get(NEW, asked(1, 4, colleague)))
    [link] = [link for link in shown.all("a") if link.text == "Choose other days"]
    form = read(desk.get(link.attrs["href"])).one("form", action=NEW)
    assert filled_in(form) == asked(1, 4, colleague)


def test_the_reminder_mail_follows(desk: Client, owner: User) -> None:
    plan_digests(NINE)
    confirm(desk, read(desk.get(NEW, asked(1, 4))))
    schedule = DigestSchedule.objects.get(user=owner)
    assert schedule.next_day == day(7)
    absence = Absence.objects.get()
    desk.post(f"/settings/away/{absence.pk}/remove/")
    schedule.refresh_from_db()
    assert schedule.next_day == day(1)


# And back


def test_taking_it_away_shows_what_comes_home_first(desk: Client, owner: User, colleague: User) -> None:
    thanks = open_row(log(owner).prospect, Kind.THANK_YOU)
    confirm(desk, read(desk.get(NEW, asked(1, 4, colleague))))
    address = f"/settings/away/{Absence.objects.get().pk}/remove/"
    page = read(desk.get(address))
    assert "1 follow-up comes back to you." in page.text
    assert lines(page) == [("thank_you", "tomorrow", "you, tomorrow")]
    thanks.refresh_from_db()
    assert thanks.owner == colleague
    after = read(desk.post(address, filled_in(form_to(page, address)), follow=True))
    assert "Removed. 1 follow-up is yours again." in said(after)
    thanks.refresh_from_db()
    assert thanks.owner == owner
    assert not Absence.objects.exists()


def test_everything_can_be_put_back_in_one_press(desk: Client, owner: User) -> None:
    step = step_of(log(owner).prospect)
    confirm(desk, read(desk.get(NEW, asked(40, 50))))
    page = read(desk.get(f"/settings/away/{Absence.objects.get().pk}/remove/"))
    [form] = [form for form in page.all("form") if form.attrs.get("action", "").endswith("/put-back/")]
    after = read(desk.post(form.attrs["action"], filled_in(form), follow=True))
    assert "Taken back. Everything stands as before." in said(after)
    step.refresh_from_db()
    assert step.due_on == day(45)
    assert not Absence.objects.exists()
    again = read(desk.post(form.attrs["action"], filled_in(form), follow=True))
    assert "There is nothing to take back any more." in said(again)


def test_a_colleagues_absence_does_not_exist(desk: Client, owner: User, manager: User) -> None:
    confirm(desk, read(desk.get(NEW, asked(1, 4))))
    address = f"/settings/away/{Absence.objects.get().pk}/remove/"
    assert signed_in(manager).get(address).status_code == 404
    assert signed_in(manager).post(address).status_code == 404
    assert Absence.objects.count() == 1


def test_what_is_over_is_not_listed(desk: Client, owner: User) -> None:
    Absence.objects.create(user=owner, first_on=date(2026, 2, 1), last_on=date(2026, 2, 10))
    assert read(desk.get("/settings/")).one(id="away").all("li") == []


def test_many_rows_are_counted_and_the_first_hundred_shown(desk: Client, owner: User) -> None:
    ingrid = log(owner).prospect
    debrief = open_row(ingrid, Kind.DEBRIEF)
    plan = debrief.plan
    FollowUp.objects.bulk_create(
        FollowUp(
            team=owner.team, plan=plan, prospect=ingrid, owner=owner, kind=Kind.ASK, opens_on=day(2),
            due_on=day(2), closes_on=day(2),
        )
        for _ in range(120)
    )  # fmt: skip
    page = read(desk.get(NEW, asked(1, 4)))
    assert "122 follow-ups fall into it." in page.text
    assert len(lines(page)) == 100
    assert "and 22 more" in page.text
