"""People who write Greek, so that what is theirs can be told from what is ours."""

from datetime import UTC, date, datetime
from typing import Any

from django.test import Client

from accounts.models import User
from followups.kinds import Kind, Outcome
from outbox.claims import NEWER, NO_ANSWER
from outbox.models import Delivery
from outbox.states import State
from prospects.conversations import AskAnswer, ExitConversation, Manner, ToldBy
from prospects.models import Loss
from prospects.new_no import Offer, Who
from tests.cast import MONDAY
from tests.desk.visiting import typed_no
from tests.followups.telling import complete, day, log, open_row, step_of

WORDS = "Ἴσως τὸ φθινόπωρο."
NAMES = (
    "Ἀλέξης Ῥήγας", "Βασιλικὴ Ζώη", "Γιῶργος Λύρας", "Δανάη Μουρ", "Ἕκτωρ Νέλλος", "Ζωή Ξένου",
    "Ἠλίας Ὄθων", "Θάλεια Πλάτη",
)  # fmt: skip
IPHIGENIA = Who(
    name="Ἰφιγένεια Παππᾶ", organisation="Θάλασσα", title="Διευθύντρια", email="i@example.com", phone="+30"
)  # fmt: skip

ERRORS = {
    State.FAILED: "Σφάλμα", State.SUPERSEDED: NEWER, State.UNKNOWN: NO_ANSWER, State.DROPPED: "switched off",
}  # fmt: skip

# Every field of CONTRACT.md that a person fills in.
EVERYTHING = {
    "organisation_name": "Οἶκος", "title": "Μηχανικός", "email": "b@example.org", "phone": "+30 211",
    "said_on": "2026-02-27", "in_their_words": WORDS, "told_by": "call", "is_decision_maker": "on",
    "others": "Ῥέα Νέα;προμήθεια", "tender": "", "stage": "Τέλος", "source": "Ἔκθεσις", "offer_made": "yes",
    "delegated_to": "Ῥέα Νέα", "deal_title": "Σχέδιον", "deal_value": "48000", "deal_currency": "EUR",
    "competitors": "Ἄλλος\nἝτερος", "main_competitor": "Ἄλλος",
    "ask_stay_in_touch": "yes", "ask_feedback": "later", "ask_referral": "yes", "ask_reference": "yes",
    "ask_reentry": "yes", "ask_mailing_list": "yes", "ask_next_meeting": "later", "ask_thank_you": "yes",
    "ask_congratulate": "yes", "feedback_words": WORDS, "referral_name": "Νίκος Νέος",
    "referral_organisation": "Ἀγορά", "reference_for": WORDS,
    "permission_channels": ["call", "mail", "newsletter"], "permission_words": WORDS,
    "permission_strength": "said", "permission_every": "8", "next_contact": "", "promise": "τὸν κατάλογον",
    "promise_on": "2026-03-20", "needs": "Χρεία", "timing": "Ὥρα", "budget": "Χρῆμα",
    "topics": "Θάλασσα, Ἄνεμος", "personal_cues": "Κῆπος", "wanted_from_our_time": "Γνώμη", "pace": "slow",
    "priority": "relationship", "likelihood": "fair", "good_deal": "yes", "wake_up_kind": "contract_end",
    "wake_up": "Συμβόλαιον", "wake_up_on": "2026-12-31", "notice_on": "2026-09-30",
    "postal_address": "Ὁδός 1", "lesson": "Μάθημα", "notes": "Σημείωσις",
}  # fmt: skip


def says_no(to: User, name: str = NAMES[0], on: date = MONDAY, **changes: Any) -> Loss:
    """Log a Greek no."""
    changes.setdefault("offer", Offer(title="Σχέδιον"))
    if "who" not in changes:
        changes.setdefault("organisation", "Οἶκος")
    return log(to, name, on=on, **changes)


def fill_the_house(owner: User) -> None:
    """A history, a no of every kind, full days, ends of every kind, mail in every state."""
    owner.team.daily_limit = 2
    owner.team.save()
    first = says_no(owner, on=day(-110), who=IPHIGENIA, in_their_words=WORDS)
    for kind in (Kind.THANK_YOU, Kind.DEBRIEF):
        complete(open_row(first.prospect, kind), Outcome.DONE, on=day(-109), note=WORDS)
    complete(step_of(first.prospect), Outcome.LEFT_MESSAGE, on=day(-60))
    says_no(owner, on=day(-45), who=IPHIGENIA, told_by=ToldBy.CALL, in_their_words=WORDS, notes=WORDS)
    for number, (name, conversation) in enumerate(zip(NAMES, ExitConversation, strict=True)):
        told_by = list(ToldBy)[number % len(ToldBy)]
        says_no(owner, name, day(-9 * number), conversation=conversation, told_by=told_by)
    says_no(owner, "Μίλτος", day(-20), next_contact_on=day(0), next_contact_manner=Manner.MEETING)
    for number in range(3):
        says_no(owner, f"Νίκη {number}", day(-10), next_contact_on=day(3), next_contact_manner=Manner.MAIL)
    won = says_no(owner, "Ξανθή", day(-40))
    complete(step_of(won.prospect), Outcome.WON_BACK, on=day(-1), why_yes=WORDS)
    says_no(owner, "Ὄλγα", day(-3), stay_in_touch=AskAnswer.STOP, email="o@example.net")
    complete(step_of(says_no(owner, "Πέτρος", day(-40)).prospect), Outcome.NO_ANSWER, on=day(-2))
    _make_mail(owner)


def type_in_everything(client: Client) -> None:
    """One no of every kind through the form, with all it can carry."""
    for conversation, name in zip(ExitConversation, NAMES, strict=True):
        typed = {**EVERYTHING, "conversation": conversation, "prospect_name": f"{name} Β"}
        typed["email"] = f"{conversation}@example.org"
        assert client.post("/no/", typed_no(**typed)).status_code == 303


def _make_mail(owner: User) -> None:
    due = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
    for number, state in enumerate(sorted(State)):
        Delivery.objects.create(
            kind="digest-daily", recipient=owner, address=owner.email, period_key=f"2026-02-{number + 1:02d}",
            state=state, due_at=due, next_attempt_at=due, subject="" if state == State.DROPPED else "Θέμα",
            body_text="Κείμενο",
            body_html="<p>Κείμενο</p>", error=ERRORS.get(state, ""),
            sent_at=due if state == State.SENT else None, lease_until=due, claim=owner.pk,
        )  # fmt: skip
