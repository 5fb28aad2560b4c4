"""People around a person: behind the same no, named by them, in the same house. Only those one may see."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from desk.person_file import PersonFile
from prospects.models import PersonBehind, Prospect

MOST_COLLEAGUES = 6


@dataclass(frozen=True)
class Neighbour:
    """Somebody around, and what they are to this person."""

    name: str
    url: str
    what: str


def people_around(file: PersonFile) -> list[Neighbour]:
    """Everybody around a person, each once, the closest relation first; two queries beside the file."""
    seen = {file.person.pk}
    found = []
    for other, what in (*_kin(file), *_behind_whom(file), *_in_the_house(file)):
        if other.pk not in seen:
            seen.add(other.pk)
            found.append(Neighbour(other.name, other.get_absolute_url(), what))
    return found


def _kin(file: PersonFile) -> Iterator[tuple[Prospect, str]]:
    """Who named them or was named, who has or had their chair, who stood behind their no."""
    person = file.person
    roles = {row.prospect_id: _role(row) for loss in file.losses for row in loss.people_behind.all()}
    for other in file.kin:
        if other.pk == person.referred_by_id:
            yield other, _("named them to us")
        elif other.pk == person.succeeds_id:
            yield other, _("had this chair before")
        elif other.succeeds_id == person.pk:
            yield other, _("has their old chair")
        elif other.pk in roles:
            yield other, roles[other.pk]
        else:
            yield other, _("was named by them")


def _role(row: PersonBehind) -> str:
    parts = [row.role or _("behind the no"), row.tone]
    return " · ".join(part for part in parts if part)


def _behind_whom(file: PersonFile) -> Iterator[tuple[Prospect, str]]:
    """Whose no they stood behind."""
    rows = PersonBehind.objects.filter(prospect=file.person).select_related("loss__prospect")
    mine = Prospect.objects.visible_to(file.viewer)
    for row in rows.filter(loss__prospect__in=mine).order_by("-loss__said_on", "pk")[:MOST_COLLEAGUES]:
        said_it = _("said the no they stood behind")
        yield row.loss.prospect, f"{said_it} · {row.tone}" if row.tone else said_it


def _in_the_house(file: PersonFile) -> Iterator[tuple[Prospect, str]]:
    """Others at the same organisation."""
    if file.person.organisation_id is None:
        return
    colleagues = Prospect.objects.visible_to(file.viewer).filter(organisation_id=file.person.organisation_id)
    for other in colleagues.exclude(pk=file.person.pk).order_by("name", "pk")[:MOST_COLLEAGUES]:
        yield other, other.title or _("works there too")
