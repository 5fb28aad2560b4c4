"""The only doors through which follow-ups change; a file per flow."""

from accounts.changes import SomethingBuiltOnIt
from followups.actions.completing import (
    Completed,
    DateNeeded,
    NotOpen,
    Result,
    Unfitting,
    complete_follow_up,
    next_row,
    outcomes_for,
    skip,
)
from followups.actions.editing import edit_prospect
from followups.actions.fading import fade_debriefs
from followups.actions.postponing import Later, PastTheWindow, TooEarly, day_for, snooze
from followups.actions.re_picking import re_pick_days_off
from followups.actions.recording import Recorded, record_no
from followups.actions.undoing import NothingToUndo, last_change, undo

__all__ = [
    "Completed",
    "DateNeeded",
    "Later",
    "NotOpen",
    "NothingToUndo",
    "PastTheWindow",
    "Recorded",
    "Result",
    "SomethingBuiltOnIt",
    "TooEarly",
    "Unfitting",
    "complete_follow_up",
    "day_for",
    "edit_prospect",
    "fade_debriefs",
    "last_change",
    "next_row",
    "outcomes_for",
    "re_pick_days_off",
    "record_no",
    "skip",
    "snooze",
    "undo",
]
