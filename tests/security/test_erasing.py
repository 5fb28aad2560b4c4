"""Somebody is erased: a dump of the whole database holds no word of them but the hash of their address."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client

from accounts.changes import Change
from accounts.models import User
from desk.carried import SESSION_KEY, Carried, seal
from desk.erasing import erase
from followups.actions import (
    Leaving,
    NewTouch,
    Result,
    Typed,
    complete_follow_up,
    edit_prospect,
    log_touch,
    merge,
    record_no,
    snooze_together,
)
from followups.actions.erasing import GOES as PLANNED
from followups.contact_history import closed_to_us, is_suppressed
from followups.contacts import Closed
from followups.kinds import Channel, EndedWhy, Kind, Outcome, PlanStatus
from followups.models import FollowUp, FollowUpPlan, Touch
from followups.search.keeping import catch_up
from followups.verdicts import why_app_may_not
from insights.debriefs import LookBack, save_debrief
from insights.erasing import GOES as LEARNED
from insights.kinds import Answer, Question
from nurture.erasing import GOES as MAILED
from outbox.models import Delivery, Suppression
from outbox.suppression import mark_of
from prospects.actions import erasing as facts
from prospects.conversations import (
    AskAnswer,
    AskKind,
    ExitConversation,
    PermissionChannel,
    PermissionStrength,
    TopicKind,
    WakeUpKind,
)
from prospects.facts import ProspectFacts
from prospects.mail_keys import mail_key_of
from prospects.models import Deal, ErasedAddress, Loss, Organisation, Prospect, SuppressedAddress
from prospects.new_no import (
    About,
    Agreement,
    Asked,
    Behind,
    Condition,
    Named,
    Offer,
    Other,
    Promised,
    Who,
)
from tests.cast import MONDAY, NINE, a_no
from tests.desk.visiting import signed_in
from tests.followups.telling import day, log, nine_on, open_row, plan_of, step_of
from tests.security.dumping import dump, on_disk

BIRD = "zilpzalp"
ADDRESS = f"{BIRD}@havbruk.example"
LATER = nine_on(day(40))


def words(what: str, length: int = 200) -> str:
    return f"{what} {BIRD} Grünspecht"[:length]


def looked_back() -> LookBack:
    """Every line of a debrief holds the canary."""
    lines = {question: words(question, 200) for question in Question}
    return LookBack({Question.PACE: Answer.NO}, lines, words("lesson"), is_shared=True)


def everything_of(owner: User) -> Prospect:
    """Somebody of whom every text there is holds the canary."""
    no = a_no(
        conversation=ExitConversation.CANNOT,
        in_their_words=words("said"), notes=words("noted"),
        offer=Offer(title=words("offer"), value=Decimal(48000), currency="EUR"),
        who=Who(
            name=f"Zoe {BIRD}", organisation="Havbruk Nordic", email=ADDRESS, phone=f"+49 {BIRD}",
            title=words("role", 100),
        ),
        asks=(
            Asked(AskKind.FEEDBACK, AskAnswer.YES, words("why")), Asked(AskKind.REFERENCE, AskAnswer.LATER),
        ),
        stay_in_touch=AskAnswer.YES,
        agreement=Agreement(
            (PermissionChannel.CALL, PermissionChannel.MAIL), PermissionStrength.CONFIRMED, words("agreed")
        ),
        promise=Promised(words("list"), MONDAY),
        condition=Condition(WakeUpKind.WE_SHIP, words("feature", 80)),
        referral=Named("Piet Claes", "Noordzee Vis"),
        behind=Behind(
            needs=words("needs"), timing=words("timing"), budget=words("budget"),
            competitors=(words("rival"),),
            stage=words("stage", 100), source=words("source", 100), delegated_to=words("passed to"),
            people=(Other("Jonas Behind", "sponsor", "kindly"),),
        ),
        about=About(
            topics=((TopicKind.GOAL, words("goal", 80)),), personal_cues=words("cues"), country="DE",
            wanted_from_our_time=words("wanted"), form_of_address=words("dear", 60),
            postal_address=words("street"),
        ),
        submission="once",
    )  # fmt: skip
    loss = record_no(no, by=owner, today=MONDAY, now=NINE).loss
    person = loss.prospect
    save_debrief(loss, looked_back(), by=owner, today=MONDAY, now=NINE)
    known = {"learned": words("learned"), "reference_for": words("reference"), "is_reference": True}
    edit_prospect(person, Typed(details=known), by=owner, now=NINE)
    touch = NewTouch(Channel.LETTER, MONDAY, summary=words("letter"), relevance=words("matters"))
    log_touch(person, touch, by=owner, today=MONDAY, now=NINE)
    thanks = open_row(person, Kind.THANK_YOU)
    complete_follow_up(
        thanks.pk, Result(Outcome.DONE, words("wrote")), by=owner, today=MONDAY, now=nine_on(day(1))
    )
    mail_key_of(person)
    return person


def also_elsewhere(person: Prospect, owner: User) -> None:
    """Where else something of them stands: mails, sessions, the search, changes about several people."""
    text = f"Today: Zoe  {BIRD.upper()}, check in"
    of_ours = {"kind": "digest-daily", "address": owner.email, "due_at": NINE, "next_attempt_at": NINE}
    Delivery.objects.create(
        recipient=owner, owner=owner, period_key="2026-03-02", state="sent", sent_at=NINE, subject=text,
        body_text=text, body_html=f"<p>Zoe&nbsp;{BIRD}</p>", **of_ours,
    )  # fmt: skip
    Delivery.objects.create(
        recipient=owner,
        owner=owner,
        period_key="2026-03-03",
        state="sent",
        sent_at=NINE,
        subject="Nobody",
        **of_ours,
    )
    Delivery.objects.create(
        kind="value-item", owner=owner, address=ADDRESS.upper(), period_key="1", state="held",
        transmissions=1,
        due_at=NINE, next_attempt_at=NINE, subject=text, body_text=text, error=f"550 {ADDRESS}",
    )  # fmt: skip
    Suppression.objects.create(
        address_hash=mark_of(ADDRESS), reason="bounce", since=NINE, said=f"550 {ADDRESS} unknown"
    )
    session = signed_in(owner).session
    typed = Carried(f"/prospects/{person.pk}/touches/", {"summary": [words("typed")]}, owner=str(owner.pk))
    session[SESSION_KEY] = seal(typed)
    session.save()
    snooze_together(
        [step_of(person).pk, step_of(log(owner, "Beta").prospect).pk], day(50), by=owner, now=NINE
    )
    catch_up()


@pytest.fixture
def zoe(owner: User) -> Prospect:
    person = everything_of(owner)
    also_elsewhere(person, owner)
    return person


@pytest.fixture(autouse=True)
def clock() -> None:
    """These tests name every instant."""


@pytest.mark.django_db(transaction=True)
def test_no_table_and_no_free_place_on_the_disk_holds_a_word_of_them(zoe: Prospect, owner: User) -> None:
    assert dump().casefold().count(BIRD) > 60
    erase(zoe, by=owner, now=LATER)
    left = [
        line for line in dump().splitlines() if BIRD in line.casefold() or "grünspecht" in line.casefold()
    ]
    assert left == []
    assert mark_of(ADDRESS) in dump()
    if connection.vendor == "sqlite":
        disk = on_disk().lower()
        assert disk.count(BIRD.encode()) == 0


def test_others_keep_what_is_theirs(zoe: Prospect, owner: User) -> None:
    erase(zoe, by=owner, now=LATER)
    assert set(Prospect.objects.values_list("name", flat=True)) == {"Piet Claes", "Jonas Behind", "Beta"}
    jonas = Prospect.objects.get(name="Jonas Behind")
    plan = plan_of(jonas)
    assert (plan.status, plan.loss, plan.window_from, step_of(jonas).loss) == (
        PlanStatus.ACTIVE,
        None,
        30,
        None,
    )
    assert Prospect.objects.get(name="Piet Claes").referred_by is None
    assert Delivery.objects.filter(subject="Nobody").exists()
    assert not FollowUpPlan.objects.without_next_step().exists()


def test_that_a_digest_was_sent_stays_known(zoe: Prospect, owner: User) -> None:
    erase(zoe, by=owner, now=LATER)
    mail = Delivery.objects.get(period_key="2026-03-02")
    assert (mail.state, mail.recipient, mail.subject, mail.body_text, mail.body_html) == (
        "sent",
        owner,
        "",
        "",
        "",
    )


def test_who_erased_somebody_and_when_stays_without_a_name(zoe: Prospect, owner: User) -> None:
    erase(zoe, by=owner, now=LATER)
    act = Change.objects.get(action="erase")
    assert (act.actor, act.at, act.object_id, act.label, act.before, act.after) == (
        owner,
        LATER,
        zoe.pk,
        "",
        [],
        [],
    )


def test_every_key_to_a_person_or_their_rows_is_dealt_with() -> None:
    rows = (*facts.GOES, *PLANNED, *MAILED, *LEARNED)
    goes = {model for model, _paths in rows}
    known = {(model, path) for model, paths in rows for path in paths}
    known |= {*facts.LET_GO}
    keys = {(relation.related_model, relation.field.name) for relation in Prospect._meta.related_objects}
    assert keys <= known, "a new key to a person has to go with them, or let go of them"
    # What hangs by a row that goes has to go before it, or let go of it.
    let_go = {*facts.OF_A_NO, *facts.LET_GO} | {
        (FollowUpPlan, "loss"), (FollowUp, "loss"), (Touch, "loss"), (Touch, "plan"), (Touch, "follow_up"),
    }  # fmt: skip
    hanging = {
        (relation.related_model, relation.field.name)
        for model in goes
        for relation in model._meta.related_objects
        if relation.related_model not in goes
    }
    assert hanging <= let_go


def test_a_later_no_with_that_address_finds_that_nobody_writes_there(zoe: Prospect, owner: User) -> None:
    erase(zoe, by=owner, now=LATER)
    again = log(owner, "Zoe Z", on=day(60), email=ADDRESS).prospect
    assert again.asked_to_stop_on == day(40)
    assert not FollowUp.objects.filter(prospect=again).exists()
    assert closed_to_us(again) == Closed.STOPPED
    assert why_app_may_not(again, PermissionChannel.MAIL, today=MONDAY, has_postal_address=True) is not None


def test_somebody_known_who_gets_that_address_is_not_written_to(
    zoe: Prospect, owner: User, stranger: User
) -> None:
    erase(zoe, by=owner, now=LATER)
    known, theirs = log(owner, "Known").prospect, log(stranger, "Elsewhere").prospect
    Prospect.objects.filter(pk__in=[known.pk, theirs.pk]).update(email=ADDRESS)
    known.refresh_from_db()
    theirs.refresh_from_db()
    assert (is_suppressed(known), closed_to_us(known)) == (True, Closed.SUPPRESSED)
    # Another team's people are none of this team's business.
    assert (is_suppressed(theirs), closed_to_us(theirs)) == (False, None)


def test_the_page_of_the_no_says_so(zoe: Prospect, owner: User) -> None:
    erase(zoe, by=owner, now=LATER)
    again = log(owner, "Zoe Z", on=day(60), email=ADDRESS).prospect
    page = signed_in(owner).get(f"/prospects/{again.pk}/").content.decode()
    assert "asked" in page
    assert "mailto:" not in page


def test_what_goes_when_the_time_is_over_leaves_a_mark_only_where_they_asked_for_less(
    owner: User, colleague: User
) -> None:
    quiet = log(owner, "Quiet", email="quiet@example.org").prospect
    refused = log(owner, "Refused", email="refused@example.org", stay_in_touch=AskAnswer.NO).prospect
    for person in (quiet, refused):
        erase(person, by=None, now=LATER, objects=False)
    marks = set(ErasedAddress.objects.values_list("mark", flat=True))
    assert marks == {mark_of("refused@example.org")}
    assert not SuppressedAddress.objects.exists()


def test_an_address_they_had_before_is_marked_too(owner: User) -> None:
    person = log(owner, "Zoe", email="old@example.org").prospect
    moved = Result(Outcome.LEFT_COMPANY, leaving=Leaving("Elsewhere", "new@example.org", "Aksel"))
    complete_follow_up(step_of(person).pk, moved, by=owner, today=day(45), now=nine_on(day(45)))
    erase(Prospect.objects.get(pk=person.pk), by=owner, now=nine_on(day(50)))
    assert set(ErasedAddress.objects.values_list("mark", flat=True)) == {
        mark_of("old@example.org"), mark_of("new@example.org"),
    }  # fmt: skip


def test_a_successor_keeps_the_deal_and_its_no_without_a_word(owner: User) -> None:
    loss = log(owner, f"Zoe {BIRD}", in_their_words=words("said"), lesson=words("lesson"))
    moved = Result(Outcome.LEFT_COMPANY, leaving=Leaving("Elsewhere"))
    complete_follow_up(step_of(loss.prospect).pk, moved, by=owner, today=day(45), now=nine_on(day(45)))
    successor = Prospect.objects.get(succeeds=loss.prospect_id)
    edit_prospect(successor, Typed(details={"learned": "Nobody met them yet."}), by=owner, now=NINE)
    facts_of_them = ProspectFacts(name=f"After Zoe {BIRD}", organisation_name="Havbruk Nordic")
    edit_prospect(successor, Typed(facts=facts_of_them), by=owner, now=NINE)
    erase(Prospect.objects.get(pk=loss.prospect_id), by=owner, now=nine_on(day(50)))
    successor = Prospect.objects.get()
    loss.refresh_from_db()
    assert (successor.name, successor.succeeds) == ("Whoever follows", None)
    assert (loss.prospect, loss.deal.prospect, loss.in_their_words) == (successor, successor, "")
    assert (plan_of(successor).loss, plan_of(successor).ended_why) == (loss, "")
    assert BIRD not in dump()


def test_a_deal_somebody_took_over_goes_back_to_whoever_said_no(owner: User) -> None:
    loss = log(owner, "Zoe")
    moved = Result(Outcome.LEFT_COMPANY, leaving=Leaving("Elsewhere", successor="Aksel"))
    complete_follow_up(step_of(loss.prospect).pk, moved, by=owner, today=day(45), now=nine_on(day(45)))
    erase(Prospect.objects.get(name="Aksel"), by=owner, now=nine_on(day(50)))
    assert Deal.objects.get().prospect == loss.prospect
    assert plan_of(loss.prospect).ended_why == EndedWhy.LEFT_COMPANY


def test_the_organisation_stays_while_somebody_else_works_there(owner: User) -> None:
    house = words("house")
    one, other = (log(owner, name, organisation=house).prospect for name in ("One", "Other"))
    catch_up()
    erase(one, by=owner, now=LATER)
    assert Organisation.objects.filter(pk=other.organisation_id).exists()
    erase(other, by=owner, now=LATER)
    assert not Organisation.objects.exists()
    assert BIRD not in dump()


def test_somebody_who_was_merged_goes_with_both_rows(owner: User, manager: User) -> None:
    one, other = log(owner, "Ingrid", email=ADDRESS).prospect, log(owner, f"Zoe {BIRD}").prospect
    merge(one.pk, other.pk, owner_id=owner.pk, by=manager, now=nine_on(day(2)))
    erase(Prospect.objects.get(pk=one.pk), by=manager, now=LATER)
    assert BIRD not in dump().replace(mark_of(ADDRESS), "")


def test_twice_is_once(zoe: Prospect, owner: User) -> None:
    erase(zoe, by=owner, now=LATER)
    with pytest.raises(Prospect.DoesNotExist):
        erase(zoe, by=owner, now=LATER)
    assert Change.objects.filter(action="erase").count() == 1


@pytest.mark.django_db(transaction=True)
def test_mails_kept_as_files_go_too(zoe: Prospect, owner: User) -> None:
    folder = Path(django_settings.MAIL_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    files = {mail.period_key: folder / f"{mail.pk}.eml" for mail in Delivery.objects.all()}
    for file in files.values():
        file.write_text("a mail")
    erase(zoe, by=owner, now=LATER)
    assert {key for key, file in files.items() if file.exists()} == {"2026-03-03"}
    files["2026-03-03"].unlink()


def test_the_unsubscribe_link_of_somebody_erased_leads_nowhere(
    zoe: Prospect, owner: User, client: Client
) -> None:
    key = mail_key_of(zoe)
    erase(zoe, by=owner, now=LATER)
    assert client.get(f"/unsubscribe/{key}/").status_code == 404
    assert Loss.objects.filter(prospect__name="Zoe").count() == 0
