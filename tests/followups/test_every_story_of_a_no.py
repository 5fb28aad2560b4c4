"""Whatever happens to deals, in whatever order: every no knows what became of it (months/coming_back.py)."""

from collections.abc import Callable

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from accounts.changes import Change
from accounts.models import User
from followups import actions
from followups.actions import Leaving, undo, undo_change
from followups.kinds import Outcome
from followups.models import FollowUp
from prospects.models import Deal, InvalidTransition, Prospect
from prospects.new_no import Offer
from tests.cast import make_team, make_user
from tests.followups.months.coming_back import faults_of_noes
from tests.followups.months.ledger import everything
from tests.followups.telling import complete, day, log, nine_on
from tests.followups.test_what_became_of_noes import grow, reopen, win

ACTS = ("no", "second no", "reopen", "win", "need", "let go", "leaves", "check-in won", "check-in need")
STORIES = st.lists(
    st.tuples(st.sampled_from([*ACTS, "take back", "take back", "erase"]), st.integers(0, 20)),
    min_size=3,
    max_size=18,
)
REFUSED = (InvalidTransition, actions.SomethingBuiltOnIt, actions.NothingToUndo, actions.NotNow)


class Story:
    """One act a day, each on whatever there is to do it to."""

    def __init__(self, owner: User) -> None:
        self.owner, self.days = owner, 0

    def tell(self, act: str, pick: int) -> None:
        """Do it, or be refused."""
        self.days += 1
        on = day(self.days)
        people = list(Prospect.objects.order_by("created_at"))
        deals = list(Deal.objects.select_related("prospect__owner__team").order_by("created_at"))
        if not deals:
            act, deals, people = "no", [Deal()], [Prospect()]
        person = people[pick % len(people)]
        deal = deals[pick % len(deals)]
        doors: dict[str, Callable[[], object]] = {
            "no": lambda: log(self.owner, f"Person {self.days}", on=on),
            "second no": lambda: log(
                self.owner, prospect_id=deal.prospect_id, on=on, offer=Offer(deal_id=deal.pk)
            ),
            "reopen": lambda: reopen(deal, self.owner, on),
            # A colleague's day may be the one before.
            "win": lambda: win(deal, self.owner, on if pick % 3 else day(self.days - 1)),
            "need": lambda: grow(deal, self.owner, f"Need {self.days}", on),
            "let go": lambda: actions.let_go(deal, by=self.owner, today=on, now=nine_on(on)),
            "leaves": lambda: self.check_in(person, Outcome.LEFT_COMPANY),
            "check-in won": lambda: self.check_in(person, Outcome.WON_BACK),
            "check-in need": lambda: self.check_in(person, Outcome.NEW_NEED),
            "take back": lambda: self.take_back(pick),
            "erase": lambda: self.erase(people, person),
        }
        try:
            with transaction.atomic():
                doors[act]()
        except REFUSED as refusal:
            note(f"{on} {act}: {refusal!r}")
        else:
            note(f"{on} {act}")

    def check_in(self, person: Prospect, outcome: Outcome) -> None:
        """An outcome of the check-in, where there is one."""
        on = day(self.days)
        step = FollowUp.objects.open().filter(prospect=person, kind="check_in").first()
        if step:
            leaving = Leaving(successor=f"Follows {self.days}")
            complete(step, outcome, on=on, note=f"Need {self.days}", leaving=leaving, override_reason="So")

    def take_back(self, pick: int) -> None:
        """One of the last acts."""
        able = Change.objects.filter(
            action__in=[*actions.UNDOABLE_CHANGES, "complete"], undone_by__isnull=True, erased_at__isnull=True
        ).order_by("-at")[:5]
        if able:
            change = able[pick % len(able)]
            now = nine_on(day(self.days))
            if change.action == "complete":
                undo(change.object_id, by=self.owner, now=now)
            else:
                undo_change(change.pk, by=self.owner, now=now)

    def erase(self, people: list[Prospect], person: Prospect) -> None:
        """Somebody whose deals did not pass on: whose yes goes with them is another test."""
        if len(people) > 2 and not Deal.objects.filter(prospect=person, grew_out_of__isnull=False).exists():
            actions.erase_person(person, now=nine_on(day(self.days)), objects=False)


@given(STORIES)
@settings(
    max_examples=25,
    derandomize=True,
    # The smallest story takes minutes to find.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_no_agrees_with_deals_and_noes_after_every_act(db: None, story: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        told = Story(make_user(make_team("Vogt and partners"), "maren@example.com"))
        log(told.owner)
        log(told.owner, "Erik Dahl")
        for act, pick in story:
            told.tell(act, pick)
            assert list(faults_of_noes(everything())) == []
        transaction.set_rollback(True)
