"""A batch of noes leaves what the same noes leave when they are recorded one by one, whatever they are.

LOSTDEALS_BATCHES=2000 tries so many batches instead of a few, each of them another one every time;
LOSTDEALS_SHRINK=1 looks for the smallest one that fails.
"""

import os
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.changes import Snapshot
from accounts.models import Team, User
from followups.actions import record_no, record_noes
from followups.old_noes import queue_order
from outbox.suppression import mark_of
from prospects.conversations import (
    AskAnswer,
    AskKind,
    ExitConversation,
    GoodDeal,
    Likelihood,
    Manner,
    PermissionChannel,
    ToldBy,
    TopicKind,
    WakeUpKind,
)
from prospects.models import ErasedAddress, LossReason, SuppressedAddress
from prospects.new_no import (
    About,
    Agreement,
    Asked,
    Behind,
    Condition,
    Named,
    NewNo,
    Offer,
    Other,
    Promised,
    Tender,
    Who,
)
from tests.cast import MONDAY, a_no
from tests.followups.all_rows import everything, ids_in_order

BATCHES = int(os.environ.get("LOSTDEALS_BATCHES", "0"))
SHRINK = "LOSTDEALS_SHRINK" in os.environ
# Six in Berlin; where the colleague is it is still Sunday.
EARLY = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
TODAY = MONDAY

KNOWN = "known@havbruk.example"
KNOWN_TO_A_COLLEAGUE = "theirs@havbruk.example"
STOPPED = "stopped@havbruk.example"
SUPPRESSED = "suppressed@havbruk.example"
ERASED = "erased@havbruk.example"
NEW = ("new@havbruk.example", "other@havbruk.example")
NAMES = ("Ingrid Solheim", "ingrid solheim", "Jürgen Größe", "Somebody at Havbruk")
ORGANISATIONS = (
    "",
    "Havbruk Nordic",
    "HAVBRUK nordic",
    "Müller & Söhne",
    "MÜLLER & SÖHNE",
    "Großhaus",
    "GROSSHAUS",
)
COMPETITORS = ("", "Rival", "RIVAL", "Größe", "größe", "Straße", "STRASSE")


def mostly(usual: Any, *others: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The usual thing most of the time."""
    return st.integers(0, 15).flatmap(lambda at: st.one_of(*others) if at == 15 else st.just(usual))


def days(*spans: tuple[int, int]) -> st.SearchStrategy[date]:
    """A day so many days before today."""
    return st.one_of(*(st.integers(*span) for span in spans)).map(lambda ago: TODAY - timedelta(days=ago))


PEOPLE = st.builds(
    Who,
    name=st.sampled_from(NAMES),
    organisation=st.sampled_from(ORGANISATIONS),
    email=st.sampled_from(("", "", *NEW, NEW[0].upper()))
    | mostly("", st.sampled_from((KNOWN, KNOWN_TO_A_COLLEAGUE, STOPPED, SUPPRESSED, ERASED))),
    phone=st.sampled_from(("", "", "+47 1")),
    title=st.sampled_from(("", "", "CFO")),
    is_unnamed=st.booleans(),
    new_id=st.none() | st.integers(1, 3).map(lambda number: UUID(int=number)),
)
OFFERS = st.builds(
    Offer,
    title=st.sampled_from(("", "Redesign")),
    value=st.none() | st.sampled_from([Decimal(0), Decimal("118500.50"), Decimal(5), Decimal(7)]),
    currency=st.sampled_from(("", "eur", "CHF")),
    tender=mostly(None, st.builds(Tender, award_on=st.none() | days((-90, 30)))),
)
BEHIND = st.builds(
    Behind,
    needs=st.sampled_from(("", "Cheaper")),
    competitors=st.lists(st.sampled_from(COMPETITORS), max_size=3).map(tuple),
    main_competitor=st.sampled_from(COMPETITORS),
    stage=st.sampled_from(("", "Proposal")),
    source=st.sampled_from(("", "Fair")),
    people=mostly((), st.just((Other("Jürgen Größe", "CFO"),)), st.just((Other("Ingrid Solheim"),))),
    likelihood=st.none() | st.sampled_from(Likelihood),
)


ASKS = Asked(AskKind.REENTRY, AskAnswer.YES), Asked(AskKind.FEEDBACK, AskAnswer.LATER, "Later")
CONDITIONS = (
    Condition(WakeUpKind.OTHER, "The budget"),
    Condition(WakeUpKind.CONTRACT_END, on=TODAY + timedelta(days=300)),
)
NAMED = Named("Jürgen Größe", "Müller & Söhne"), Named("Ola", "New house")


def noes(by: User, colleague: User) -> st.SearchStrategy[NewNo]:
    """Any no that may stand in a batch; a few that may not."""
    reasons = list(LossReason.objects.filter(team=by.team).values_list("pk", flat=True)[:3])
    return st.builds(
        NewNo,
        conversation=st.sampled_from(ExitConversation),
        said_on=days((0, 20), (55, 65), (61, 900)),
        who=PEOPLE,
        offer=OFFERS,
        submission=mostly("", st.sampled_from(("one", " one ", "two"))),
        owner_id=mostly(None, st.sampled_from([by.pk, colleague.pk])),
        told_to_id=mostly(None, st.just(colleague.pk)),
        reason_id=st.none() | st.sampled_from(reasons),
        in_their_words=st.sampled_from(("", "Not now\nmaybe later")),
        told_by=st.none() | st.sampled_from(ToldBy),
        is_decision_maker=st.booleans(),
        stay_in_touch=mostly(AskAnswer.NOT_ASKED, st.sampled_from(AskAnswer)),
        asks=mostly((), st.just(ASKS)),
        agreement=mostly(Agreement(), st.just(Agreement((PermissionChannel.MAIL,), words="Yes"))),
        next_contact_on=mostly(None, days((-90, -1), (0, 90))),
        next_contact_manner=st.none() | st.sampled_from(Manner),
        promise=mostly(None, st.just(Promised("An article"))),
        condition=mostly(None, st.sampled_from(CONDITIONS)),
        referral=mostly(None, st.sampled_from(NAMED)),
        good_deal=mostly(GoodDeal.UNSURE, st.sampled_from(GoodDeal)),
        behind=BEHIND,
        about=mostly(About(), st.just(About(((TopicKind.GOAL, "Growth"),), country="NO"))),
        notes=st.sampled_from(("", "From the old CRM")),
    )  # fmt: skip


def prepare(by: User, colleague: User) -> None:
    """What stands before the batch comes."""
    Team.objects.filter(pk=by.team_id).update(daily_limit=1)
    User.objects.filter(pk=colleague.pk).update(time_zone="America/Los_Angeles")
    said = {"said_on": TODAY - timedelta(days=20), "offer": Offer(value=Decimal(6), currency="EUR")}
    record(a_no(email=KNOWN, **said), by)
    record(a_no("Their own", email=KNOWN_TO_A_COLLEAGUE, **said), colleague)
    record(a_no("Gone", email=STOPPED, stay_in_touch=AskAnswer.STOP, **said), colleague)
    SuppressedAddress.objects.create(team=by.team, address=SUPPRESSED, since=TODAY, why="left_company")
    ErasedAddress.objects.create(team=by.team, mark=mark_of(ERASED), since=TODAY)
    for number in range(12):
        record(a_no(f"Earlier {number}", organisation="Elsewhere", **said), by)


def record(no: NewNo, by: User) -> None:
    record_no(no, by=by, today=TODAY if by.time_zone == "Europe/Berlin" else by.today(EARLY), now=EARLY)


def left_by(way: Any, batch: list[NewNo], by: User) -> dict[str, Snapshot] | str:
    """What a way to record a batch leaves; the fault that it ends with."""
    with transaction.atomic(), ids_in_order():
        try:
            with transaction.atomic():
                way(batch, by)
                return everything()
        except Exception as fault:
            return f"{type(fault).__name__}: {fault}"
        finally:
            transaction.set_rollback(True)


def one_by_one(batch: list[NewNo], by: User) -> None:
    for no in queue_order(batch, TODAY):
        record_no(no, by=by, today=TODAY, now=EARLY)


def together(batch: list[NewNo], by: User) -> None:
    record_noes(batch, by=by, today=TODAY, now=EARLY)


def check(by: User, colleague: User) -> None:
    prepare(by, colleague)
    by.refresh_from_db()

    @settings(
        max_examples=BATCHES or 40,
        derandomize=not BATCHES,
        database=None,
        # The smallest batch takes minutes to find: only where somebody looks for it.
        phases=[Phase.generate, *([Phase.shrink] if SHRINK else [])],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(noes(by, colleague), min_size=1, max_size=14))
    def compare(batch: list[NewNo]) -> None:
        assert left_by(together, batch, by) == left_by(one_by_one, batch, by)

    compare()


def test_whoever_sees_the_teams_people(manager: User, colleague: User) -> None:
    check(manager, colleague)


def test_whoever_sees_their_own_alone(owner: User, colleague: User) -> None:
    check(owner, colleague)
