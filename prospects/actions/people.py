"""Writes what is known of people and where they work."""

from dataclasses import fields
from datetime import date
from uuid import UUID, uuid4

from accounts.changes import Trail
from accounts.models import Team, User, normalise_email
from accounts.spelling import named_alike
from common.text import clean_line, clean_text
from library.models import TOPIC_LENGTH
from library.topics import find_or_add_topic
from prospects.conversations import Relation, TopicKind
from prospects.facts import ProspectFacts
from prospects.models import Organisation, Prospect, ProspectTopic, SuppressedAddress
from prospects.names import ASKED, Names
from prospects.new_no import About, Named, Who

LONG_TEXTS = {"personal_cues", "wanted_from_our_time", "postal_address", "learned"}


def add_prospect(
    who: Who,
    is_decision_maker: bool,
    *,
    owner: User,
    trail: Trail,
    pk: UUID | None = None,
    names: Names = ASKED,
) -> Prospect:
    """A new person, looked after by `owner`; `pk` where the form they come from knows it."""
    prospect = Prospect(
        pk=pk or uuid4(),
        team=owner.team,
        owner=owner,
        organisation=find_or_add_organisation(who.organisation, owner.team, trail=trail, names=names),
        name=clean_line(who.name),
        is_unnamed=who.is_unnamed,
        email=normalise_email(who.email),
        phone=clean_line(who.phone),
        title=clean_line(who.title),
        is_decision_maker=is_decision_maker,
        created_at=trail.now,
    )
    return trail.create(prospect)


def add_named(named: Named, by_whom: Prospect, *, trail: Trail, names: Names = ASKED) -> Prospect:
    """Somebody a prospect named; a known person of that name at that organisation is not made twice."""
    organisation = find_or_add_organisation(named.organisation, by_whom.team, trail=trail, names=names)
    name = clean_line(named.name)
    if found := _namesake(by_whom, name, organisation):
        if found.referred_by_id is None:
            trail.update(found, referred_by=by_whom)
        return found
    return trail.create(
        Prospect(
            team_id=by_whom.team_id,
            owner_id=by_whom.owner_id,
            organisation=organisation,
            name=name,
            relation=Relation.REFERRED,
            referred_by=by_whom,
            created_at=trail.now,
        )
    )


def add_colleague_of(prospect: Prospect, name: str, role: str, *, trail: Trail) -> Prospect:
    """Somebody at the same organisation; known by name there, they are not made twice."""
    name = clean_line(name)
    if found := _namesake(prospect, name, prospect.organisation):
        return found
    return trail.create(
        Prospect(
            team_id=prospect.team_id,
            owner_id=prospect.owner_id,
            organisation_id=prospect.organisation_id,
            name=name,
            title=clean_line(role),
            created_at=trail.now,
        )
    )


def _namesake(beside: Prospect, name: str, organisation: Organisation | None) -> Prospect | None:
    """Somebody else of that name at that organisation; two without one may well be two people."""
    if organisation is None:
        return None
    known = Prospect.objects.filter(
        team_id=beside.team_id, owner_id=beside.owner_id, organisation=organisation
    )
    return named_alike(known.exclude(pk=beside.pk).order_by("created_at", "pk"), name)


def add_side_prospect(
    typed: ProspectFacts,
    relation: Relation,
    *,
    owner: User,
    trail: Trail,
    pk: UUID | None = None,
    is_unnamed: bool = False,
    names: Names = ASKED,
) -> Prospect:
    """Somebody who matters to us without a no."""
    who = Who(None, typed.name, typed.organisation_name, typed.email, typed.phone, typed.title, is_unnamed)
    decides = typed.is_decision_maker
    prospect = add_prospect(who, decides, owner=owner, trail=trail, pk=pk, names=names)
    trail.update(prospect, relation=relation)
    return prospect


def add_successor(prospect: Prospect, name: str, *, trail: Trail) -> Prospect:
    """Whoever takes the chair of somebody who left: same organisation, no permission, no history."""
    return trail.create(
        Prospect(
            team_id=prospect.team_id,
            owner_id=prospect.owner_id,
            organisation_id=prospect.organisation_id,
            name=clean_line(name),
            title=prospect.title,
            country=prospect.country,
            region=prospect.region,
            time_zone=prospect.time_zone,
            language=prospect.language,
            succeeds=prospect,
            created_at=trail.now,
        )
    )


def move_on(prospect: Prospect, new_employer: str, new_email: str, *, trail: Trail) -> None:
    """They work elsewhere now: the old address and role are theirs no more."""
    organisation = find_or_add_organisation(new_employer, prospect.team, trail=trail)
    trail.update(prospect, organisation=organisation, email=normalise_email(new_email), title="")


def note_news(
    prospect: Prospect,
    who: Who,
    is_decision_maker: bool,
    *,
    by: User,
    trail: Trail,
    names: Names = ASKED,
) -> None:
    """What the form says that the prospect's row doesn't know yet; nothing known is overwritten."""
    news = _news_about(prospect, who, is_decision_maker, by)
    if who.organisation and prospect.organisation_id is None:
        team = prospect.team
        news["organisation"] = find_or_add_organisation(who.organisation, team, trail=trail, names=names)
    if news:
        trail.update(prospect, **news)


def _news_about(prospect: Prospect, who: Who, is_decision_maker: bool, by: User) -> dict[str, object]:
    typed = {"phone": clean_line(who.phone), "title": clean_line(who.title)}
    address = "" if prospect.email else normalise_email(who.email)
    if address and not Prospect.objects.visible_to(by).of_address(prospect.team_id, address).exists():
        typed["email"] = address
    news: dict[str, object] = {
        name: text for name, text in typed.items() if text and not getattr(prospect, name)
    }
    if is_decision_maker and not prospect.is_decision_maker:
        news["is_decision_maker"] = True
    name = clean_line(who.name)
    if name and not who.prospect_id and name.casefold() != prospect.name.casefold():
        news["also_called"] = name
    return news


def note_about(prospect: Prospect, about: About, *, trail: Trail) -> None:
    """What the talk taught us: the newest word wins, longer notes are added to what stands there."""
    news: dict[str, object] = {}
    for column in fields(about):
        value = getattr(about, column.name)
        if not value or column.name == "topics":
            continue
        if column.name in LONG_TEXTS and column.name != "postal_address":
            value = _joined(getattr(prospect, column.name), clean_text(value))
        if value != getattr(prospect, column.name):
            news[column.name] = value
    if news:
        trail.update(prospect, **news)
    for kind, name in about.topics:
        add_topic(prospect, kind, name, trail=trail)


def _joined(known: str, said: str) -> str:
    return known if said in known else f"{known}\n{said}".strip()


def add_topic(prospect: Prospect, kind: TopicKind, name: str, *, trail: Trail) -> None:
    """A goal, challenge or interest of theirs; one they already have is left as it is."""
    topic = find_or_add_topic(name, prospect.team, trail=trail)
    if topic is None or prospect.topics.filter(topic=topic).exists():
        return
    trail.create(ProspectTopic(prospect=prospect, topic=topic, kind=kind))


def set_topics(prospect: Prospect, kind: TopicKind, names: tuple[str, ...], *, trail: Trail) -> None:
    """Their topics of one kind are these, no others."""
    wanted = {name.casefold(): name for typed in names if (name := clean_line(typed)[:TOPIC_LENGTH])}
    for row in prospect.topics.filter(kind=kind).select_related("topic"):
        if row.topic.name.casefold() not in wanted:
            trail.deleted(row)
            row.delete()
    for name in wanted.values():
        add_topic(prospect, kind, name, trail=trail)


def find_or_add_organisation(
    typed: str, team: Team, *, trail: Trail, names: Names = ASKED
) -> Organisation | None:
    """The team's organisation of that name; None for an empty one."""
    name = clean_line(typed)
    return names.organisation(name, team, trail) if name else None


def rewrite_prospect(prospect: Prospect, typed: ProspectFacts, *, trail: Trail) -> None:
    """Save what is known of a person as typed; raises ValidationError on an unusable value."""
    values: dict[str, object] = {
        "name": clean_line(typed.name),
        "title": clean_line(typed.title),
        "email": normalise_email(typed.email),
        "phone": clean_line(typed.phone),
        "is_decision_maker": typed.is_decision_maker,
        "organisation": find_or_add_organisation(typed.organisation_name, prospect.team, trail=trail),
    }
    changed = {name: value for name, value in values.items() if getattr(prospect, name) != value}
    if prospect.is_unnamed and changed.get("name"):
        changed["is_unnamed"] = False
    if changed:
        trail.update(prospect, **changed)


def rewrite_details(prospect: Prospect, values: dict[str, object], *, trail: Trail) -> None:
    """Save columns of a person's row as given (address, cues, pace, reference …); raises ValidationError."""
    changed = {name: value for name, value in values.items() if getattr(prospect, name) != value}
    if changed:
        trail.update(prospect, **changed)


def note_asked_to_stop(prospect: Prospect, *, on: date, trail: Trail) -> list[Prospect]:
    """Every row of the team with this person's address is marked; returns them all."""
    same = Prospect.objects.of_address(prospect.team_id, prospect.email)
    rows = list(same.select_for_update().order_by("pk")) or [prospect]
    for row in rows:
        if row.asked_to_stop_on is None:
            trail.update(row, asked_to_stop_on=on)
    return rows


def note_known_stop(prospect: Prospect, *, on: date, trail: Trail) -> None:
    """The same person asked a colleague to stop: this row of theirs says so too."""
    if prospect.asked_to_stop_on is None:
        trail.update(prospect, asked_to_stop_on=on)


def suppress_address(team: Team, address: str, why: str, *, on: date, trail: Trail) -> None:
    """Nobody of the team writes to this address any more; a second time changes nothing."""
    address = normalise_email(address)
    if address and not SuppressedAddress.objects.filter(team=team, address=address).exists():
        trail.create(SuppressedAddress(team=team, address=address, since=on, why=why))
