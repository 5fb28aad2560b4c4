"""A house with people, noes and mail in it, for looking at every page: long names, full days, every
section of Today, every state of a mail. All of it on MONDAY."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.models import User
from followups.kinds import Kind, Outcome
from outbox import suppression
from outbox.models import Delivery
from outbox.states import Reason, State
from prospects.conversations import AskAnswer, ExitConversation, Manner, ToldBy
from prospects.models import Loss
from prospects.new_no import Offer, Who
from tests.cast import make_team, make_user
from tests.followups.telling import complete, day, log, open_row, step_of

# One word that no line can hold.
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LONG_ADDRESS = "vorname.nachname-doppelname.mit.teilen@eine-sehr-lange-adresse.mit.vielen.teilen.example.com"
WORDS = "Not before the audit, and then the holidays. Ask me when the new plant runs, I'd like to hear."


@dataclass(frozen=True)
class House:
    """Who lives here and what they look at."""

    owner: User
    colleague: User
    newcomer: User
    ingrid: Loss
    longest: Loss
    stopped: Loss
    letter: Delivery
    held: Delivery


def furnish() -> House:
    """Fill an empty database; the day is MONDAY."""
    team = make_team("Vogt and partners")
    team.daily_limit = 2
    team.save()
    owner = make_user(team, "maren@example.com", name="Maren Vogt", is_manager=True)
    colleague = make_user(team, "colleague@example.com", is_manager=False)
    return House(
        owner=owner,
        colleague=colleague,
        newcomer=make_user(team, "newcomer@example.com"),
        ingrid=_ingrid(owner),
        longest=_longest(owner),
        stopped=_every_section(owner),
        letter=_mail(owner),
        held=_mail_to_prospects(owner, colleague),
    )


def _ingrid(owner: User) -> Loss:
    """Due today, with a history: two noes, a try that reached nobody."""
    who = Who(name="Ingrid Solheim", organisation="Havbruk Nordic", title="Head of planning",
              email="ingrid@havbruk.example", phone="+47 22 00 00 00")  # fmt: skip
    first = log(owner, on=day(-110), who=who, in_their_words="Someone else was quicker",
                conversation=ExitConversation.COMPETITOR_CHOSEN)  # fmt: skip
    for kind in (Kind.THANK_YOU, Kind.DEBRIEF):
        complete(open_row(first.prospect, kind), Outcome.DONE, on=day(-109), note="Wrote by hand")
    complete(step_of(first.prospect), Outcome.LEFT_MESSAGE, on=day(-60))
    return log(owner, on=day(-45), who=who, in_their_words=WORDS, told_by=ToldBy.CALL, notes="One\nTwo")


def _longest(owner: User) -> Loss:
    """Nothing about them fits on a line."""
    who = Who(name=f"{LONG} {LONG}", organisation=LONG, title=LONG, email=LONG_ADDRESS, phone="+49 1234567")
    return log(owner, on=day(-45), who=who, in_their_words=f"“{LONG}{LONG}” {WORDS}", notes=LONG,
               offer=Offer(title=LONG))  # fmt: skip


def _every_section(owner: User) -> Loss:
    """Window closed, open, coming up; agreed meetings; a day over the limit; a plan that ended."""
    log(owner, "Aisha Bello", on=day(-70), in_their_words=WORDS, organisation="Kano Mills")
    log(owner, "Tom Okafor", on=day(-33), conversation=ExitConversation.STAYING_WITH_SUPPLIER)
    log(owner, "Priya Raman", on=day(-25), organisation="Raman Textiles")
    log(owner, "Łukasz Wójcik", on=day(-20), next_contact_on=day(0), next_contact_manner=Manner.MEETING)
    log(owner, "Pauline Roux", on=day(-1), conversation=ExitConversation.WE_DECLINED, told_by=ToldBy.MAIL)
    for number in range(3):
        log(owner, f"Busy Person {number}", on=day(-10), next_contact_on=day(3))
    skipped = log(owner, "Jonas Weber", on=day(-40))
    complete(step_of(skipped.prospect), Outcome.SPOKE, on=day(0), note="A short talk")
    return log(owner, "Mara Stop", on=day(-3), stay_in_touch=AskAnswer.STOP, email="mara@example.net")


def _mail(owner: User) -> Delivery:
    """A mail in every state; the one that was sent can be read."""
    due = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
    for number, state in enumerate(sorted(set(State) - {State.SENT})):
        Delivery.objects.create(
            kind="digest-daily", recipient=owner, address=owner.email, period_key=f"2026-02-{number + 1:02d}",
            state=state, due_at=due, next_attempt_at=due + timedelta(days=9), subject=f"Today: {LONG}",
            error=f"The server said: 550 {LONG} is not known here" if state == State.FAILED else "",
            lease_until=due + timedelta(days=9), claim=owner.pk,
        )  # fmt: skip
    return Delivery.objects.create(
        kind="digest-daily", recipient=owner, address=owner.email, period_key="2026-03-02", state=State.SENT,
        due_at=due, next_attempt_at=due, sent_at=due, subject="Today: Ingrid, Łukasz and 3 more",
        body_text=f"Ingrid Solheim, Havbruk Nordic\n{LONG}\nhttp://localhost/followups/{owner.pk}/\n",
        body_html="<!doctype html><title>Today</title><p>Ingrid Solheim</p>",
    )  # fmt: skip


def _mail_to_prospects(owner: User, colleague: User) -> Delivery:
    """Some that are held; one to an address that refuses mail, as a colleague's does."""
    due = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
    came_back = {"state": State.SUPPRESSED, "error": "mail to this address came back"}
    for address, whose in ((LONG_ADDRESS, owner), (colleague.email, colleague)):
        suppression.suppress(address, Reason.BOUNCE, due, said=f"550 {LONG} is not known here")
        Delivery.objects.create(
            kind="value-item", owner=whose, address=address, period_key=address[:20], due_at=due,
            next_attempt_at=due, subject=f"Something useful: {LONG}", **came_back,
        )  # fmt: skip
    Delivery.objects.create(
        kind="digest-daily", recipient=colleague, owner=colleague, address=colleague.email, due_at=due,
        period_key="2026-03-02", next_attempt_at=due, subject="Today: somebody of theirs", **came_back,
    )  # fmt: skip
    _more_held(owner, due)
    return Delivery.objects.create(
        kind="value-item", owner=owner, address="ingrid@havbruk.example", period_key="held", state=State.HELD,
        due_at=due, next_attempt_at=due, transmissions=1, subject="The two-page checklist",
        body_text="Good morning Ingrid\n", body_html="<!doctype html><title>Mail</title><p>Ingrid</p>",
    )  # fmt: skip


def _more_held(owner: User, due: datetime) -> None:
    """More than Today lists: to the longest of all, to nobody we know, for a reason that no line can hold."""
    long = {"subject": f"Something useful: {LONG}", "error": f"Not now: {LONG}"}
    nobody = LONG_ADDRESS.replace("vorname", "n")
    mails: list[tuple[str, dict[str, Any]]]
    mails = [(LONG_ADDRESS, long | {"transmissions": 1}), (nobody, long), *[("p@example.com", {})] * 4]
    for number, (address, more) in enumerate(mails):
        Delivery.objects.create(
            kind="value-item", owner=owner, address=address, period_key=f"held {number}", state=State.HELD,
            due_at=due - timedelta(days=100 - 20 * number), next_attempt_at=due, **more,
        )  # fmt: skip
