"""PRODUCT.md, row 15: saving writes the plan, all of it or nothing."""

from datetime import date

from followups.kinds import Kind, PlanStatus, Status
from followups.models import FollowUp, FollowUpPlan, Touch
from insights.models import Debrief
from prospects.models import Deal, Loss, Prospect
from tests.followups.telling import day
from tests.practices.desk import Desk, planned, timeline


def test_a_plain_no_writes_thank_you_debrief_and_check_in(desk: Desk) -> None:
    page = desk.log()
    assert planned(page) == {
        Kind.THANK_YOU: ["2026-03-03"], Kind.DEBRIEF: ["2026-03-03"], Kind.CHECK_IN: ["2026-04-16"]
    }  # fmt: skip
    assert FollowUpPlan.objects.get().status == PlanStatus.ACTIVE
    check_in = FollowUp.objects.get(kind=Kind.CHECK_IN)
    assert (check_in.opens_on, check_in.closes_on) == (day(30), day(60))


def test_told_by_mail_the_answer_is_due_the_same_day(desk: Desk) -> None:
    assert planned(desk.log(told_by="mail"))[Kind.THANK_YOU] == ["2026-03-02"]


def test_who_went_quiet_gets_the_closing_note_the_same_day(desk: Desk) -> None:
    page = desk.log(conversation="drifted")
    assert planned(page)[Kind.THANK_YOU] == ["2026-03-02"]
    assert "closing note" in desk.row(page, Kind.THANK_YOU).one("h1").text.lower()


def test_everything_at_once_stands_in_the_plan(desk: Desk) -> None:
    page = desk.log(
        ask_stay_in_touch="yes", permission_channels=["call", "mail"], promise="the checklist",
        ask_referral="yes", referral_name="Piet Claes", wake_up_kind="contract_end", notice_on="2026-09-30",
    )  # fmt: skip
    assert planned(page) == {
        Kind.THANK_YOU: ["2026-03-03"], Kind.DEBRIEF: ["2026-03-03"], Kind.REFERRAL: ["2026-03-09"],
        Kind.PROMISE: ["2026-03-16"], Kind.VALUE_ITEM: ["2026-03-17"], Kind.CHECK_IN: ["2026-04-16"],
        Kind.WAKE_UP: ["2026-07-02"],
    }  # fmt: skip


def test_without_a_permission_to_write_nothing_useful_is_planned(desk: Desk) -> None:
    assert Kind.VALUE_ITEM not in planned(desk.log(ask_stay_in_touch="yes", permission_channels=["call"]))


def test_an_old_no_gets_its_check_in_alone(desk: Desk) -> None:
    page = desk.log(said_on="2025-10-01")
    assert set(planned(page)) == {Kind.CHECK_IN}
    assert date.fromisoformat(planned(page)[Kind.CHECK_IN][0]) > day(0)


def test_what_cannot_be_saved_leaves_nothing_behind(desk: Desk) -> None:
    desk.refused(
        desk.look("/no/"), "/no/", conversation="cannot", prospect_name="Tom Reed",
        promise="the checklist", ask_referral="no", referral_name="Piet Claes",
    )  # fmt: skip
    for model in (Prospect, Deal, Loss, FollowUpPlan, FollowUp, Touch):
        assert not model.objects.exists()


def test_the_thank_you_has_its_prompts_the_address_and_a_tick(desk: Desk) -> None:
    page = desk.log(
        in_their_words="Come and see the night shift", personal_cues="Sails", needs="Fewer hand-overs",
        postal_address="Strandgaten 3\n5013 Bergen",
    )  # fmt: skip
    row = desk.on(day(1)).row(page, Kind.THANK_YOU)
    assert "Three sentences by hand." in row.text
    assert "Strandgaten 3" in row.text
    for noted in ("Come and see the night shift", "Sails", "Fewer hand-overs"):
        assert noted in row.text
    desk.on(day(1)).complete(page, Kind.THANK_YOU, "done")
    assert FollowUp.objects.get(kind=Kind.THANK_YOU).status == Status.DONE
    touch = Touch.objects.get(follow_up__kind=Kind.THANK_YOU)
    assert touch.channel == "letter"
    assert any("Thank-you note" in line for line in timeline(desk.on(day(1)).person()))


def test_the_draft_becomes_a_card_to_print(desk: Desk) -> None:
    page = desk.log(
        challenges="Short-handed", topics="New plant by May", postal_address="Strandgaten 3\n5013 Bergen"
    )
    later = desk.on(day(1))
    row = later.row(later.look("/"), Kind.THANK_YOU)
    action = f"/followups/{FollowUp.objects.get(kind=Kind.THANK_YOU).pk}/card/"
    draft = row.one("textarea", id="draft").text
    assert draft.startswith("Dear Ingrid,")
    assert "Short-handed" in draft
    card = later.refused(row, action, text="Dear Ingrid, thank you for the night shift. Maren")
    postcard = card.one("article", class_="postcard")
    assert "thank you for the night shift" in postcard.text
    assert "Strandgaten 3 5013 Bergen" in postcard.text
    assert any("card.css" in link.attrs["href"] for link in card.all("link", href=True))
    assert page.one("h1").text == "Ingrid Solheim"


def test_from_today_the_thank_you_leads_to_its_prompts(desk: Desk) -> None:
    desk.log()
    links = [link for link in desk.on(day(1)).look("/").all("a", href=True) if "See the words" in link.text]
    assert [link.attrs["href"] for link in links] == [
        FollowUp.objects.get(kind=Kind.THANK_YOU).get_absolute_url()
    ]
    assert "hx-get" not in links[0].attrs


def test_the_debrief_is_offered_the_day_after_and_keeps_one_line(desk: Desk) -> None:
    page = desk.log(lesson="Ask about the night shift first")
    assert Debrief.objects.get(loss=Loss.objects.get()).lesson == "Ask about the night shift first"
    desk.on(day(1)).complete(page, Kind.DEBRIEF, "done", note="Ask earlier who decides")
    assert FollowUp.objects.get(kind=Kind.DEBRIEF).note == "Ask earlier who decides"
