"""What the library shows: its items, filters, and for one item who would be glad of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.days import plain_day_and_year
from common.text import clean_line
from followups.kinds import Direction
from followups.models import Touch
from followups.useful import fits_of, glad_of
from library.kinds import Purpose
from library.labels import FORMS, PURPOSES
from library.models import Topic, ValueItem
from nurture.figures import Figures, figures_of

PAGE = 50
MOST_TOPICS = 12
ASIDE = "aside"


@dataclass(frozen=True)
class Filters:
    """What the address of the library asks for."""

    q: str = ""
    topic: str = ""
    purpose: str = ""
    shown: str = ""
    after: str = ""

    def address(self, **changes: str) -> str:
        """The query string for the same filters with some changed; none, if there are none."""
        values = replace(self, **{"after": "", **changes}).__dict__
        query = urlencode({name: value for name, value in values.items() if value})
        return f"?{query}" if query else ""


@dataclass(frozen=True)
class Chip:
    """One filter that is one press away."""

    label: str
    count: int
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class ItemLine:
    """An item in the list."""

    item: ValueItem
    url: str
    facts: str
    fits: str


@dataclass(frozen=True)
class Reaches:
    """Somebody an item would be for: why, and where it is noted that they got it."""

    name: str
    organisation: str
    url: str
    said: str
    had: str
    send_url: str


def filters_from(data: Mapping[str, Any]) -> Filters:
    """What was asked for; what makes no sense is left out."""
    topic, after = (_uuid(data.get(name, "")) for name in ("topic", "after"))
    purpose, shown = data.get("purpose", ""), data.get("shown", "")
    return Filters(
        q=clean_line(data.get("q", ""))[:200],
        topic=topic,
        purpose=purpose if purpose in set(Purpose) else "",
        shown=shown if shown == ASIDE else "",
        after=after,
    )


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def library_context(user: User, filters: Filters, chosen: ValueItem | None) -> dict[str, Any]:
    """The list with its filters, `chosen` marked in it."""
    found = list(_found(user, filters)[: PAGE + 1])
    rows = found[:PAGE]
    following = filters.address(after=str(rows[-1].pk)) if len(found) > PAGE else ""
    return {
        "filters": filters,
        "chips": _chips(user, filters),
        "aside": _aside_chip(user, filters),
        "lines": _lines(rows, user, filters),
        "following": following,
        "chosen": chosen,
        "is_filtered": bool(filters.address()),
        "list_url": reverse("desk:library") + filters.address(),
    }


def _found(user: User, filters: Filters) -> QuerySet[ValueItem]:
    rows = ValueItem.objects.of_team(user.team_id)
    rows = rows.exclude(archived_at=None) if filters.shown == ASIDE else rows.offered()
    if filters.topic:
        rows = rows.filter(topics__topic=UUID(filters.topic))
    if filters.purpose:
        rows = rows.filter(purpose=filters.purpose)
    if filters.q:
        rows = rows.filter(Q(title__icontains=filters.q) | Q(why__icontains=filters.q))
    if filters.after and (last := ValueItem.objects.of_team(user.team_id).filter(pk=filters.after).first()):
        same = Q(created_at=last.created_at, pk__gt=last.pk)
        rows = rows.filter(Q(created_at__lt=last.created_at) | same)
    return rows


def _chips(user: User, filters: Filters) -> list[Chip]:
    """All, the topics with most items, and what is simply helpful; two queries."""
    offered = ValueItem.objects.of_team(user.team_id).offered().order_by()
    counts = offered.aggregate(all=Count("pk"), helpful=Count("pk", filter=Q(purpose=Purpose.HELPFUL)))
    everything = not (filters.topic or filters.purpose or filters.shown)
    chips = [Chip(_("All"), counts["all"], filters.address(topic="", purpose="", shown=""), everything)]
    for key, name, count in _topics(user):
        address = filters.address(topic=str(key), purpose="", shown="")
        chips.append(Chip(name, count, address, str(key) == filters.topic))
    helpful = filters.address(topic="", purpose=Purpose.HELPFUL.value, shown="")
    is_helpful = filters.purpose == Purpose.HELPFUL
    chips.append(Chip(str(PURPOSES[Purpose.HELPFUL]), counts["helpful"], helpful, is_helpful))
    return chips


def _topics(user: User) -> QuerySet[Topic, tuple[UUID, str, int]]:
    """The topics with most items: key, name, how many."""
    offered = Count("items", filter=Q(items__item__archived_at=None))
    rows = Topic.objects.filter(team=user.team_id).annotate(offered=offered).filter(offered__gt=0)
    return rows.order_by("-offered", "name").values_list("pk", "name", "offered")[:MOST_TOPICS]


def _aside_chip(user: User, filters: Filters) -> Chip | None:
    count = ValueItem.objects.filter(team=user.team_id).exclude(archived_at=None).count()
    if not count:
        return None
    address = filters.address(topic="", purpose="", shown=ASIDE)
    return Chip(_("Put aside"), count, address, filters.shown == ASIDE)


def _lines(items: list[ValueItem], user: User, filters: Filters) -> list[ItemLine]:
    fits, sent = fits_of(items, user), sent_counts(items)
    return [
        ItemLine(
            item,
            reverse("desk:value_item", args=[item.pk]) + filters.address(),
            facts_text(item, sent.get(item.pk, 0)),
            _fits_text(fits.get(item.pk, 0)) if item.archived_at is None else "",
        )
        for item in items
    ]


def sent_counts(items: Iterable[ValueItem]) -> dict[UUID, int]:
    """How often each item went out, to anybody; one query."""
    sent = Touch.objects.filter(value_item__in=list(items), direction=Direction.OUT).order_by()
    counted = sent.values("value_item").annotate(times=Count("pk"))
    return dict(counted.values_list("value_item", "times"))


def facts_text(item: ValueItem, sent: int) -> str:
    """What it is and how often it went out, in one line."""
    parts = [str(FORMS[item.form]) if item.form in FORMS else ""]  # type: ignore[index]
    if not item.is_helpful():
        parts.insert(0, str(PURPOSES[Purpose.PITCH]))
    parts.append(
        ngettext("sent once", "sent %(count)d times", sent) % {"count": sent} if sent else _("not sent yet")
    )
    return " · ".join(part for part in parts if part)


def _fits_text(people: int) -> str:
    return ngettext("fits one", "fits %(count)d", people) % {"count": people} if people else ""


def item_context(item: ValueItem, user: User) -> dict[str, Any]:
    """One item: what it is, and who would be glad of it."""
    names = item.topics.order_by("topic__name").values_list("topic__name", flat=True)
    glad = glad_of(item, user) if item.archived_at is None else ()
    people = [_reaches(one.prospect, one.shared, one.had_on, item) for one in glad]
    return {
        "item": item,
        "topics": list(names),
        "purpose_label": PURPOSES[Purpose(item.purpose)],
        "facts": capfirst(facts_text(item, sent_counts([item]).get(item.pk, 0))),
        "day": plain_day_and_year(item.dated_on) if item.dated_on else "",
        "by_mail": _by_mail_text(figures_of(item), counts_opens=user.team.counts_opens),
        "glad": people,
        "waiting": sum(not one.had for one in people),
    }


def _by_mail_text(figures: Figures, *, counts_opens: bool) -> str:
    """What came of the mails of the app; empty as long as none left."""
    if not figures.sent:
        return ""
    count = {"count": figures.sent}
    parts = [ngettext("mailed by the app once", "mailed by the app %(count)d times", figures.sent) % count]
    if counts_opens:
        parts.append(_("%(count)d opened") % {"count": figures.opened})
    parts.append(_("%(count)d answered within two weeks") % {"count": figures.answered})
    parts.append(_("%(count)d unsubscribed within two weeks") % {"count": figures.unsubscribed})
    return capfirst(" · ".join(parts))


def _reaches(person: Any, shared: tuple[str, ...], had_on: date | None, item: ValueItem) -> Reaches:
    return Reaches(
        name=person.name,
        organisation=person.organisation.name if person.organisation else "",
        url=person.get_absolute_url(),
        said=", ".join(shared),
        had=_("sent %(day)s") % {"day": plain_day_and_year(had_on)} if had_on else "",
        send_url=f"{person.get_absolute_url()}?item={item.pk}#useful",
    )
