"""The only doors through which follow-ups change; a file per flow."""

from accounts.changes import SomethingBuiltOnIt, WasErased
from followups.actions.asks import open_asks
from followups.actions.batons import BatonMoved, bring_back_baton
from followups.actions.bringing_back import bring_back, return_on_their_day
from followups.actions.bringing_people import Arrival, Arrived, Became, Welcome, bring_people
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
from followups.actions.handing_over import (
    NewHandOver,
    NotHandedOver,
    answer_taker,
    ask_giver,
    hand_over,
    may_take,
    send_back,
    withdraw_hand_over,
)
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
from followups.actions.noting_feedback import note_feedback
from followups.actions.permitting import (
    AskedToStop,
    Word,
    ask_to_stop,
    grant_permission,
    withdraw_permission,
)
from followups.actions.plans import SIDE_WINDOW, OwnerLeft, lock_owners
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
from followups.actions.preferring import (
    Pause,
    Wishes,
    confirm_in_writing,
    note_wishes,
    said_aloud,
    stop_on_page,
)
from followups.actions.raising_hand import (
    RAISED_HAND_MAIL,
    HandNotTaken,
    RaisedHand,
    raise_hand,
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
from followups.actions.taking_over import (
    LeftAlone,
    TakenOver,
    take_over,
    take_over_all,
    why_not_clear,
)
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
    OF_THEIR_MAKERS,
    UNDOABLE,
    UNDOABLE_CHANGES,
    NothingToUndo,
    last_change,
    undo,
    undo_change,
)
from followups.actions.unsubscribing import unsubscribe
from followups.actions.winning import MayBeTheDeclined, Won, record_win
from followups.actions.winning_many import record_wins
from followups.outcomes import outcomes_for

__all__ = [
    "OF_MANAGERS",
    "OF_THEIR_MAKERS",
    "RAISED_HAND_MAIL",
    "SIDE_WINDOW",
    "UNDOABLE",
    "UNDOABLE_CHANGES",
    "Added",
    "AgainstARule",
    "Arrival",
    "Arrived",
    "AskedToStop",
    "BatonMoved",
    "Became",
    "Completed",
    "Confirmed",
    "Corrected",
    "DateNeeded",
    "DoorClosed",
    "Erased",
    "Given",
    "Gone",
    "HandNotTaken",
    "HandsChanged",
    "JoinsOtherwise",
    "Kept",
    "Later",
    "Leaving",
    "LeftAlone",
    "Logged",
    "MayBeTheDeclined",
    "MayNotMail",
    "NewHandOver",
    "NewOwnerNeeded",
    "NewTouch",
    "NoPlan",
    "NotAColleague",
    "NotAsShown",
    "NotHandedOver",
    "NotNow",
    "NotOpen",
    "NotPlanned",
    "NotTheSame",
    "NothingToConfirm",
    "NothingToUndo",
    "OwnerLeft",
    "PastTheWindow",
    "PastTheirWindows",
    "Pause",
    "RaisedHand",
    "RealDateNeeded",
    "Recorded",
    "RelevanceNeeded",
    "Result",
    "Retired",
    "SomethingBuiltOnIt",
    "SpreadChanged",
    "SpreadOut",
    "TakenOver",
    "Together",
    "TooEarly",
    "Triggered",
    "Typed",
    "Unfitting",
    "WasErased",
    "Welcome",
    "Wishes",
    "Won",
    "Word",
    "add_side_prospect",
    "announce_erasures",
    "answer_taker",
    "ask_giver",
    "ask_to_stop",
    "bring_back",
    "bring_back_baton",
    "bring_home",
    "bring_people",
    "change_channel",
    "change_that_confirmed",
    "choose_item",
    "close_kindly",
    "come_back",
    "complete_follow_up",
    "confirm_in_writing",
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
    "hand_over",
    "keep_in_touch",
    "keep_person",
    "keep_silent",
    "last_change",
    "let_go",
    "lock_if_still_due",
    "lock_owners",
    "lock_person",
    "log_touch",
    "mark_mailed",
    "mark_won_back",
    "may_take",
    "merge",
    "movable_check_in",
    "needs_real_date",
    "next_row",
    "note_confirmation",
    "note_feedback",
    "note_new_need",
    "note_wishes",
    "open_asks",
    "outcomes_for",
    "queue_mail",
    "raise_hand",
    "re_pick_days_off",
    "reassign",
    "record_no",
    "record_noes",
    "record_win",
    "record_wins",
    "reopen",
    "retire_user",
    "return_on_their_day",
    "said_aloud",
    "send_back",
    "set_automatic",
    "skip",
    "snooze",
    "snooze_together",
    "spread_out_days",
    "stop_on_page",
    "take_no_back",
    "take_over",
    "take_over_all",
    "take_queued_back",
    "trigger_wake_up",
    "undo",
    "undo_change",
    "unsubscribe",
    "why_not_clear",
    "withdraw_hand_over",
    "withdraw_permission",
]
