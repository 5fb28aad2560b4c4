"""What of the library would help somebody, on their page: the best few, why, and sending one by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from accounts.models import User
from desk.contact_words import blocked_text
from desk.drafts import THIS_MAY_HELP, USEFUL
from desk.letters import mailto, sms
from desk.sentences import day_text
from desk.written import Letter
from followups.contact_history import history_of, limits_of
from followups.contact_rules import Actor, Blocked, give_before_ask, judge
from followups.contacts import Closed, Contact, History, would_answer
from followups.kinds import TOUCH_OF, Channel, Kind, TouchKind
from followups.models import FollowUp
from followups.useful import Useful, useful_for
from library.kinds import Purpose
from library.labels import FORMS
from library.matching import Why
from library.models import ValueItem
from nurture.words import THOUGHT_OF_YOU
from prospects.greeting import salute
from prospects.lines import language_for, text_in
from prospects.models import Prospect

MOST = 3
MOST_TO_CHOOSE = 6
WHY: Mapping[Why, LazyText] = {
    Why.HELPFUL: gettext_lazy("just helpful"),
    Why.ABOUT_OUR_WORK: gettext_lazy("about our work"),
    Why.THEIR_LANGUAGE: gettext_lazy("in their language"),
    Why.NEW: gettext_lazy("new"),
    Why.SOMETHING_ELSE: gettext_lazy("something else than last time"),
}


@dataclass(frozen=True)
class UsefulLine:
    """One proposal: what, why in words, and where it is sent from."""

    id: UUID
    title: str
    url: str
    form: str
    why: str
    send_url: str


@dataclass(frozen=True)
class ToSend:
    """An item chosen for somebody: words to begin from, why it is for them, what stands against it today."""

    item: ValueItem
    letter: Letter
    why: str
    kind: TouchKind
    rule: str
    is_final: bool
    # The planned "something useful" that has nothing chosen yet, and its day.
    planned: FollowUp | None
    planned_on: str


@dataclass(frozen=True)
class ItemChoice:
    """What could go out with a planned "something useful"; once it is chosen, words to send it with."""

    lines: list[UsefulLine]
    waits: str
    chosen: ValueItem | None = None
    letter: Letter | None = None


def item_choice(row: FollowUp, viewer: User, today: date) -> ItemChoice | None:
    """What is offered on the page of an open follow-up of that kind; None on others."""
    if row.kind != Kind.VALUE_ITEM or not row.is_open():
        return None
    person = row.prospect
    if row.value_item:
        letter = _letter(row.value_item, person, viewer, next(iter(_shared(row.value_item, person)), ""))
        return ItemChoice([], "", row.value_item, letter)
    history = history_of(person, but=row)
    lines = useful_lines(person, history, today, most=MOST_TO_CHOOSE)
    return ItemChoice(lines, waiting_text(person, history, today))


def useful_lines(person: Prospect, history: History, today: date, most: int = MOST) -> list[UsefulLine]:
    """The best few for their page; none where nobody may send them anything."""
    if history.closed in {Closed.STOPPED, Closed.SUPPRESSED, Closed.NO, Closed.LET_GO}:
        return []
    return [_line(one, person) for one in useful_for(person, history, today=today, most=most)]


def _line(useful: Useful, person: Prospect) -> UsefulLine:
    return UsefulLine(
        id=useful.item_id,
        title=useful.title,
        url=reverse("desk:value_item", args=[useful.item_id]),
        form=capfirst(str(FORMS[useful.form])),
        why=why_text(useful),
        send_url=f"{person.get_absolute_url()}?item={useful.item_id}#useful",
    )


def why_text(useful: Useful) -> str:
    """Why it is proposed: the topics in common first."""
    topics = ", ".join(f"“{name}”" for name in useful.shared)
    cares = ngettext("cares about %(topics)s", "cares about %(topics)s", len(useful.shared))
    return " · ".join([cares % {"topics": topics}, *(str(WHY[code]) for code in useful.match.why)])


def waiting_text(person: Prospect, history: History, today: date) -> str:
    """What still has to come before something about our work; empty when nothing has."""
    missing = give_before_ask(history, today, limits_of(person.team)).missing
    if not missing:
        return ""
    return ngettext(
        "What is about your work waits for one more that simply helps.",
        "What is about your work waits for %(count)d that simply help.",
        missing,
    ) % {"count": missing}


def chosen_item(viewer: User, typed: str) -> ValueItem | None:
    """The item of the team an address names."""
    try:
        pk = UUID(typed)
    except ValueError:
        return None
    return ValueItem.objects.of_team(viewer.team_id).filter(pk=pk).first()


def to_send(item: ValueItem, person: Prospect, viewer: User, history: History, today: date) -> ToSend:
    """What the page shows for an item that was chosen for somebody."""
    shared = _shared(item, person)
    kind = TOUCH_OF[Purpose(item.purpose)]
    wanted = Contact(today, touch=kind, channel=Channel.MAIL, is_reply=would_answer(today, history))
    verdict = judge(wanted, history, today=today, limits=limits_of(person.team))
    blocked = verdict if isinstance(verdict, Blocked) else None
    rows = FollowUp.objects.visible_to(viewer).open().filter(prospect=person, kind=Kind.VALUE_ITEM)
    planned = rows.filter(value_item=None).order_by("due_on").first()
    return ToSend(
        planned=planned,
        planned_on=day_text(planned.due_on, today) if planned else "",
        item=item,
        letter=_letter(item, person, viewer, shared[0] if shared else ""),
        why=_why_of(shared),
        kind=kind,
        rule=blocked_text(blocked, today) if blocked else "",
        is_final=bool(blocked and not blocked.may_override(Actor.PERSON)),
    )


def _why_of(shared: Sequence[str]) -> str:
    """What to begin the line with that says why it matters to them."""
    cares = pgettext("why something sent matters to them", "cares about %(topics)s")
    return cares % {"topics": ", ".join(shared)} if shared else ""


def _shared(item: ValueItem, person: Prospect) -> list[str]:
    """The names of the topics they have in common."""
    theirs = {row.topic_id: row.topic.name for row in person.topics.select_related("topic")}
    return [theirs[pk] for pk in item.topics.values_list("topic", flat=True) if pk in theirs]


def _letter(item: ValueItem, person: Prospect, viewer: User, topic: str) -> Letter:
    """Words to send it with, in their language; the link stands alone, so that no program cuts it."""
    language = language_for(person.language)
    line = text_in(language, THOUGHT_OF_YOU) % {"topic": topic} if topic else text_in(language, THIS_MAY_HELP)
    greeting = salute(person.name, person.form_of_address, language)
    parts = (greeting, line, item.title, item.link or item.text, viewer.name)
    text = "\n\n".join(part for part in parts if part)
    subject = text_in(language, USEFUL)
    return Letter(
        key="useful",
        heading=_("Your words"),
        hint=_("Change them as you like. Nothing is sent from here: your own mail program does."),
        language=language,
        text=text,
        mailto=mailto(person.email, subject, text),
        sms=sms(person.phone, text),
    )
