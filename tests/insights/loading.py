"""Many noes at once, straight into the tables, as years of work would have left them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count

from accounts.models import Team, User
from prospects.conversations import DealStatus, ExitConversation
from prospects.models import Competitor, Deal, Loss, LossCompetitor, LossReason, Organisation, Prospect
from tests.cast import PASSWORD

BATCH = 500


@dataclass(frozen=True, slots=True)
class OldNo:
    """One no: whose, about what, when, why; `came_back_on`: its deal became a yes, or with `grown` another
    one that grew out of it. `owner` is the first part of an address."""

    owner: str
    said_on: date
    title: str = "Offer"
    organisation: str = ""
    conversation: ExitConversation = ExitConversation.NOT_A_PRIORITY
    reason: str = ""
    competitor: str = ""
    stage: str = ""
    source: str = ""
    value: Decimal | None = None
    currency: str = "EUR"
    came_back_on: date | None = None
    grown: bool = False


def load(team: Team, noes: Iterable[OldNo]) -> None:
    """Write them with everything they need."""
    told = list(noes)
    owners = _owners(team, told)
    organisations = {
        name: Organisation(team=team, name=name) for name in {no.organisation for no in told} - {""}
    }
    Organisation.objects.bulk_create(organisations.values(), BATCH)
    reasons = _reasons(team, told)
    names = {no.competitor for no in told} - {""}
    competitors = {name: Competitor(team=team, name=name) for name in names}
    Competitor.objects.bulk_create(competitors.values(), BATCH)
    people = {(no.owner, no.organisation): _person(team, no, owners, organisations) for no in told}
    Prospect.objects.bulk_create(people.values(), BATCH)
    deals = [_deal(no, people[no.owner, no.organisation]) for no in told]
    Deal.objects.bulk_create(deals, BATCH)
    losses = [_loss(no, deal, owners[no.owner], reasons) for no, deal in zip(told, deals, strict=True)]
    Loss.objects.bulk_create(losses, BATCH)
    pairs = list(zip(told, losses, strict=True))
    Deal.objects.bulk_create([_grown(no, loss) for no, loss in pairs if no.grown], BATCH)
    LossCompetitor.objects.bulk_create(
        [
            LossCompetitor(loss=loss, competitor=competitors[no.competitor], is_main=True)
            for no, loss in pairs
            if no.competitor
        ],
        BATCH,
    )


def _owners(team: Team, told: Sequence[OldNo]) -> dict[str, User]:
    known = {user.email.partition("@")[0]: user for user in User.objects.filter(team=team)}
    for name in sorted({no.owner for no in told} - known.keys()):
        address = f"{name}@example.com"
        # One password for all would take longer than everything else.
        known[name] = User(team=team, email=address, name=name, password=PASSWORD, time_zone="Europe/Berlin")
        known[name].save()
    return known


def _reasons(team: Team, told: Sequence[OldNo]) -> dict[tuple[str, str], LossReason]:
    known = {(row.conversation, row.label): row for row in LossReason.objects.filter(team=team)}
    wanted = {(no.conversation.value, no.reason) for no in told if no.reason}
    for place, (conversation, label) in zip(count(50), sorted(wanted - known.keys())):
        known[conversation, label] = LossReason.objects.create(
            team=team, conversation=conversation, label=label, position=place
        )
    return known


def _person(
    team: Team, no: OldNo, owners: dict[str, User], organisations: dict[str, Organisation]
) -> Prospect:
    name = f"Somebody at {no.organisation or 'a house without a name'}"
    return Prospect(
        team=team, owner=owners[no.owner], name=name, organisation=organisations.get(no.organisation)
    )


def _deal(no: OldNo, person: Prospect) -> Deal:
    is_back = no.came_back_on is not None and not no.grown
    return Deal(
        team_id=person.team_id,
        prospect=person,
        title=no.title,
        value=no.value,
        currency=no.currency,
        status=DealStatus.WON_BACK if is_back else DealStatus.LOST,
        closed_on=no.came_back_on if is_back else no.said_on,
    )


def _grown(no: OldNo, loss: Loss) -> Deal:
    return Deal(
        team_id=loss.team_id,
        prospect=loss.prospect,
        title=f"{no.title}, again",
        value=no.value,
        currency=no.currency,
        status=DealStatus.WON,
        closed_on=no.came_back_on,
        grew_out_of=loss,
    )


def _loss(no: OldNo, deal: Deal, owner: User, reasons: dict[tuple[str, str], LossReason]) -> Loss:
    return Loss(
        team_id=deal.team_id,
        prospect=deal.prospect,
        deal=deal,
        conversation=no.conversation,
        reason=reasons.get((no.conversation.value, no.reason)),
        said_on=no.said_on,
        stage=no.stage,
        source=no.source,
        came_back_on=no.came_back_on,
        logged_by=owner,
        logged_on=no.said_on,
        logged_at=datetime.combine(no.said_on, time(9), UTC) + timedelta(hours=1),
    )
