"""What the page says before two rows of one person become one: field by field, and what is planned then."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.countries import COUNTRIES
from accounts.models import User
from common.days import plain_day_and_year
from desk.people import Filters, people_page
from desk.sentences import day_text, what_text, when_text
from followups.joining import Joined
from followups.kinds import EndedWhy, Kind
from followups.models import FollowUp, FollowUpPlan
from followups.scheduling import Planned
from prospects.joining import joined_columns, withdrawn_by_either
from prospects.labels import PACES, PERMISSION_CHANNELS, PRIORITIES, RELATIONS
from prospects.matching import similar_prospects
from prospects.models import Organisation, Prospect
from prospects.new_no import Who

MOST_FOUND = 12
# In the order of a person's page.
LABELS: dict[str, LazyText] = {
    "name": gettext_lazy("Name"),
    "also_called": gettext_lazy("Also written as"),
    "title": gettext_lazy("Role"),
    "organisation_id": gettext_lazy("Organisation"),
    "is_decision_maker": gettext_lazy("Decision maker"),
    "relation": gettext_lazy("To us they are"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "form_of_address": gettext_lazy("How you address them"),
    "postal_address": gettext_lazy("Postal address"),
    "country": gettext_lazy("Country"),
    "region": gettext_lazy("Region"),
    "language": gettext_lazy("Language"),
    "time_zone": gettext_lazy("Time zone"),
    "pace": gettext_lazy("Pace"),
    "priority": gettext_lazy("What comes first for them"),
    "personal_cues": gettext_lazy("Of themselves"),
    "wanted_from_our_time": gettext_lazy("From our time"),
    "learned": gettext_lazy("Learned since"),
    "is_reference": gettext_lazy("Would speak for us"),
    "reference_for": gettext_lazy("About what"),
    "referred_by_id": gettext_lazy("Named by"),
    "succeeds_id": gettext_lazy("Took the chair of"),
}
CODES: dict[str, dict[str, object]] = {
    "country": {str(code): words for code, words in COUNTRIES.items()},
    "relation": {str(code): words for code, words in RELATIONS.items()},
    "pace": {str(code): words for code, words in PACES.items()},
    "priority": {str(code): words for code, words in PRIORITIES.items()},
}


@dataclass(frozen=True)
class FieldLine:
    """One field: what stands here, what stood there, and what it is afterwards."""

    label: str
    here: str
    there: str
    then: str
    # A second name stays as a hint.
    kept_elsewhere: bool = False

    @property
    def goes(self) -> bool:
        """Whether what stood there is in no field afterwards."""
        return not self.kept_elsewhere and not set(self.there.splitlines()) <= set(self.then.splitlines())


@dataclass(frozen=True)
class Candidate:
    """Somebody of the team who may be the same person."""

    id: UUID
    name: str
    work: str
    owner: str
    same_address: bool


def candidates(keep: Prospect, viewer: User, typed: str, today: date) -> list[Candidate]:
    """Those found by what was typed; without it the same address first, then names that look alike."""
    if typed:
        ids = [row.id for row in people_page(viewer, Filters(q=typed), today, MOST_FOUND).rows]
    else:
        same = Prospect.objects.of_address(keep.team_id, keep.email).order_by("created_at", "pk")
        alike = similar_prospects(viewer, Who(name=keep.name))
        ids = [*same.values_list("pk", flat=True)[:MOST_FOUND], *(match.id for match in alike)]
    rows = Prospect.objects.visible_to(viewer).select_related("organisation", "owner").in_bulk(ids)
    return [_candidate(rows[pk], keep) for pk in dict.fromkeys(ids) if pk in rows and pk != keep.pk]


def _candidate(row: Prospect, keep: Prospect) -> Candidate:
    work = ", ".join(text for text in (row.title, row.organisation.name if row.organisation else "") if text)
    return Candidate(
        row.pk, row.name, work, row.owner.get_full_name(), bool(keep.email) and row.email == keep.email
    )


def field_lines(joined: Joined) -> list[FieldLine]:
    """The fields in which the two differ."""
    keep, gone, changed = joined.keep, joined.gone, joined_columns(joined.keep, joined.gone)
    lines = []
    for name, label in LABELS.items():
        here, there = _words(name, getattr(keep, name)), _words(name, getattr(gone, name))
        then = _words(name, changed.get(name, getattr(keep, name)))
        if (there and there != here) or then != here:
            hint = changed.get("also_called") if name == "name" else None
            lines.append(FieldLine(str(label), here, there, then, kept_elsewhere=hint == there))
    return lines


def _words(name: str, value: object) -> str:
    if not value:
        return ""
    if value is True:
        return _("yes")
    if name == "organisation_id":
        return Organisation.objects.values_list("name", flat=True).get(pk=str(value))
    if name in {"referred_by_id", "succeeds_id"}:
        return Prospect.objects.values_list("name", flat=True).get(pk=str(value))
    return str(CODES.get(name, {}).get(str(value), value))


def joins_text(gone: Prospect) -> str:
    """What comes along, counted."""
    noes, deals = gone.losses.count(), gone.deals.count()
    touches, promises = gone.touches.count(), gone.promises.count()
    counted = (
        (noes, ngettext("%(count)d no", "%(count)d noes", noes)),
        (deals, ngettext("%(count)d deal", "%(count)d deals", deals)),
        (touches, ngettext("%(count)d touch", "%(count)d touches", touches)),
        (promises, ngettext("%(count)d promise", "%(count)d promises", promises)),
    )
    return ", ".join(words % {"count": count} for count, words in counted if count)


def plan_lines(joined: Joined, today: date) -> list[str]:
    """What is planned afterwards, and what is not any more."""
    if joined.stopped_on:
        day = plain_day_and_year(joined.stopped_on)
        return [
            _("They asked one of you to stop, %(day)s. That holds: every plan ends, nothing is planned.")
            % {"day": day}
        ]
    if joined.ends == EndedWhy.CLOSED:
        return [_("They wanted no further contact, and nothing was heard since. That holds: the plan ends.")]
    if joined.stands is None:
        return [_("Neither has a running plan. Nothing is planned.")]
    lines = [_("Next: %(what)s") % {"what": _step_text(joined.stands, joined.moved, today)}]
    if joined.moved:
        lines.append(_("It moves from %(day)s.") % {"day": day_text(joined.stands.due_on, today)})
    if joined.goes:
        lines.append(_("No longer planned: %(what)s") % {"what": _step_text(joined.goes, None, today)})
    return lines


def _step_text(step: FollowUp, moved: Planned | None, today: date) -> str:
    loss = step.loss
    what = what_text(step.kind, loss.conversation if loss else "", step.manner or None, agreed=step.is_agreed)
    return f"{what}, {when_text(moved or _as_planned(step), today)}"


def _as_planned(step: FollowUp) -> Planned:
    return Planned(Kind(step.kind), step.opens_on, step.due_on, step.closes_on)


def permission_lines(joined: Joined) -> list[str]:
    """Channels granted on one row and withdrawn on the other: the stricter word holds."""
    if joined.stopped_on:
        return []
    return [
        _("%(channel)s: withdrawn on one of them. That holds.") % {"channel": PERMISSION_CHANNELS[channel]}
        for channel in withdrawn_by_either(joined.keep, joined.gone)
    ]


def plan_text(person: Prospect, today: date) -> str:
    """What is planned for a person as they stand, in a line."""
    step = FollowUp.objects.filter(prospect=person).open().standing().select_related("loss").first()
    if step:
        return _step_text(step, None, today)
    plan = FollowUpPlan.objects.filter(prospect=person).order_by("-created_at").first()
    return plan.get_ended_why_display() if plan and plan.ended_why else _("Nothing is planned.")
