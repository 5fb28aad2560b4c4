"""Figures recover what is known to be true, as often as they say they do (truth.py)."""

from datetime import timedelta
from math import sqrt

from insights.findings import Verdict, finding, finding_over_time
from insights.landmark import LANDMARK, Cell, findings_since, since_landmark
from insights.proportions import Share, wilson
from insights.ranking import rank
from insights.survival import curve, median_follow_up
from prospects.conversations import ExitConversation
from tests.insights.loading import OldNo
from tests.insights.truth import TODAY, Reason, alike, told, waits

SEEDS = 300
SHOWN = 0.90
# Of 300 with a true rate of nine in ten, fewer than this come up less than once in a thousand (binomial).
LUCK = 3.1 * sqrt(SHOWN * (1 - SHOWN) / SEEDS)

DRIFTED = Reason("No decision", ExitConversation.DRIFTED, 80, 0.45, half=90, shape=1.4)
BUDGET = Reason("No budget", ExitConversation.NOT_A_PRIORITY, 90, 0.15, half=200)
OTHERS = Reason("Picked another", ExitConversation.COMPETITOR_CHOSEN, 70, 0.12, half=240, shape=0.8)
FIT = Reason("Better fit", ExitConversation.BETTER_FIT_ELSEWHERE, 40, 0.12, half=150)
HOUSE = (DRIFTED, BUDGET, OTHERS, FIT)
# Weibull times with a long tail have ended by then.
LONG_AGO = 20_000


def by_reason(noes: list[OldNo]) -> dict[str, list[OldNo]]:
    found: dict[str, list[OldNo]] = {}
    for no in noes:
        found.setdefault(no.reason, []).append(no)
    return found


def shares(noes: list[OldNo]) -> dict[str, Share]:
    return {
        label: Share(sum(no.came_back_on is not None for no in those), len(those))
        for label, those in by_reason(noes).items()
    }


def test_the_likely_range_of_a_rate_holds_the_truth_nine_times_in_ten() -> None:
    """Everything has come back that ever will: then the share so far is the rate."""
    held = dict.fromkeys((reason.label for reason in HOUSE), 0)
    for seed in range(SEEDS):
        found = shares(list(told(HOUSE, seed, newest=LONG_AGO, oldest=LONG_AGO + 700)))
        for reason in HOUSE:
            held[reason.label] += reason.rate in wilson(found[reason.label], SHOWN)
    # Wilson's own share swings about nine in ten with size and rate: two in a hundred are allowed for it.
    assert min(held.values()) / SEEDS >= SHOWN - 0.02 - LUCK, held
    assert abs(sum(held.values()) / SEEDS / len(HOUSE) - SHOWN) <= 0.02, held


def test_the_band_of_the_curve_holds_the_true_curve_nine_times_in_ten() -> None:
    """Some are watched for days and some for two years, and most still wait."""
    days = (30, 90, 180, 365)
    for reason in (DRIFTED, BUDGET):
        held = dict.fromkeys(days, 0)
        for seed in range(SEEDS):
            drawn = curve(waits(list(told([reason], seed))), SHOWN)
            for day in days:
                held[day] += reason.still_waiting(day) in drawn.band_at(day)
        assert min(held.values()) / SEEDS >= SHOWN - 0.02 - LUCK, (reason.label, held)


def test_the_curve_leans_neither_way() -> None:
    """Whoever is still waiting counted as "never" reads too high, left out far too low."""
    reason, day = DRIFTED, 180
    read, never, left_out = [], [], []
    for seed in range(SEEDS):
        known = waits(list(told([reason], seed)))
        back = sum(wait.happened and wait.days <= day for wait in known)
        read.append(curve(known, SHOWN).waiting_after(day) or 0.0)
        never.append(1 - back / len(known))
        left_out.append(1 - back / sum(wait.happened for wait in known))
    true = reason.still_waiting(day)
    assert abs(sum(read) / SEEDS - true) < 0.01
    assert sum(never) / SEEDS > true + 0.03
    assert sum(left_out) / SEEDS < true - 0.3


def test_the_median_follow_up_is_half_the_span() -> None:
    middle = [median_follow_up(waits(list(told([BUDGET], seed)))) or 0 for seed in range(60)]
    assert abs(sum(middle) / 60 - 365) < 25


def test_the_reason_that_comes_back_is_named_and_stands_first() -> None:
    named, alone = 0, 0
    for seed in range(SEEDS):
        noes = list(told(HOUSE, seed))
        found = finding(shares(noes))
        named += found[DRIFTED.label].verdict is Verdict.HIGHER
        claims = [label for label, one in found.items() if one.verdict.is_claim]
        alone += set(claims) <= {DRIFTED.label}
        if claims == [DRIFTED.label]:
            assert rank(shares(noes))[0].key == DRIFTED.label
    assert named >= 0.95 * SEEDS
    assert alone >= 0.95 * SEEDS - 12


def test_the_reason_that_comes_back_is_named_over_time_too() -> None:
    named = 0
    for seed in range(100):
        groups = {label: waits(those) for label, those in by_reason(list(told(HOUSE, seed))).items()}
        named += finding_over_time(groups)[DRIFTED.label].verdict is Verdict.HIGHER
    assert named >= 95


def cells(noes: list[OldNo]) -> list[Cell[str]]:
    return [Cell(no.reason, no.said_on, no.came_back_on, 1) for no in noes]


def test_a_landmark_neither_finds_what_is_not_there_nor_hides_what_is() -> None:
    """The same truth from day 60 on; a step chosen late is not safe until then."""
    none = alike(0.3, [60, 60, 60])
    false = sum(
        any(
            one.verdict.is_claim
            for one in findings_since(
                since_landmark(cells(list(told(none, seed))), TODAY), [reason.label for reason in none]
            ).values()
        )
        for seed in range(200)
    )
    assert false <= 18
    late = Reason("Late", ExitConversation.DRIFTED, 80, 0.8, half=200)
    real = [late, *alike(0.15, [80, 80])]
    labels = [reason.label for reason in real]
    found = sum(
        findings_since(since_landmark(cells(list(told(real, seed))), TODAY), labels)["Late"].verdict
        is Verdict.HIGHER
        for seed in range(60)
    )
    assert found >= 57


def test_what_came_back_before_the_landmark_says_nothing_after_it() -> None:
    early = [Cell("a", TODAY - timedelta(days=400), TODAY - timedelta(days=400 - LANDMARK), 5)]
    assert since_landmark(early, TODAY).of == 0
