"""Somebody is erased: every fact about them goes; what belongs to others stays, without them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from accounts.models import Team
from library.models import Topic
from outbox.suppression import mark_of
from prospects.conversations import DealStatus
from prospects.models import (
    Competitor,
    Deal,
    ErasedAddress,
    ExitAsk,
    Feedback,
    FurtherReason,
    Loss,
    LossCompetitor,
    MailKey,
    MergedProspect,
    Organisation,
    Permission,
    PersonBehind,
    Promise,
    Prospect,
    ProspectTopic,
    SuppressedAddress,
    WakeUp,
)

# Free words of a no, which go even where the no itself has to stay with somebody else's deal.
WORDS_OF_A_NO = (
    "in_their_words", "delegated_to", "stage", "source", "needs", "timing", "budget", "next_contact_words",
    "confirmation", "notes", "submission",
)  # fmt: skip
# Their rows, in the order in which they can go, each with what says that it is theirs.
GOES: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (WakeUp, ("prospect",)),
    (Promise, ("prospect",)),
    (Permission, ("prospect",)),
    (PersonBehind, ("prospect", "loss__prospect")),
    (ExitAsk, ("loss__prospect",)),
    (Feedback, ("prospect", "loss__prospect")),
    (FurtherReason, ("loss__prospect",)),
    (LossCompetitor, ("loss__prospect",)),
    (Loss, ("prospect",)),
    (Deal, ("prospect",)),
    (ProspectTopic, ("prospect",)),
    (MailKey, ("prospect",)),
    (MergedProspect, ("into",)),
)
# Keys to them on rows of others, which stay and forget whom they pointed at.
LET_GO: tuple[tuple[type[Model], str], ...] = (
    (Prospect, "referred_by"),
    (Prospect, "succeeds"),
)
# Keys of others to a no of theirs.
OF_A_NO: tuple[tuple[type[Model], str], ...] = (
    (Deal, "grew_out_of"),
    (WakeUp, "loss"),
    (Promise, "loss"),
    (Permission, "loss"),
)


def rows_about(person_id: UUID) -> Iterable[QuerySet[Model]]:
    """Every row of facts that is theirs, table by table, in the order in which they can go."""
    for model, paths in GOES:
        theirs = Q()
        for path in paths:
            theirs |= Q(**{path: person_id})
        yield model._default_manager.filter(theirs)


def leave_what_is_anothers(person: Prospect) -> None:
    """A deal that passed to a successor keeps its no, without a word of theirs; a deal they took over from
    somebody goes back to whoever's no it was; whoever pointed at them points at nobody."""
    for loss in Loss.objects.filter(prospect=person).exclude(deal__prospect=person).select_related("deal"):
        ExitAsk.objects.filter(loss=loss).delete()
        Feedback.objects.filter(loss=loss).delete()
        PersonBehind.objects.filter(loss=loss, prospect=loss.deal.prospect_id).delete()
        words = dict.fromkeys(WORDS_OF_A_NO, "")
        Loss.objects.filter(pk=loss.pk).update(prospect=loss.deal.prospect_id, confirmed_at=None, **words)
    for deal in Deal.objects.filter(prospect=person):
        others = Loss.objects.filter(deal=deal).exclude(prospect=person).order_by("-said_on", "-logged_at")
        if other := others.first():
            Deal.objects.filter(pk=deal.pk).update(prospect=other.prospect_id, why_yes="")
            _is_newest_again(other, deal)
    for model, name in LET_GO:
        model._default_manager.filter(**{name: person}).update(**{name: None})
    for model, name in OF_A_NO:
        theirs = model._default_manager.filter(**{f"{name}__prospect": person})
        theirs.exclude(prospect=person).update(**{name: None})


def _is_newest_again(loss: Loss, deal: Deal) -> None:
    """The later noes to the same deal go: what came of it came of this one."""
    came_back_on = deal.closed_on if deal.status == DealStatus.WON_BACK else None
    Loss.objects.filter(pk=loss.pk).update(
        declined_again=False, came_back_on=loss.came_back_on or came_back_on
    )


def rename_whoever_follows(person: Prospect, stand_in: str) -> None:
    """A successor nobody has met bears the name of whoever sat there before: it goes too."""
    for row in Prospect.objects.filter(succeeds=person, name__icontains=person.name):
        Prospect.objects.filter(pk=row.pk).update(name=stand_in)


def erase_facts(person: Prospect) -> None:
    """Take every fact about them away, and the person; what nobody else uses any more goes with them."""
    vocabulary = _vocabulary_of(person)
    leave_what_is_anothers(person)
    for rows in rows_about(person.pk):
        rows.delete()
    organisation_id = person.organisation_id
    Prospect.objects.filter(pk=person.pk).delete()
    if organisation_id and not Prospect.objects.filter(organisation=organisation_id).exists():
        Organisation.objects.filter(pk=organisation_id).delete()
    for model, pks in vocabulary:
        _drop_unused(model, pks)


def _vocabulary_of(person: Prospect) -> list[tuple[type[Model], list[UUID]]]:
    """Topics and competitors they had: names that may be known from them alone."""
    topics = Topic.objects.filter(Q(prospects__prospect=person) | Q(wake_ups__prospect=person))
    competitors = Competitor.objects.filter(losses__loss__prospect=person)
    return [
        (Topic, list(topics.values_list("pk", flat=True))),
        (Competitor, list(competitors.values_list("pk", flat=True))),
    ]


def _drop_unused(model: type[Model], pks: list[UUID]) -> None:
    """Those of the rows that nothing points at any more, whatever may come to point at them one day."""
    unused = model._default_manager.filter(pk__in=pks)
    for relation in model._meta.related_objects:
        unused = unused.filter(**{f"{relation.name}__isnull": True})
    unused.delete()


def mark_erased(team: Team, addresses: Iterable[str], *, on: date) -> None:
    """Remember by their hashes alone that nobody of the team writes to these addresses."""
    for address in addresses:
        ErasedAddress.objects.get_or_create(team=team, mark=mark_of(address), defaults={"since": on})


def forget_suppressed(team: Team, addresses: Iterable[str]) -> None:
    """The addresses themselves go; a mark stays in their place."""
    SuppressedAddress.objects.filter(team=team, address__in=list(addresses)).delete()
