"""Who or what is meant: a known person by id or address, those whose names look alike, a no saved before."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process, utils

from accounts.models import User, normalise_email
from common.prepared import prepared
from common.text import clean_line
from prospects.models import Loss, Prospect
from prospects.new_no import Who
from prospects.visibility import visible_parts

MOST_SHOWN = 4
MOST_COMPARED = 300
# Of somebody's open follow-ups so many, those due first, lead to people of others they look after.
MOST_TO_DO = 5000
ALIKE = 82
SHORTEST_TYPED = 2


@dataclass(frozen=True)
class Match:
    """A known person who may be the one typed; `same_address` when the e-mail says so."""

    id: UUID
    name: str
    organisation: str
    title: str
    same_address: bool


def find_prospect(who: Who, by: User) -> Prospect | None:
    """The known prospect meant: by id, by the one that was made for them, else by address among those `by`
    may see.

    Raises Prospect.DoesNotExist for an id that is not theirs to see.
    """
    if who.prospect_id:
        return _seen_by(by).get(pk=who.prospect_id)
    if made := _made_for(who.new_id, by.team_id):
        return made
    address = normalise_email(who.email)
    # Most addresses are new, and whom `by` may see costs far more to ask than whether anybody has it.
    if not is_known(by.team_id, address):
        return None
    same = list(_seen_by(by).filter(email=address).order_by("created_at", "pk"))
    return next((row for row in same if row.owner_id == by.pk), same[0] if same else None)


def _made_for(new_id: UUID | None, team_id: UUID) -> Prospect | None:
    """Whoever an earlier no was of that gave the same id, whoever looks after them."""
    if new_id is None:
        return None
    return Prospect.objects.filter(team=team_id, pk=new_id).select_related("organisation").first()


def is_known(team_id: UUID, address: str) -> bool:
    """Whether the team has a row with this (normalised) address, seen or not."""
    return bool(address and _with_address(team_id, address))


@prepared
def _with_address(team_id: UUID, address: str) -> "QuerySet[Prospect, UUID]":
    return Prospect.objects.filter(team=team_id, email=address).values_list("pk", flat=True)[:1]


def _seen_by(user: User) -> QuerySet[Prospect]:
    return Prospect.objects.visible_to(user).select_related("organisation")


def loss_of_form(user: User, submission: str) -> Loss | None:
    """The no that `user` saved from the form with this key, if it was saved."""
    key = clean_line(submission)
    return next(iter(_losses_of_form(user.pk, key)), None) if key else None


@prepared
def _losses_of_form(user_id: UUID, key: str) -> "QuerySet[Loss]":
    return Loss.objects.filter(logged_by=user_id, submission=key)


def similar_prospects(user: User, who: Who) -> list[Match]:
    """Known people whose address is the one typed, or whose name looks like it; best first, at most four.

    Two queries at most, over a bounded number of rows: people who share a beginning of a word with what
    was typed are compared letter by letter (rapidfuzz).
    """
    same = find_prospect(Who(email=who.email), user) if who.email else None
    found = [_match(same, same_address=True)] if same else []
    alike = _alike(user, clean_line(who.name))
    return (found + [_match(row) for row in alike if same is None or row.pk != same.pk])[:MOST_SHOWN]


def _alike(user: User, typed: str) -> list[Prospect]:
    if len(typed) < SHORTEST_TYPED:
        return []
    candidates = list(_candidates(user, typed))
    names = {row.pk: row.name for row in candidates}
    scored = process.extract(
        typed,
        names,
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        score_cutoff=ALIKE,
        limit=MOST_SHOWN,
    )
    by_id = {row.pk: row for row in candidates}
    return [by_id[key] for _, _, key in scored]


def _candidates(user: User, typed: str) -> list[Prospect]:
    beginnings = Q()
    for word in typed.split()[:3]:
        start = word[: max(2, len(word) - 2)]
        beginnings |= Q(name__istartswith=start) | Q(name__icontains=f" {start}")
    # Part by part, because to ask of each of the team whether `user` may see them takes far longer.
    rows, *others = (Prospect.objects.filter(part & beginnings) for part in visible_parts(user, MOST_TO_DO))
    if others:
        seen = rows.values("pk").union(*(part.values("pk") for part in others))
        rows = Prospect.objects.filter(pk__in=seen)
    return list(rows.select_related("organisation").order_by("name", "pk")[:MOST_COMPARED])


def _match(row: Prospect, *, same_address: bool = False) -> Match:
    organisation = row.organisation.name if row.organisation else ""
    return Match(row.pk, row.name, organisation, row.title, same_address)
