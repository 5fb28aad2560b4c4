"""The thread: the whole plan as one drawing and as one list (DESIGN.md, section 2)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from common.days import plain_day, spoken_day
from desk.person_file import PersonFile
from desk.sentences import day_text, span_text, what_text
from desk.touch_words import touch_title
from followups.kinds import Channel, Kind, PlanStatus, Status
from followups.models import FollowUp, FollowUpPlan, Touch
from prospects.models import Loss

LEFT, RIGHT = 2.0, 97.0
# Two labels of one row closer than this (in percent) would run into each other.
LABEL_GAP = 9.0
MARK_GAP = 1.7


@dataclass(frozen=True)
class Mark:
    x: str
    kind: str


@dataclass(frozen=True)
class Band:
    x: str
    width: str
    state: str


@dataclass(frozen=True)
class Label:
    x: str
    text: str
    row: str
    anchor: str
    tone: str = ""


@dataclass
class Thread:
    """Context of desk/_thread_wide.html."""

    label: str
    past: str
    now: str | None
    windows: list[Band] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)


@dataclass(frozen=True)
class ThreadItem:
    """One line of desk/_thread_list.html."""

    css: str
    what: str
    when: str
    kind: str = ""
    status: str = ""
    id: UUID | None = None
    opens: date | None = None
    due: date | None = None
    closes: date | None = None


@dataclass(frozen=True)
class Story:
    """What a plan consists of, loaded once."""

    plan: FollowUpPlan
    losses: tuple[Loss, ...]
    touches: tuple[Touch, ...]
    open_rows: tuple[FollowUp, ...]

    def start(self) -> date:
        """The day the drawing begins: the first no, or else the first thing that happened."""
        touched = [touch.happened_on for touch in self.touches]
        first = [loss.said_on for loss in self.losses] or [self.plan.last_two_way_on, *touched]
        return min(first)

    def end(self, today: date) -> date:
        """The last day drawn, a little beyond the last thing planned."""
        last = max([today, *(row.closes_on for row in self.open_rows)])
        return last + timedelta(days=max((last - self.start()).days // 20, 3))


def story_of(file: PersonFile, plan: FollowUpPlan) -> Story:
    """A plan's noes, touches and open rows; one query beside the file.

    Somebody who took a chair, or stood behind a no, has the no of another person.
    """
    losses = tuple(reversed(file.losses)) or ((plan.loss,) if plan.loss else ())
    touches = [
        touch
        for touch in reversed(file.touches)
        if touch.plan_id == plan.pk and (touch.follow_up_id or touch.channel != Channel.NOTE)
    ]
    rows = plan.follow_ups.filter(status=Status.OPEN).exclude(kind=Kind.DEBRIEF).order_by("due_on")
    return Story(plan, losses, tuple(touches), tuple(rows))


class _Scale:
    """Days as percentages of the drawing."""

    def __init__(self, start: date, end: date) -> None:
        self.start = start
        self.days = max((end - start).days, 1)

    def at(self, day: date) -> float:
        return LEFT + (RIGHT - LEFT) * min(max((day - self.start).days, 0), self.days) / self.days

    def percent(self, day: date) -> str:
        return f"{self.at(day):.1f}%"


class _Labels:
    """Places labels, the important ones first; what would run into another stays away."""

    def __init__(self, scale: _Scale) -> None:
        self.scale = scale
        self.placed: list[Label] = []
        self.taken: dict[str, list[float]] = {"top": [], "bottom": []}

    def add(self, day: date, name: str, dated: str, tone: str = "") -> None:
        x = self.scale.at(day)
        for row, text in (("top", name), ("bottom", dated)):
            if text and all(abs(x - other) >= LABEL_GAP for other in self.taken[row]):
                self.taken[row].append(x)
                self.placed.append(Label(f"{x:.1f}%", text, row, _anchor(x), tone if row == "bottom" else ""))


def _anchor(x: float) -> str:
    if x < LEFT + 5:
        return "start"
    return "end" if x > RIGHT - 7 else "middle"


def thread_of(story: Story, today: date) -> Thread:
    """The drawing of a plan as of `today`."""
    scale = _Scale(story.start(), story.end(today))
    is_active = story.plan.status == PlanStatus.ACTIVE
    thread = Thread(_spoken(story, today), scale.percent(today), scale.percent(today) if is_active else None)
    labels = _Labels(scale)
    for loss in story.losses[:1]:
        labels.add(loss.said_on, _("No"), plain_day(loss.said_on))
    for row in story.open_rows:
        _draw_open(row, thread, labels, scale, today)
    if is_active:
        labels.add(today, _("Today"), "")
    for loss in story.losses:
        thread.marks.append(Mark(scale.percent(loss.said_on), "no"))
        labels.add(loss.said_on, _("No"), plain_day(loss.said_on))
    for touch in story.touches:
        thread.marks.append(Mark(_beside_others(thread, scale.at(touch.happened_on)), "done"))
        day = plain_day(touch.happened_on)
        labels.add(touch.happened_on, touch_title(touch), day)
    thread.labels = labels.placed
    return thread


def _beside_others(thread: Thread, x: float) -> str:
    """A mark's place, moved right until it does not cover another."""
    taken = {mark.x for mark in thread.marks}
    while any(abs(float(other.rstrip("%")) - x) < MARK_GAP for other in taken):
        x += MARK_GAP
    return f"{min(x, RIGHT):.1f}%"


def _draw_open(row: FollowUp, thread: Thread, labels: _Labels, scale: _Scale, today: date) -> None:
    if not row.has_window():
        kind = "meet" if row.is_agreed else "next"
        thread.marks.append(Mark(scale.percent(row.due_on), kind))
        labels.add(row.due_on, _short(row), plain_day(row.due_on))
        return
    width = max(scale.at(row.closes_on) - scale.at(row.opens_on), 1.0)
    state = "closed" if row.closes_on < today else "open" if row.opens_on <= today else "later"
    thread.windows.append(Band(scale.percent(row.opens_on), f"{width:.1f}%", state))
    middle = row.opens_on + (row.closes_on - row.opens_on) / 2
    dated = _("Check in, %(window)s") % {"window": span_text(row.opens_on, row.closes_on)}
    labels.add(middle, "", dated, "clay" if state == "closed" else "gold")


def _short(row: FollowUp) -> str:
    if row.kind == Kind.THANK_YOU:
        return _("Thank-you")
    if row.kind == Kind.AGREED_MEETING:
        return _("Meeting")
    return {
        Kind.ASK: _("Ask"),
        Kind.PROMISE: _("Promise"),
        Kind.VALUE_ITEM: _("Useful"),
        Kind.WAKE_UP: _("Wake-up"),
        Kind.REFERRAL: _("Referral"),
        Kind.CONGRATULATE: _("Congratulate"),
    }.get(Kind(row.kind), _("Check in"))


def _spoken(story: Story, today: date) -> str:
    """The whole plan in one sentence, for screen readers."""
    parts = [_("No on %(day)s.") % {"day": spoken_day(loss.said_on)} for loss in story.losses]
    parts += [f"{touch_title(touch)}, {spoken_day(touch.happened_on)}." for touch in story.touches]
    parts.append(_("Today is %(day)s.") % {"day": spoken_day(today)})
    parts += [f"{_short(row)}, {spoken_day(row.due_on)}." for row in story.open_rows]
    return " ".join(parts)


def thread_items(story: Story, today: date) -> list[ThreadItem]:
    """The same plan as a list, for phones and for whoever prefers to read."""
    dated = [(loss.said_on, 0, _no_item(loss, today)) for loss in story.losses]
    dated += [(touch.happened_on, 1, _touch_item(touch, today)) for touch in story.touches]
    past = [item for _day, _rank, item in sorted(dated, key=lambda entry: entry[:2])]
    return past + list(_planned_items(story, today))


def _no_item(loss: Loss, today: date) -> ThreadItem:
    return ThreadItem("is-no", _("No"), day_text(loss.said_on, today))


def _touch_item(touch: Touch, today: date) -> ThreadItem:
    name = touch_title(touch)
    return ThreadItem("is-done", name, day_text(touch.happened_on, today))


def _planned_items(story: Story, today: date) -> Iterable[ThreadItem]:
    conversation = story.plan.conversation() or ""
    told_by = story.plan.loss.told_by if story.plan.loss else ""
    for row in story.open_rows:
        when = day_text(row.due_on, today)
        if row.has_window():
            window = span_text(row.opens_on, row.closes_on)
            when = _("%(day)s, any day %(window)s") % {"day": when, "window": window}
        yield ThreadItem(
            css=_css(row, today),
            what=what_text(row.kind, conversation, row.manner, agreed=row.is_agreed, told_by=told_by),
            when=when,
            kind=row.kind,
            status=row.status,
            id=row.pk,
            opens=row.opens_on,
            due=row.due_on,
            closes=row.closes_on,
        )


def _css(row: FollowUp, today: date) -> str:
    if row.is_agreed:
        return "is-meet"
    if not row.has_window():
        return ""
    if row.closes_on < today:
        return "is-win closed"
    return "is-win" if row.opens_on <= today else "is-win later"
