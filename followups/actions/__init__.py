"""The only doors through which follow-ups change; a file per flow."""

from accounts.changes import SomethingBuiltOnIt, WasErased
from followups.actions.asks import open_asks
from followups.actions.choosing import choose_item
from followups.actions.completing import (
    Completed,
    DateNeeded,
    NotOpen,
    Unfitting,
    complete_follow_up,
    skip,
)
from followups.actions.confirming import (
    Confirmed,
    NothingToConfirm,
    change_that_confirmed,
    note_confirmation,
)
from followups.actions.correcting import Corrected, correct_no, movable_check_in, take_no_back
from followups.actions.dealing import let_go, mark_won_back, note_new_need, reopen
from followups.actions.dropping import drop_wake_up
from followups.actions.editing import Typed, edit_prospect
from followups.actions.erasing import Erased, erase_person
from followups.actions.fading import fade_debriefs
from followups.actions.going_away import Gone, NotAsShown, bring_home, come_back, go_away
from followups.actions.going_on import Result, next_row
from followups.actions.handing_on import Given, HandsChanged, give_people
from followups.actions.judging import NotNow, RelevanceNeeded
from followups.actions.left_company import Leaving
from followups.actions.mailing import (
    MayNotMail,
    NotPlanned,
    lock_person,
    mark_mailed,
    queue_mail,
    set_automatic,
    take_queued_back,
)
from followups.actions.merging import JoinsOtherwise, NotTheSame, merge
from followups.actions.permitting import (
    AskedToStop,
    Word,
    ask_to_stop,
    grant_permission,
    withdraw_permission,
)
from followups.actions.plans import SIDE_WINDOW, OwnerLeft
from followups.actions.postponing import (
    AgainstARule,
    Later,
    PastTheWindow,
    RealDateNeeded,
    TooEarly,
    day_for,
    needs_real_date,
    snooze,
)
from followups.actions.re_picking import re_pick_days_off
from followups.actions.recording import Recorded, record_no
from followups.actions.recording_many import record_noes
from followups.actions.retaining import (
    announce_erasures,
    due_erasures,
    keep_person,
    lock_if_still_due,
)
from followups.actions.retiring import NewOwnerNeeded, Retired, retire_user
from followups.actions.side_prospects import Added, DoorClosed, Kept, add_side_prospect, keep_in_touch
from followups.actions.spreading import SpreadChanged, SpreadOut, spread_out_days
from followups.actions.staying_silent import NoPlan, change_channel, close_kindly, keep_silent
from followups.actions.together import (
    NotAColleague,
    PastTheirWindows,
    Together,
    reassign,
    snooze_together,
)
from followups.actions.touching import Logged, NewTouch, log_touch
from followups.actions.triggering import Triggered, trigger_wake_up
from followups.actions.undoing import (
    OF_MANAGERS,
    UNDOABLE,
    UNDOABLE_CHANGES,
    NothingToUndo,
    last_change,
    undo,
    undo_change,
)
from followups.actions.unsubscribing import unsubscribe
from followups.outcomes import outcomes_for

__all__ = [
    "OF_MANAGERS",
    "SIDE_WINDOW",
    "UNDOABLE",
    "UNDOABLE_CHANGES",
    "Added",
    "AgainstARule",
    "AskedToStop",
    "Completed",
    "Confirmed",
    "Corrected",
    "DateNeeded",
    "DoorClosed",
    "Erased",
    "Given",
    "Gone",
    "HandsChanged",
    "JoinsOtherwise",
    "Kept",
    "Later",
    "Leaving",
    "Logged",
    "MayNotMail",
    "NewOwnerNeeded",
    "NewTouch",
    "NoPlan",
    "NotAColleague",
    "NotAsShown",
    "NotNow",
    "NotOpen",
    "NotPlanned",
    "NotTheSame",
    "NothingToConfirm",
    "NothingToUndo",
    "OwnerLeft",
    "PastTheWindow",
    "PastTheirWindows",
    "RealDateNeeded",
    "Recorded",
    "RelevanceNeeded",
    "Result",
    "Retired",
    "SomethingBuiltOnIt",
    "SpreadChanged",
    "SpreadOut",
    "Together",
    "TooEarly",
    "Triggered",
    "Typed",
    "Unfitting",
    "WasErased",
    "Word",
    "add_side_prospect",
    "announce_erasures",
    "ask_to_stop",
    "bring_home",
    "change_channel",
    "change_that_confirmed",
    "choose_item",
    "close_kindly",
    "come_back",
    "complete_follow_up",
    "correct_no",
    "day_for",
    "drop_wake_up",
    "due_erasures",
    "edit_prospect",
    "erase_person",
    "fade_debriefs",
    "give_people",
    "go_away",
    "grant_permission",
    "keep_in_touch",
    "keep_person",
    "keep_silent",
    "last_change",
    "let_go",
    "lock_if_still_due",
    "lock_person",
    "log_touch",
    "mark_mailed",
    "mark_won_back",
    "merge",
    "movable_check_in",
    "needs_real_date",
    "next_row",
    "note_confirmation",
    "note_new_need",
    "open_asks",
    "outcomes_for",
    "queue_mail",
    "re_pick_days_off",
    "reassign",
    "record_no",
    "record_noes",
    "reopen",
    "retire_user",
    "set_automatic",
    "skip",
    "snooze",
    "snooze_together",
    "spread_out_days",
    "take_no_back",
    "take_queued_back",
    "trigger_wake_up",
    "undo",
    "undo_change",
    "unsubscribe",
    "withdraw_permission",
]
