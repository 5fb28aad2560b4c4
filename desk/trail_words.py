"""What is said of each act in the audit trail of a team, and which acts belong together."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.changes import Change
from accounts.models import Team
from desk.what_was_done import ACTS, act_text
from followups.models import FollowUp

# Of a follow-up that is gone with what made it; of one that stands, its kind is said.
OF_FOLLOW_UPS: dict[str, LazyText] = {
    "complete": gettext_lazy("A follow-up was done"),
    "skip": gettext_lazy("A follow-up was left out"),
    "snooze": gettext_lazy("A follow-up was put off"),
    "change_channel": gettext_lazy("A follow-up goes another way"),
}
WITH_PEOPLE: dict[str, LazyText] = {
    **ACTS,
    "keep_silent": gettext_lazy("Staying in touch, although nobody answers"),
    "ask_to_stop": gettext_lazy("They asked to be left alone"),
    "merge": gettext_lazy("Two rows of one person became one"),
    "erase": gettext_lazy("A person was erased"),
    "keep_person": gettext_lazy("A person is kept longer"),
}
OF_PLANNING: dict[str, LazyText] = {
    **OF_FOLLOW_UPS,
    "bring_home": gettext_lazy("Follow-ups went back after days away"),
    "come_back": gettext_lazy("Days away were taken back"),
    "go_away": gettext_lazy("Days away were noted"),
    "reassign": gettext_lazy("People were given to a colleague"),
    "take_over_all": gettext_lazy("Marketing took people over"),
    "reconcile_owner": gettext_lazy("A follow-up without an owner was given to one"),
    "snooze_together": gettext_lazy("Several follow-ups were put off"),
    "spread_out": gettext_lazy("Crowded days were spread out"),
    "trigger_wake_up": gettext_lazy("What people waited for has happened"),
}
OF_SETTINGS: dict[str, LazyText] = {
    "change_settings": gettext_lazy("Settings were changed"),
    "add_reason": gettext_lazy("A reason was added"),
    "rename_reason": gettext_lazy("A reason was renamed"),
    "archive_reason": gettext_lazy("A reason is no longer offered"),
    "restore_reason": gettext_lazy("A reason is offered again"),
    "decide_quarter": gettext_lazy("What the team changes was decided"),
    "note_kept": gettext_lazy("Whether what was decided was kept was noted"),
    "set_line": gettext_lazy("An exit line was written"),
    "reset_line": gettext_lazy("An exit line went back to ours"),
}
OF_ACCOUNTS: dict[str, LazyText] = {
    "invite": gettext_lazy("Somebody was invited"),
    "send_invitation_again": gettext_lazy("An invitation was sent again"),
    "revoke_invitation": gettext_lazy("An invitation was withdrawn"),
    "accept_invitation": gettext_lazy("An invitation was accepted"),
    "change_roles": gettext_lazy("Roles were changed"),
    "deactivate": gettext_lazy("A member was deactivated"),
    "reactivate": gettext_lazy("A member was let in again"),
    "leave_team": gettext_lazy("A member left the team"),
    "end_sessions": gettext_lazy("Signed out elsewhere"),
    "change_password": gettext_lazy("The password was changed"),
    "reset_password": gettext_lazy("The password was changed by a link from a mail"),
    "set_password": gettext_lazy("A password was set"),
    "change_address": gettext_lazy("The address for signing in was changed"),
    "add_passkey": gettext_lazy("A passkey was added"),
    "remove_passkey": gettext_lazy("A passkey was removed"),
    "turn_on_codes": gettext_lazy("Codes from an app were switched on"),
    "turn_off_codes": gettext_lazy("Codes from an app were switched off"),
    "make_recovery_codes": gettext_lazy("New recovery codes were made"),
    "drop_recovery_codes": gettext_lazy("The recovery codes were dropped"),
    "remove_second_step": gettext_lazy("The second step of signing in was removed on the server"),
    "make_api_token": gettext_lazy("An API token was made"),
    "revoke_api_token": gettext_lazy("An API token was revoked"),
    "revoke_api_tokens": gettext_lazy("All API tokens were revoked"),
    "make_calendar_address": gettext_lazy("A calendar address was made"),
    "turn_off_calendar_address": gettext_lazy("The calendar address was turned off"),
    "revoke_mailed_links": gettext_lazy("The links in mails were switched off"),
    "take_team_along": gettext_lazy("The team was taken along as files"),
    "take_people_along": gettext_lazy("People were taken along as files"),
    "bring_all_back": gettext_lazy("Everything was brought back from files"),
}
OF_LIBRARY: dict[str, LazyText] = {
    "add_item": gettext_lazy("Something worth sending was added"),
    "edit_item": gettext_lazy("Something worth sending was changed"),
    "archive_item": gettext_lazy("Something worth sending was put aside"),
    "restore_item": gettext_lazy("Something worth sending is offered again"),
}
OF_MAIL: dict[str, LazyText] = {
    "send_held_mail": gettext_lazy("A held mail was sent once more"),
    "drop_held_mail": gettext_lazy("A held mail was dropped"),
    "held_mail_arrived": gettext_lazy("A held mail arrived after all"),
    "lift_bounce": gettext_lazy("Mail that came back is tried again"),
}
GROUPS: dict[str, tuple[LazyText, Mapping[str, LazyText]]] = {
    "people": (gettext_lazy("People and their noes"), WITH_PEOPLE),
    "planning": (gettext_lazy("Planning"), OF_PLANNING),
    "settings": (gettext_lazy("Settings"), OF_SETTINGS),
    "accounts": (gettext_lazy("Members and sign-in"), OF_ACCOUNTS),
    "library": (gettext_lazy("Library"), OF_LIBRARY),
    "mail": (gettext_lazy("Mail"), OF_MAIL),
}
WORDS: dict[str, LazyText] = {
    action: said for _label, group in GROUPS.values() for action, said in group.items()
}
UNDO = "undo"


def what_was_done(change: Change, row: FollowUp | None) -> str:
    """An act in a few words; `row` is the follow-up it was about, if it was one and is still there.

    An act nobody has words for is "something": the page says who, when and about whom all the same.
    """
    if change.action == UNDO:
        undone = change.undoes
        return _("Taken back: %(act)s") % {"act": what_was_done(undone, row)} if undone else _("Taken back")
    if change.action in OF_FOLLOW_UPS and row is not None and not change.erased_at:
        return act_text(change, row)
    if change.action == "log_touch":
        return act_text(change, None)
    if change.action == "change_settings" and change.object_type == Team._meta.label_lower:
        return _("The team's settings were changed")
    return str(WORDS.get(change.action) or _("Something was changed"))
