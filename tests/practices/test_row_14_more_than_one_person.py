"""PRODUCT.md, row 14: several people behind one no, a colleague, a tender, and the other kinds of no."""

from accounts.models import User
from followups.kinds import Kind
from followups.models import FollowUp, FollowUpPlan, Touch
from prospects.conversations import DealStatus
from prospects.models import Deal, Loss, PersonBehind, Prospect
from tests.desk.reading import read
from tests.desk.visiting import signed_in
from tests.followups.telling import day
from tests.practices.desk import Desk, fill_in, flowing, planned, timeline

OTHERS = "Jonas Weber; procurement; short and factual\nAnna Lund; sponsor; warm"


def test_each_person_behind_it_has_role_tone_and_a_plan_of_their_own(desk: Desk) -> None:
    page = desk.log(organisation_name="Havbruk Nordic", others=OTHERS)
    rows = PersonBehind.objects.values_list("prospect__name", "role", "tone")
    assert set(rows) == {
        ("Jonas Weber", "procurement", "short and factual"),
        ("Anna Lund", "sponsor", "warm"),
    }
    assert "Jonas Weber" in flowing(page.one(id="main"))
    assert "procurement" in flowing(page.one(id="main"))
    for name in ("Jonas Weber", "Anna Lund"):
        assert set(planned(desk.person(name))) == {Kind.THANK_YOU, Kind.CHECK_IN}
    assert FollowUpPlan.objects.active().count() == 3


def test_the_tone_stands_where_one_writes_to_them(desk: Desk) -> None:
    desk.log(others=OTHERS)
    assert "short and factual" in flowing(desk.person("Jonas Weber").one(id="main"))


def test_what_one_said_is_not_put_into_the_mouth_of_the_others(desk: Desk) -> None:
    words = "We may not buy outside the group"
    desk.log(others=OTHERS, in_their_words=words, told_by="mail")
    ingrid, jonas = (
        desk.row(desk.person(name), Kind.THANK_YOU) for name in ("Ingrid Solheim", "Jonas Weber")
    )
    assert words in ingrid.text
    assert words not in jonas.one("h1").text
    assert "Write a thank-you note." in jonas.one("h1").text
    assert jonas.one("textarea", id="draft").text.startswith("Dear Jonas,")
    rows = [row.text for row in desk.on(day(1)).look("/").all("article") if "Jonas Weber" in row.text]
    assert len(rows) == 1
    assert words not in rows[0]
    assert "said no" not in rows[0]


def test_answering_their_mail_leaves_the_thanks_to_the_others_open(desk: Desk) -> None:
    page = desk.log(others=OTHERS, told_by="mail")
    desk.send(page, f"/losses/{Loss.objects.get().pk}/confirmation-sent/")
    rows = dict(FollowUp.objects.filter(kind=Kind.THANK_YOU).values_list("prospect__name", "status"))
    assert rows == {"Ingrid Solheim": "done", "Jonas Weber": "open", "Anna Lund": "open"}


def test_thanking_one_of_the_others_leaves_the_answer_to_their_mail_open(desk: Desk) -> None:
    desk.log(others=OTHERS, told_by="mail")
    desk.complete(desk.person("Jonas Weber"), Kind.THANK_YOU, "done")
    assert Touch.objects.get(follow_up__kind=Kind.THANK_YOU).channel == "letter"
    assert desk.person().all(id="letter-answer")


def test_a_no_told_to_a_colleague_says_so(desk: Desk, colleague: User) -> None:
    page = desk.log(told_to=str(colleague.pk))
    assert Loss.objects.get().told_to == colleague
    assert "Colleague" in timeline(page)[0]


def test_a_no_for_a_colleague_to_look_after_lands_on_their_desk(desk: Desk, colleague: User) -> None:
    page = desk.log(owner=str(colleague.pk))
    assert "Noted. Colleague looks after them from here." in page.text
    assert Prospect.objects.get().owner == colleague
    assert FollowUp.objects.get(kind=Kind.CHECK_IN).owner == colleague
    theirs = read(signed_in(colleague).get("/prospects/"))
    assert "Ingrid Solheim" in theirs.text
    assert "Ingrid Solheim" not in desk.look("/prospects/").one(id="people").text


def test_a_tender_asks_for_its_debrief_and_is_quiet_until_the_award(desk: Desk) -> None:
    page = desk.log(tender="on", tender_award_on="2026-05-20", tender_debrief_by="2026-03-17")
    deal = Deal.objects.get()
    assert (deal.is_tender, deal.award_on.isoformat(), deal.debrief_by.isoformat()) == (  # type: ignore[union-attr]
        True, "2026-05-20", "2026-03-17"
    )  # fmt: skip
    assert planned(page)[Kind.ASK] == ["2026-03-03"]
    assert planned(page)[Kind.CHECK_IN][0] > "2026-05-20"
    asks = desk.row(page, Kind.ASK)
    assert "debrief" in asks.one("h1").text.lower()
    assert "It can be asked for until 17 Mar." in flowing(asks.one(id="main"))
    assert "Tender: award final on 20 May 2026" in timeline(page)[0]


def test_a_second_no_on_a_reopened_deal_joins_the_plan(desk: Desk) -> None:
    desk.log(deal_title="S&OP redesign")
    later = desk.on(day(20))
    deal = f"/deals/{Deal.objects.get().pk}/"
    page = later.send(later.look(deal), f"{deal}reopen/")
    assert "Open again. The plan goes on." in page.text
    link = next(link.attrs["href"] for link in page.all("a", href=True) if "?deal=" in link.attrs["href"])
    page = later.log(later.look(link), conversation="competitor_chosen")
    assert Loss.objects.filter(deal__title="S&OP redesign").count() == 2
    assert Deal.objects.get().status == DealStatus.LOST
    assert FollowUpPlan.objects.count() == 1
    # The same row, counted from this no: day 55 after it.
    assert planned(page)[Kind.CHECK_IN] == ["2026-05-15"]
    assert len([line for line in timeline(page) if "Said no:" in line]) == 2


def test_somebody_we_know_is_found_while_typing_and_their_no_joins_them(desk: Desk) -> None:
    desk.log(organisation_name="Havbruk Nordic")
    found = desk.preview(prospect_name="Ingrid Solhem", conversation="cannot")
    known = Prospect.objects.get()
    assert "Ingrid Solheim" in found.one(id="known").text
    page = desk.send(found, "/no/", prospect=str(known.pk), deal_title="Night shift")
    assert page.one("h1").text == "Ingrid Solheim"
    assert Prospect.objects.count() == 1
    assert Loss.objects.filter(prospect=known).count() == 2
    assert FollowUpPlan.objects.count() == 1


def test_the_same_address_is_the_same_person(desk: Desk) -> None:
    desk.log(email="ingrid@example.org")
    page = desk.log(prospect_name="I. Solheim", email="Ingrid@Example.org", deal_title="Night shift")
    assert Prospect.objects.count() == 1
    assert "Also written as I. Solheim, with the same address." in page.text


def test_a_no_before_anything_was_offered_is_marked(desk: Desk) -> None:
    page = desk.log(offer_made="no")
    assert not Loss.objects.get().offer_made
    assert "Before anything was offered" in timeline(page)[0]


def test_a_no_of_ours_is_told_apart(desk: Desk) -> None:
    page = desk.log(conversation="we_declined")
    assert "We said no" in timeline(page)[0]
    fields = fill_in(desk.look("/no/").one("form", id="log"), {"conversation": "we_declined"})
    said = read(desk.client.post("/no/preview/", fields)).one(id="exit-line").text
    assert said.startswith("We're not the right help for this")
