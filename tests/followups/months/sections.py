"""Where RULES.md puts an open follow-up on Today, judged row by row."""

from datetime import date, timedelta

from followups.kinds import Kind

NAMES = ("window-closed", "today", "window-open", "coming")


def section_by_the_rules(kind: str, opens_on: date, due_on: date, closes_on: date, today: date) -> str | None:
    """The section of an open row; None: it stands nowhere yet, or has faded."""
    if kind == Kind.DEBRIEF and today > due_on + timedelta(days=14):
        return None
    if closes_on < today:
        return "window-closed"
    if due_on <= today <= closes_on:
        return "today"
    if opens_on <= today < due_on:
        return "window-open"
    return "coming" if opens_on <= today + timedelta(days=7) else None
