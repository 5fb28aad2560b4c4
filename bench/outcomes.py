"""Pure: why the seeded people said no, how long ago, and who came back after how long. The n-th is always the
same."""

from bench.invented import CONVERSATION

# Noes of so many days lie behind the newest.
SPREAD = 1500
# Percent of each kind of no that come back, sooner or later.
COMES_BACK = {
    "not_a_priority": 24, "competitor_chosen": 9, "better_fit_elsewhere": 12, "staying_with_supplier": 7,
    "drifted": 10, "cannot": 15, "unknown": 11,
}  # fmt: skip
REASONS = ("No budget this year", "The price", "Somebody else decides")
CURRENCIES = ("EUR", "EUR", "EUR", "USD", "CHF")


def kind(n: int) -> str:
    """The kind of no."""
    return CONVERSATION[n % len(CONVERSATION)]


def spread(n: int) -> int:
    """How many days further back than the newest noes."""
    return n * 131 % SPREAD


def reason(n: int) -> int | None:
    """Which of the team's reasons under that kind; for every fourth none was noted."""
    return None if n % 4 == 3 else n // 4 % len(REASONS)


def came_back_after(n: int, days_ago: int) -> int | None:
    """How many days after the no they said yes; None for whoever has not, or never will."""
    if n * 7919 % 100 >= COMES_BACK[kind(n)]:
        return None
    after = 15 + n * 37 % 120 + n * 53 % 400 * (n % 3 > 0)
    return after if after <= days_ago else None


def was_offered(n: int) -> bool:
    """Whether anything had been offered before."""
    return n % 41 != 7


def good_deal(n: int) -> str:
    """Whether it was one for us."""
    return "no" if n % 29 == 5 else "yes"
