"""What a page passes on to the doors of a follow-up, signed in or by a mailed link, and what they refuse."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from desk.contact_words import reason_text
from desk.forms.acts import LaterForm, OutcomeForm
from followups import actions
from followups.kinds import Kind
from followups.models import FollowUp
from insights.looking_back import complete_debrief
from prospects.models import InvalidTransition


class NotMoved(Exception):
    """A follow-up stays where it is; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def complete(
    row: FollowUp, form: OutcomeForm, *, by: User, now: datetime, version: int | None
) -> actions.Completed | None:
    """Save a valid form; None when something stands against it, which the form then says. Raises NotOpen."""
    today = row.owner.today(now)
    try:
        act = complete_debrief if row.kind == Kind.DEBRIEF else actions.complete_follow_up
        return act(row.pk, form.result(), by=by, today=today, now=now, expected_version=version)
    except (InvalidTransition, actions.NotNow, actions.RelevanceNeeded) as refusal:
        _explain(form, refusal, by.today(now))
        return None


def _explain(form: OutcomeForm, refusal: Exception, today: date) -> None:
    """Why it was not saved, beside what would help."""
    if isinstance(refusal, actions.RelevanceNeeded):
        form.add_error("relevance", _("Say in a few words why it matters to them."))
    elif isinstance(refusal, actions.NotNow) and refusal.may_override:
        form.add_error("override_reason", _("Say in a few words why you do it all the same."))
    elif isinstance(refusal, actions.NotNow):
        form.add_error(None, reason_text(refusal.blocked, today))
    else:
        form.add_error(None, _("The deal behind this is not waiting for a yes any more."))


def put_off(row: FollowUp, form: LaterForm, *, by: User, now: datetime, version: int | None) -> FollowUp:
    """Move it to the day the form names.

    Raises NotMoved with a sentence, NotOpen, and PastTheWindow and AgainstARule where it is asked once more.
    """
    if not form.is_valid():
        raise NotMoved(str(form.errors["until"][0]) if "until" in form.errors else _("Choose a day."))
    try:
        return actions.snooze(
            row.pk,
            form.cleaned_data["until"],
            by=by,
            today=row.owner.today(now),
            now=now,
            expected_version=version,
            past_window_is_fine=form.cleaned_data["past_window"],
            against_rule_is_fine=form.cleaned_data["all_the_same"],
        )
    except actions.RealDateNeeded:
        raise NotMoved(_("Put off twice already. Pick the day you will really do it.")) from None
    except actions.TooEarly:
        raise NotMoved(_("Choose a day after today.")) from None
