"""While a no is logged: what one wrote, or a colleague shared, after a similar one."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from desk.forms.no import NoForm
from insights.lessons import lesson_for
from insights.similar import Likeness


@dataclass(frozen=True)
class RememberedLesson:
    """A sentence, and what stands before it."""

    lead: str
    text: str


def remembered(form: NoForm, user: User) -> RememberedLesson | None:
    """The lesson that fits what was filled in so far; nothing before a kind of no is chosen. Needs is_valid()
    to have run."""
    conversation = form.cleaned_data.get("conversation")
    if conversation is None:
        return None
    reason_id, _further = form.reason_ids()
    _main, named = form.competitors_named()
    competitors = frozenset(name.casefold() for name in named)
    stage = form.cleaned_data.get("stage") or ""
    lesson = lesson_for(Likeness(conversation, reason_id, competitors, stage), user)
    if lesson is None:
        return None
    lead = _("Last time you wrote:") if lesson.is_own else _("A colleague shared:")
    return RememberedLesson(lead, lesson.text)
