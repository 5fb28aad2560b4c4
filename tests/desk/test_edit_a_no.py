"""A no that was written down wrongly: the form that puts it right, the button that takes it back."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.changes import Change
from accounts.models import User
from followups.kinds import Kind, Outcome
from followups.models import FollowUp
from prospects.conversations import ExitConversation, Likelihood, ToldBy
from prospects.models import Loss, LossReason, Prospect
from prospects.new_no import Behind, Offer, Who
from prospects.reasons import add_reason, set_archived
from tests.cast import NINE
from tests.desk.reading import Element, Fields, described_by, filled_in, form_to, read, said
from tests.desk.visiting import act, post_no, signed_in
from tests.followups.telling import complete, day, lesson_of, log, open_row, step_of
from tests.security.tables import everything_stored

# A fixed one: the names of tests may not change from run to run.
NOBODYS_ID = "1f76f53c-4923-4103-b7cd-d596dff01dd4"


@pytest.fixture
def loss(owner: User) -> Loss:
    not_now = LossReason.objects.of_team(owner.team_id).filter(conversation="not_a_priority")
    return log(
        owner, in_their_words="No buget.", told_by=ToldBy.CALL, reason_id=not_now[0].pk, lesson="Ask earlier",
        notes="Two sites", offer=Offer(title="S&OP redesign", value=Decimal(48000), currency="NOK"),
        behind=Behind(
            needs="Planning", timing="May", budget="40", competitors=("Acme", "Bolt"), main_competitor="Bolt",
            further_reason_ids=(not_now[1].pk,), stage="Offer", source="Fair", delegated_to="Ada",
            likelihood=Likelihood.HIGH, right_but_early=True,
        ),
    )  # fmt: skip


def edit_url(loss: Loss) -> str:
    return f"/losses/{loss.pk}/edit/"


def form_of(client: Client, loss: Loss) -> tuple[Element, Fields]:
    page = read(client.get(edit_url(loss)))
    (form,) = [form for form in page.all("form", method="post") if form.has_class("settings")]
    return page, filled_in(form)


def put_right(client: Client, loss: Loss, **changes: Any) -> Any:
    _page, typed = form_of(client, loss)
    return client.post(edit_url(loss), {**typed, **changes})


def test_the_form_holds_what_was_written_down(desk: Client, owner: User, loss: Loss) -> None:
    _page, typed = form_of(desk, loss)
    further = loss.further_reasons.get().reason
    assert typed | {"csrfmiddlewaretoken": "", "typed_by": "", "drawn": ""} == {
        "csrfmiddlewaretoken": "", "typed_by": "", "drawn": "", "conversation": "not_a_priority",
        "said_on": "2026-03-02",
        "told_by": "call", "in_their_words": "No buget.", "reason": str(loss.reason_id),
        "delegated_to": "Ada",
        "reasons": str(further.pk), "competitors": "Bolt\nAcme", "main_competitor": "Bolt",
        "needs": "Planning", "timing": "May", "budget": "40", "deal_title": "S&OP redesign",
        "deal_value": "48000.00", "deal_currency": "NOK", "likelihood": "high", "right_but_early": "on",
        "stage": "Offer", "source": "Fair", "lesson": "Ask earlier", "notes": "Two sites",
    }  # fmt: skip


def test_sent_as_it_stands_it_changes_nothing(desk: Client, loss: Loss) -> None:
    _page, typed = form_of(desk, loss)
    before = everything_stored()
    answer = desk.post(edit_url(loss), typed)
    assert (answer.status_code, answer["Location"]) == (303, loss.prospect.get_absolute_url())
    after = everything_stored()
    assert {table for table in after if after[table] != before[table]} <= {"django_session"}
    assert "Nothing was changed." in said(read(desk.get(loss.prospect.get_absolute_url())))


def test_what_is_put_right_is_saved(desk: Client, loss: Loss) -> None:
    changes: dict[str, Any] = {
        "in_their_words": "No budget.", "told_by": "met", "delegated_to": "", "competitors": "Acme",
        "main_competitor": "", "needs": "Nothing", "timing": "", "budget": "0", "deal_title": "The pilot",
        "deal_value": "1.250,50", "deal_currency": "eur", "likelihood": "", "stage": "Talks", "source": "Web",
        "lesson": "Ask twice", "notes": "", "by_decision_maker": "on",
    }  # fmt: skip
    _page, typed = form_of(desk, loss)
    del typed["reasons"], typed["right_but_early"]
    assert desk.post(edit_url(loss), typed | changes).status_code == 303
    found = Loss.objects.select_related("deal").get(pk=loss.pk)
    assert (found.in_their_words, found.told_by, found.delegated_to) == ("No budget.", "met", "")
    assert [(row.competitor.name, row.is_main) for row in found.competitors.all()] == [("Acme", True)]
    assert (found.needs, found.timing, found.budget) == ("Nothing", "", "0")
    deal = found.deal
    assert (deal.title, deal.value, deal.currency) == ("The pilot", Decimal("1250.50"), "EUR")
    assert (found.likelihood, found.right_but_early, found.by_decision_maker) == ("", False, True)
    assert (found.stage, found.source, found.notes) == ("Talks", "Web", "")
    assert lesson_of(found, found.logged_by) == "Ask twice"
    assert not found.further_reasons.exists()
    assert "Put right." in said(read(desk.get(loss.prospect.get_absolute_url())))


def test_another_kind_of_no_plans_the_check_in_anew_and_says_so(desk: Client, loss: Loss) -> None:
    page, _typed = form_of(desk, loss)
    assert "The check-in stands on Thu 16 Apr, and nobody has acted on it yet." in page.text
    put_right(desk, loss, conversation="cannot", reason="", reasons=[])
    step = step_of(loss.prospect)
    assert step.due_on == day(39)
    assert "The check-in is on Fri 10 Apr now." in said(read(desk.get(loss.prospect.get_absolute_url())))


def test_another_day_moves_its_window(desk: Client, loss: Loss) -> None:
    put_right(desk, loss, said_on="2026-02-20")
    loss.refresh_from_db()
    assert loss.said_on == day(-10)
    assert step_of(loss.prospect).opens_on == day(20)


def test_what_was_acted_on_stays_and_the_page_says_so(desk: Client, owner: User) -> None:
    loss = log(owner, on=day(-50))
    complete(step_of(loss.prospect), Outcome.SPOKE, on=day(0))
    before = step_of(loss.prospect).due_on
    page, _typed = form_of(desk, loss)
    assert "What is planned stays where it is" in page.text
    put_right(desk, loss, conversation="cannot")
    assert step_of(loss.prospect).due_on == before


def test_the_correction_can_be_taken_back_from_the_message(desk: Client, loss: Loss) -> None:
    due = step_of(loss.prospect).due_on
    put_right(desk, loss, conversation="cannot", reason="", reasons=[], in_their_words="Other")
    page = read(desk.get(loss.prospect.get_absolute_url()))
    (undo,) = [form for status in page.all(role="status") for form in status.all("form")]
    desk.post(undo.attrs["action"], filled_in(undo))
    found = Loss.objects.get(pk=loss.pk)
    assert (found.conversation, found.in_their_words, found.reason_id) == (
        "not_a_priority", "No buget.", loss.reason_id
    )  # fmt: skip
    assert step_of(loss.prospect).due_on == due


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("said_on", "2026-03-03", "A no can't have been said in the future."),
        ("said_on", "1890-01-01", "That is too long ago."),
        ("said_on", "soon", "Write the day as"),
        ("deal_value", "a lot", "Write the value as a number"),
        ("deal_currency", "EURO", "Three letters"),
        ("deal_title", " ", "Say what was offered."),
        ("conversation", "other", "valid choice"),
        ("reason", NOBODYS_ID, "valid choice"),
        ("reasons", NOBODYS_ID, "can't be chosen"),
        ("competitors", "\n".join(f"Firm {number}" for number in range(21)), "At most 20"),
        ("in_their_words", "a" * 4001, "at most 4000"),
        ("stage", "a" * 121, "at most 120"),
        ("likelihood", "sure", "valid choice"),
    ],
)
def test_a_mistake_stands_beside_its_field_and_nothing_typed_is_lost(
    desk: Client, loss: Loss, field: str, typed: str, sentence: str
) -> None:
    _page, fields = form_of(desk, loss)
    before = everything_stored()
    answer = desk.post(edit_url(loss), {**fields, "notes": "Typed just now", field: typed})
    assert answer.status_code == 200
    page = read(answer)
    assert sentence in described_by(page, field)
    (form,) = [form for form in page.all("form", method="post") if form.has_class("settings")]
    shown = filled_in(form)
    assert shown["notes"] == "Typed just now"
    if field not in {"conversation", "reason", "reasons", "likelihood"}:
        assert str(shown[field]).strip() == typed.strip()
    assert everything_stored() == before


def test_it_was_not_said_after_it_was_written_down(desk: Client, owner: User) -> None:
    loss = log(owner, on=day(-5))
    page = read(put_right(desk, loss, said_on="2026-02-28"))
    assert "It was written down on 25 Feb 2026" in described_by(page, "said_on")


def test_a_reason_has_to_fit_the_kind_of_no(desk: Client, loss: Loss) -> None:
    page = read(put_right(desk, loss, conversation="cannot"))
    assert "belongs to another kind of no" in described_by(page, "reason")


def test_a_reason_that_was_archived_stays_on_what_was_written_down(desk: Client, owner: User) -> None:
    owner.is_manager = True
    owner.save()
    old = add_reason(ExitConversation.CANNOT, "No forklift", by=owner, now=NINE)
    loss = log(owner, conversation=ExitConversation.CANNOT, reason_id=old.pk)
    other = log(owner, "Ada", conversation=ExitConversation.CANNOT)
    set_archived(old, True, by=owner, now=NINE)
    put_right(desk, loss, notes="Changed")
    loss.refresh_from_db()
    assert (loss.reason, loss.notes) == (old, "Changed")
    page = read(put_right(desk, other, reason=str(old.pk)))
    assert "valid choice" in described_by(page, "reason")


def test_a_lesson_is_its_authors_own(owner: User, manager: User, loss: Loss) -> None:
    client = signed_in(manager)
    page, typed = form_of(client, loss)
    assert typed["lesson"] == ""
    assert "Ask earlier" not in page.text
    client.post(edit_url(loss), {**typed, "lesson": "Mine", "notes": "From the manager"})
    loss.refresh_from_db()
    assert (lesson_of(loss, owner), lesson_of(loss, manager)) == ("Ask earlier", "Mine")
    assert loss.notes == "From the manager"


def test_a_lesson_alone_is_put_right_without_a_trace_for_others(desk: Client, loss: Loss) -> None:
    trail = Change.objects.count()
    put_right(desk, loss, lesson="Ask twice")
    assert lesson_of(loss, loss.logged_by) == "Ask twice"
    assert Change.objects.count() == trail
    assert "Put right." in said(read(desk.get(loss.prospect.get_absolute_url())))


def test_a_script_that_leaves_the_lesson_out_leaves_it_as_it_is(desk: Client, loss: Loss) -> None:
    _page, typed = form_of(desk, loss)
    del typed["lesson"]
    desk.post(edit_url(loss), {**typed, "notes": "Changed"})
    assert lesson_of(loss, loss.logged_by) == "Ask earlier"


def test_what_was_typed_survives_a_session_that_ran_out(desk: Client, loss: Loss) -> None:
    _page, typed = form_of(desk, loss)
    answer = Client(SERVER_NAME="localhost").post(edit_url(loss), {**typed, "notes": "Half a note"})
    assert answer.status_code == 403
    carried = next(box for box in read(answer).all("input") if box.attrs.get("name") == "carried")
    signed = desk.post("/typed/", {"carried": carried.attrs["value"]})
    shown = read(desk.get(signed["Location"]))
    assert "Half a note" in shown.one("textarea", name="notes").text
    loss.refresh_from_db()
    assert loss.notes == "Two sites"


# Taken back


def undo_url(loss: Loss) -> str:
    return f"/losses/{loss.pk}/undo/"


def test_a_no_about_somebody_else_is_gone_again(desk: Client, owner: User) -> None:
    prospect = read(desk.get(post_no(desk)["Location"]))
    loss = Loss.objects.get()
    undo = form_to(prospect, undo_url(loss))
    answer = desk.post(undo_url(loss), filled_in(undo))
    assert (answer.status_code, answer["Location"]) == (303, "/prospects/")
    assert "Taken back, with everything that was planned for it." in said(read(desk.get("/prospects/")))
    assert not Prospect.objects.exists()
    assert not FollowUp.objects.exists()


def test_somebody_known_keeps_their_page(desk: Client, owner: User) -> None:
    first = log(owner, on=day(-20))
    second = log(owner, who=Who(prospect_id=first.prospect_id))
    answer = desk.post(undo_url(second))
    assert answer["Location"] == first.prospect.get_absolute_url()
    assert [loss.pk for loss in Loss.objects.all()] == [first.pk]


@pytest.mark.parametrize(
    ("built", "why"),
    [
        ("thanked", "Thank-you note: Done"),
        ("confirmed", "What was agreed went out in writing"),
        ("reopened", "A deal was opened again"),
    ],
)
def test_once_something_built_on_it_it_stays_and_says_why(
    desk: Client, owner: User, built: str, why: str
) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    if built == "thanked":
        act(desk, open_row(loss.prospect, Kind.THANK_YOU), "complete", outcome="done")
    elif built == "confirmed":
        desk.post(f"/losses/{loss.pk}/confirmation-sent/", {"text": "Ingrid"})
    else:
        desk.post(f"/deals/{loss.deal_id}/reopen/")
    answer = desk.post(undo_url(loss), follow=True)
    assert f"This can't be taken back yet. Since then: “{why}”, you, today." in said(read(answer))
    assert Loss.objects.filter(pk=loss.pk).exists()


def test_a_no_that_came_in_another_way_cannot_be_taken_back(desk: Client, owner: User) -> None:
    loss = log(owner)
    loss.pk = uuid4()
    loss.save(force_insert=True)
    assert "was not logged here" in said(read(desk.post(undo_url(loss), follow=True)))
    assert Loss.objects.filter(pk=loss.pk).exists()


# The ways there


def test_the_story_and_the_deal_lead_there(desk: Client, loss: Loss) -> None:
    story = read(desk.get(loss.prospect.get_absolute_url())).one("ol", class_="timeline")
    assert edit_url(loss) in [a.attrs["href"] for a in story.all("a", href=True)]
    deal = read(desk.get(loss.deal.get_absolute_url()))
    links = [a.attrs["href"] for a in deal.all("a", href=True)]
    assert edit_url(loss) in links
    assert f"/losses/{loss.pk}/confirmation-sent/" in links


def test_a_stranger_finds_nothing(stranger: User, colleague: User, loss: Loss) -> None:
    clients = [signed_in(other) for other in (stranger, colleague)]
    before = everything_stored()
    for client in clients:
        assert client.get(edit_url(loss)).status_code == 404
        assert client.post(edit_url(loss), {"conversation": "cannot"}).status_code == 404
        assert client.post(undo_url(loss)).status_code == 404
    assert everything_stored() == before
