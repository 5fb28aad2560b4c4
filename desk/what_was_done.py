"""Who did what to a person and when, and whether it can be taken back; newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise as LazyText
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.changes import Change, SomethingBuiltOnIt, WasErased, standing
from accounts.models import User
from accounts.policy import Thing, may
from common.days import plain_day_and_year
from desk.sentences import day_text
from followups.actions import OF_MANAGERS, OF_THEIR_MAKERS, UNDOABLE, UNDOABLE_CHANGES
from followups.changes_about import changes_about
from followups.kinds import Kind, Outcome
from followups.labels import CHANNELS, KINDS, OUTCOMES
from followups.models import FollowUp
from prospects.models import Prospect

PAGE = 30

ACTS: dict[str, LazyText] = {
    "record_no": gettext_lazy("A “no” was logged"),
    "correct_no": gettext_lazy("A “no” was put right"),
    "confirm": gettext_lazy("What was agreed went out in writing"),
    "log_touch": gettext_lazy("A touch was noted"),
    "choose_item": gettext_lazy("What goes out was chosen"),
    "propose_mail": gettext_lazy("Something useful was proposed, by mail of the app"),
    "reword_mail": gettext_lazy("The words of a useful mail were changed"),
    "approve_mail": gettext_lazy("A useful mail was approved"),
    "decline_mail": gettext_lazy("A useful mail: not this one"),
    "take_back_mail": gettext_lazy("A useful mail was taken back before it left"),
    "mail_left": gettext_lazy("A useful mail left"),
    "drop_mail": gettext_lazy("A useful mail did not leave"),
    "reassign_mail": gettext_lazy("A useful mail waits for the glance of a colleague"),
    "automatic_on": gettext_lazy("Useful mails go to them by themselves"),
    "automatic_off": gettext_lazy("Useful mails go to them by themselves no more"),
    "grant_permission": gettext_lazy("What they agreed to was noted"),
    "withdraw_permission": gettext_lazy("What they took back was noted"),
    "unsubscribe": gettext_lazy("No more of what the app sends: unsubscribed by the link in a mail"),
    "change_preferences": gettext_lazy("They changed what they want to hear, on their own page"),
    "confirm_in_writing": gettext_lazy("They confirmed in writing what they had said"),
    "stop_on_page": gettext_lazy("They stopped everything, on their own page"),
    "raise_hand": gettext_lazy("They would like to talk"),
    "note_feedback": gettext_lazy("They told what decided it"),
    "ask_to_stop": gettext_lazy("They asked you to stop"),
    "keep_in_touch": gettext_lazy("How often you keep in touch was changed"),
    "edit_prospect": gettext_lazy("What is known of them was changed"),
    "add_side_prospect": gettext_lazy("They were added"),
    "reopen_deal": gettext_lazy("A deal was opened again"),
    "win_deal": gettext_lazy("They said yes"),
    "record_win": gettext_lazy("A yes was noted"),
    "let_deal_go": gettext_lazy("A deal was closed kindly"),
    "close_kindly": gettext_lazy("The door was closed kindly"),
    "keep_silent": gettext_lazy("You stay in touch, although nobody answers"),
    "new_need": gettext_lazy("A new need was noted"),
    "drop_wake_up": gettext_lazy("A wake-up was dropped"),
    "fade": gettext_lazy("A debrief nobody did was put away"),
    "re_pick": gettext_lazy("A follow-up moved off a day off"),
    "reconcile": gettext_lazy("The next check-in was planned"),
    "keep_person": gettext_lazy("They are kept, although nothing happened for long"),
    "merge": gettext_lazy("Two rows of one person became one"),
    "hand_over": gettext_lazy("They were offered to marketing"),
    "ask_giver": gettext_lazy("Marketing asked about them"),
    "answer_taker": gettext_lazy("Marketing got its answer"),
    "take_over": gettext_lazy("Marketing took them over"),
    "send_back": gettext_lazy("Marketing sent them back"),
    "withdraw_hand_over": gettext_lazy("The offer to marketing was taken back"),
    "bring_back": gettext_lazy("They are back with sales"),
    "return_on_its_day": gettext_lazy("They are back with sales, as agreed"),
}
# What people do themselves, by a link in a mail or on their own page.
BY_THEMSELVES = {
    "unsubscribe",
    "change_preferences",
    "confirm_in_writing",
    "stop_on_page",
    "raise_hand",
    "note_feedback",
}
# What was done to a follow-up, behind its kind.
ON_A_FOLLOW_UP: dict[str, LazyText] = {
    "skip": gettext_lazy("left out"),
    "snooze": gettext_lazy("put off"),
    "change_channel": gettext_lazy("another way"),
}


@dataclass(frozen=True)
class Done:
    """One act: what, by whom, when; `undo_url` where it can be taken back, with the version it needs."""

    id: UUID
    what: str
    who: str
    at: datetime
    when: str
    undo_url: str = ""
    version: int | None = None
    # Taken back since: by whom and when, and where its words can be used again.
    taken_back: str = ""
    again_url: str = ""


@dataclass(frozen=True)
class _Reader:
    """Whoever reads it, on their clock."""

    viewer: User
    today: date

    def who(self, actor: User | None) -> str:
        """Who did something."""
        if actor is None:
            return _("the app")
        return _("you") if actor == self.viewer else actor.get_full_name()

    def day(self, at: datetime) -> str:
        """On which day."""
        return day_text(at.astimezone(self.viewer.zone()).date(), self.today)

    def when(self, at: datetime) -> str:
        """To the minute."""
        here = at.astimezone(self.viewer.zone())
        return f"{plain_day_and_year(here.date())}, {here:%H:%M}"


def done_page(person: Prospect, viewer: User, today: date, before: str = "") -> tuple[list[Done], str]:
    """A page of what was done, and the mark of the next one ("" at the end)."""
    rows = list(_acts(person, viewer, before)[: PAGE + 1])
    shown, following = rows[:PAGE], ""
    if len(rows) > PAGE:
        following = f"{shown[-1].at.isoformat()}|{shown[-1].pk}"
    follow_ups = FollowUp.objects.in_bulk([act.object_id for act in shown])
    stand = _still_standing(shown)
    reader = _Reader(viewer, today)
    return [_done(act, follow_ups.get(act.object_id), reader, stand) for act in shown], following


def _acts(person: Prospect, viewer: User, before: str) -> "QuerySet[Change]":
    """Everything but the taking back itself; a debrief is its author's own."""
    acts = changes_about(person).exclude(action="undo").select_related("actor", "undone_by__actor")
    debriefs = FollowUp.objects.filter(prospect=person, kind=Kind.DEBRIEF).values("pk")
    acts = acts.exclude(Q(object_id__in=debriefs) & (Q(actor__isnull=True) | ~Q(actor=viewer)))
    at, _bar, pk = before.partition("|")
    day, key = _instant(at), _uuid(pk)
    if day and key:
        acts = acts.filter(Q(at__lt=day) | Q(at=day, pk__lt=key))
    return acts.order_by("-at", "-pk")


def _instant(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _still_standing(acts: Iterable[Change]) -> set[UUID]:
    """Those that can be taken back as far as their rows tell. A no may have been put right since, and what
    merely moved its rows does not count: whether something builds on it is found out when it is asked for."""
    undoable = {*UNDOABLE, *UNDOABLE_CHANGES}
    asked = [act for act in acts if act.action in undoable and not hasattr(act, "undone_by")]
    noes = {act.pk for act in asked if act.action == "record_no"}
    return noes | standing(act for act in asked if act.pk not in noes)


def _done(act: Change, row: FollowUp | None, reader: _Reader, stand: set[UUID]) -> Done:
    undone = getattr(act, "undone_by", None)
    can_undo = act.pk in stand and (act.action not in UNDOABLE or row is not None)
    can_undo = can_undo and (act.action not in OF_MANAGERS or may(reader.viewer, Thing.MERGING))
    is_anothers = act.actor_id != reader.viewer.pk and not reader.viewer.is_manager
    can_undo = can_undo and not (is_anothers and act.action in OF_THEIR_MAKERS)
    return Done(
        id=act.pk,
        what=act_text(act, row),
        who=_("they themselves") if act.action in BY_THEMSELVES else reader.who(act.actor),
        at=act.at,
        when=reader.when(act.at),
        undo_url=_undo_url(act) if can_undo else "",
        version=row.version if row and act.action in UNDOABLE else None,
        taken_back=_taken_back(undone, reader) if undone else "",
        again_url=words_url(act) if undone and _may_use(act, undone, reader.viewer) else "",
    )


def _undo_url(act: Change) -> str:
    if act.action in UNDOABLE:
        return f"/followups/{act.object_id}/undo/"
    return f"/losses/{act.object_id}/undo/" if act.action == "record_no" else f"/changes/{act.pk}/undo/"


def _may_use(act: Change, undone: Change, viewer: User) -> bool:
    return act.action == "record_no" and viewer.pk in {act.actor_id, undone.actor_id}


def _taken_back(undone: Change, reader: _Reader) -> str:
    facts = {"who": reader.who(undone.actor), "day": reader.day(undone.at)}
    return _("Taken back: %(who)s, %(day)s") % facts


def act_text(act: Change, row: FollowUp | None) -> str:
    """What was done, in a few words; `row` is the follow-up it was done to, if it was one."""
    if row is not None and act.action in {"complete", *ON_A_FOLLOW_UP}:
        how = ON_A_FOLLOW_UP.get(act.action) or OUTCOMES[_outcome(act, row)]
        return f"{KINDS[Kind(row.kind)]}: {how}"
    if act.action == "log_touch":
        channel = next((cell["channel"] for _key, cell in act.after if cell and "channel" in cell), None)
        return f"{ACTS[act.action]}: {CHANNELS[channel]}" if channel in CHANNELS else str(ACTS[act.action])
    return str(ACTS.get(act.action) or _("Something was changed"))


def _outcome(act: Change, row: FollowUp) -> Outcome:
    """The outcome it was completed with, whatever stands there now."""
    written = dict(act.after).get(f"{FollowUp._meta.label_lower}:{row.pk}") or {}
    return Outcome(written.get("outcome") or Outcome.DONE)


def why_not(refusal: SomethingBuiltOnIt, viewer: User, today: date) -> str:
    """Why something can't be taken back: what was built on it, by whom and when."""
    if isinstance(refusal, WasErased):
        return _("This can't be taken back: what was known of it has been erased.")
    later = refusal.later
    if later is None:
        return _("This can't be taken back: something was done since that builds on it.")
    row = FollowUp.objects.filter(pk=later.object_id).first()
    if row and row.kind == Kind.DEBRIEF and later.actor != viewer:
        return _("This can't be taken back: something was done since that builds on it.")
    reader = _Reader(viewer, today)
    facts = {"act": act_text(later, row), "who": reader.who(later.actor), "day": reader.day(later.at)}
    text = _("This can't be taken back yet. Since then: “%(act)s”, %(who)s, %(day)s.") % facts
    if later.action in {*UNDOABLE, *UNDOABLE_CHANGES}:
        text = " ".join((text, _("Take that back first.")))
    return text


def with_the_list(text: str, person: Prospect) -> str:
    """A sentence and the way to everything that was done to a person."""
    address = f"{person.get_absolute_url()}done/"
    return format_html('{} <a href="{}">{}</a>', text, address, _("What was done"))


def no_taken_back(logged: Change) -> str:
    """What is said of a no that is gone, and the way to log it for the person it was about."""
    text = _("Taken back, with everything that was planned for it.")
    return format_html('{} <a href="{}">{}</a>', text, words_url(logged), _("Log it for the right person"))


def looked_back_text() -> str:
    """Why a no stays: a debrief of somebody else hangs on it. Whose, and what it says, is theirs."""
    return _("This can't be taken back: somebody has looked back on this no. That is theirs to keep.")


def words_url(logged: Change) -> str:
    """The form of a no, beginning with the words of one that was taken back."""
    return f"{reverse('desk:no')}?words_of={logged.pk}"
