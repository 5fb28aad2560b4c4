"""Data sets that the text books use; a plus behind a time means "not yet"."""

from insights.survival import Wait


def waits(line: str) -> list[Wait]:
    return [Wait(int(time.rstrip("+")), not time.endswith("+")) for time in line.split()]


# Weeks in remission, 6-MP against placebo: E. J. Freireich et al. (1963), Blood 21:699-716, as in E. A. Gehan
# (1965), Biometrika 52:203-223.
SIX_MP = waits("6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+")
PLACEBO = waits("1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23")

# Weeks to relapse of acute myelogenous leukaemia, chemotherapy maintained or not: R. G. Miller (1981),
# Survival Analysis, p. 49.
MAINTAINED = waits("9 13 13+ 18 23 28+ 31 34 45+ 48 161+")
NOT_MAINTAINED = waits("5 5 8 8 12 16+ 23 27 30 33 43 45")

# Tenths of years after cancer of the larynx, by stage: O. Kardaun (1983), Statistica Neerlandica
# 37:103-125, as in J. P. Klein and M. L. Moeschberger (1997), Survival Analysis, sec. 1.8.
LARYNX = {
    1: waits(
        "6 13 24 25+ 32 32+ 33 33+ 35 35 40 40 43 45+ 45+ 53 55+ 59+ 59+ 60 61+ 62+ 64 65 65+ 67+ 70+ 74 74+"
        " 81+ 81+ 96+ 107+"
    ),
    2: waits("2 18 20 22+ 26+ 33+ 36 36+ 40 43+ 43+ 50+ 62 70 75+ 76+ 93+"),
    3: waits(
        "3 3 5 7 8 10 13 16 18 19 19 32 35 37+ 45+ 48+ 48+ 50 50+ 51+ 63 64 65+ 78 80+ 93+ 101+",
    ),
    4: waits("1 3 4 8 8 10 15 20 23 29+ 36 38 43+"),
}
