"""What an address asks for, and what it is narrowed by."""

from urllib.parse import parse_qsl
from uuid import UUID

import pytest

from accounts.models import User
from insights.noes import noes
from insights.selection import CODES, NARROWING, Selection, selection_of
from insights.value_bands import Band
from prospects.conversations import AskAnswer, AskKind, Decided, Likelihood, ToldBy
from prospects.models import Deal, ExitAsk, Feedback, Loss
from tests.cast import MONDAY
from tests.followups.telling import log

SAID: dict[str, str] = {
    "conversation": "cannot",
    "likelihood": "high",
    "told_by": "call",
    "decided": "price",
    "ask": "referral",
    "answer": "later",
    "band": "EUR-0-10000",
    "decider": "no",
    "reason": str(UUID(int=7)),
    "competitor": str(UUID(int=8)),
    "stage": "Proposal",
    "source": "Fair & friends",
}


def asked(user: User, **said: str) -> Selection:
    return selection_of(said, user, MONDAY)


def names(selection: Selection) -> set[str]:
    return set(noes(selection).values_list("prospect__name", flat=True))


def test_widened_keeps_whose_and_since_when_alone(owner: User) -> None:
    asked = selection_of({"period": "90d", "conversation": "drifted", "stage": "Pilot"}, owner, MONDAY)
    assert asked.widened() == selection_of({"period": "90d"}, owner, MONDAY)


def test_everything_that_narrows_stands_in_the_address_and_comes_back(owner: User) -> None:
    selection = asked(owner, **SAID)
    assert dict(parse_qsl(selection.query())) == {"whose": "me", "period": "12m", **SAID}
    assert asked(owner, **dict(parse_qsl(selection.query()))) == selection
    assert set(SAID) == set(NARROWING)


@pytest.mark.parametrize("name", [*CODES, "band", "decider", "reason"])
def test_what_an_address_says_wrongly_counts_as_not_said(owner: User, name: str) -> None:
    assert not asked(owner, **{name: "' or 1=1"}).is_narrowed
    assert asked(owner, **{name: SAID[name]}).is_narrowed


def test_noes_are_narrowed_by_what_was_noted(owner: User) -> None:
    ingrid = log(owner, "Ingrid Solheim")
    log(owner, "Tom Baker")
    Loss.objects.filter(pk=ingrid.pk).update(
        likelihood=Likelihood.HIGH, told_by=ToldBy.MET, by_decision_maker=True
    )
    assert names(asked(owner)) == {"Ingrid Solheim", "Tom Baker"}
    for said in ({"likelihood": "high"}, {"told_by": "met"}, {"decider": "yes"}):
        assert names(asked(owner, **said)) == {"Ingrid Solheim"}
    assert names(asked(owner, decider="no")) == {"Tom Baker"}


def test_noes_are_narrowed_by_value_in_one_currency(owner: User) -> None:
    for name, value, currency in (("Ingrid", 9_999, "EUR"), ("Tom", 10_000, "EUR"), ("Priya", 500, "USD")):
        Deal.objects.filter(pk=log(owner, name).deal_id).update(value=value, currency=currency)
    assert names(asked(owner, band=str(Band("EUR", 0, 10_000)))) == {"Ingrid"}
    assert names(asked(owner, band=str(Band("EUR", 10_000, None)))) == {"Tom"}


def test_noes_are_narrowed_by_what_the_buyer_pressed(owner: User) -> None:
    ingrid = log(owner, "Ingrid")
    log(owner, "Tom")
    Feedback.objects.create(team=owner.team, prospect=ingrid.prospect, loss=ingrid, decided=Decided.PRICE)
    assert names(asked(owner, decided="price")) == {"Ingrid"}


def test_noes_are_narrowed_by_what_was_asked(owner: User) -> None:
    for name, answer in (("Ingrid", AskAnswer.YES), ("Tom", AskAnswer.NO), ("Priya", AskAnswer.NOT_ASKED)):
        loss = log(owner, name)
        ExitAsk.objects.update_or_create(loss=loss, kind=AskKind.REFERRAL, defaults={"answer": answer})
    assert names(asked(owner, ask="referral")) == {"Ingrid", "Tom"}
    assert names(asked(owner, ask="referral", answer="yes")) == {"Ingrid"}
    assert names(asked(owner, ask="reference", answer="yes")) == set()
