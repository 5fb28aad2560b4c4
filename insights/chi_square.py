"""Pure: how often chance alone gives a chi-square as large."""

import math


def tail(value: float, degrees: int) -> float:
    """The upper tail of the chi-square distribution, the incomplete gamma Q(degrees / 2, value / 2).

    For whole degrees of freedom it has an end: M. Abramowitz and I. A. Stegun (1964), 26.4.4 (odd) and
    26.4.5 (even), climbed by 6.5.21, Q(a + 1, x) = Q(a, x) + x^a e^-x / Gamma(a + 1). All terms are
    positive, so none of the digits is lost.
    """
    half = value / 2
    if not degrees or half <= 0:
        return 1.0
    order = 0.5 if degrees % 2 else 1.0
    above = math.erfc(math.sqrt(half)) if degrees % 2 else math.exp(-half)
    while order < degrees / 2:
        above += math.exp(order * math.log(half) - half - math.lgamma(order + 1))
        order += 1
    return min(1.0, above)
