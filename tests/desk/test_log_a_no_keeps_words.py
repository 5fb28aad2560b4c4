"""Whatever is wrong with a no, everything typed comes back: every field of the form, of every kind."""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.test import Client

from accounts.models import User
from desk.forms.no import NoForm
from prospects.conversations import ExitConversation
from prospects.models import Deal, Loss, LossReason
from tests.cast import MONDAY
from tests.desk.reading import Fields, filled_in, form_to, read
from tests.desk.signing_out import run_out, sign_in
from tests.followups.telling import log

# A form carries one of the two: what is known of them, or what was typed about somebody new.
CHOSEN = {"prospect", "deal"}
ABOUT_SOMEBODY_NEW = {"prospect_name", "organisation_name", "email", "phone", "title", "owner"}
ABOUT_A_NEW_DEAL = {"deal_title", "deal_value", "deal_currency"}
# How the page is looked at, not what was typed.
NOT_TYPED = {"moment", "moment_default"}
SPECIAL = {
    "said_on": "2026-02-27", "deal_value": "48,000.50", "email": "ingrid@havbruk.example",
    "region": "BY", "country": "DE", "language": "nb", "time_zone": "Europe/Oslo", "conversation": "cannot",
    "others": ["Kari Nordmann; procurement\nPer Hansen; sponsor"], "competitors": ["Acme\nInitech"],
    "prospect_name": "Ingrid \N{GREEK SMALL LETTER MU} <b>Solheim</b>", "next_contact": "in six weeks",
}  # fmt: skip
WRONG = {
    "an impossible day": {"said_on": "2999-01-01"},
    "a broken address": {"email": "ingrid at havbruk"},
    "no kind of no": {"conversation": ""},
    "too long a text": {"notes": "n" * 4001},
    "a value in words": {"deal_value": "a lot"},
    "weeks in words": {"promise_every": "often"},
    "nobody's name": {"prospect_name": ""},
}


def typed_into(form: NoForm) -> Iterator[tuple[str, Any]]:
    """Something for every field: the last of its choices, all where several go, words, a day, a number."""
    for name, field in form.fields.items():
        if name in CHOSEN | NOT_TYPED | {"submission"}:
            continue
        if name in SPECIAL:
            yield name, SPECIAL[name]
        elif isinstance(field, forms.ModelMultipleChoiceField):
            yield name, [str(row.pk) for row in field.rows()[:2]]
        elif isinstance(field, forms.ModelChoiceField):
            yield name, str(field.rows().last().pk)
        elif isinstance(field, (forms.MultipleChoiceField, forms.TypedMultipleChoiceField)):
            yield name, [str(value) for value, _label in field.choices]
        elif isinstance(field, forms.ChoiceField):
            yield name, str(list(field.choices)[-1][0])
        elif isinstance(field, forms.BooleanField):
            yield name, "on"
        elif isinstance(field, forms.DateField):
            yield name, "2026-05-04"
        elif isinstance(field, forms.IntegerField):
            yield name, "6"
        else:
            yield name, f"Words “{name}” & <i>more</i>"


@pytest.fixture
def everything(owner: User, colleague: User) -> Fields:
    """Every field filled in, as a browser would send it."""
    reasons = LossReason.objects.of_team(owner.team_id).filter(conversation=ExitConversation.CANNOT)
    assert reasons.count() > 1
    typed = dict(typed_into(NoForm(user=owner, today=MONDAY)))
    first, *others = [str(reason.pk) for reason in reasons]
    typed |= {"reason": first, "main_reason": first, "reasons": others, "submission": "key"}
    return typed | {"owner": str(colleague.pk), "told_to": str(colleague.pk)}


def browsers(value: Any) -> Any:
    """A list of one is a single value on its way through a page."""
    if isinstance(value, list):
        return value[0] if len(value) == 1 else sorted(value)
    return value


def lost(answer: Any, typed: Fields) -> dict[str, Any]:
    """What of it the page would not send again: the field, what was typed, what stands there now."""
    assert answer.status_code == 200
    again = filled_in(form_to(read(answer), "/no/"))
    return {
        name: (value, again.get(name))
        for name, value in typed.items()
        if value and browsers(again.get(name)) != browsers(value)
    }


@pytest.mark.parametrize("mistake", WRONG)
def test_everything_typed_comes_back_beside_the_mistake(
    desk: Client, everything: Fields, mistake: str
) -> None:
    typed = everything | WRONG[mistake]
    answer = desk.post("/no/", typed)
    assert lost(answer, typed) == {}
    assert "form-sum" in answer.content.decode()
    assert not Loss.objects.exists()


def test_everything_typed_comes_back_with_the_plan_too(desk: Client, everything: Fields) -> None:
    answer = desk.post("/no/preview/", everything)
    assert lost(answer, everything) == {}


def test_so_it_does_when_somebody_known_was_chosen(desk: Client, owner: User, everything: Fields) -> None:
    person = log(owner, "Tom Okafor").prospect
    typed = {name: value for name, value in everything.items() if name not in ABOUT_SOMEBODY_NEW}
    typed |= {"prospect": str(person.pk), "said_on": "2999-01-01"}
    assert lost(desk.post("/no/", typed), typed) == {}


def test_so_it_does_when_it_is_about_an_open_deal(desk: Client, owner: User, everything: Fields) -> None:
    person = log(owner, "Tom Okafor").prospect
    deal = Deal.objects.create(team=owner.team, prospect=person, title="A plan", currency="EUR")
    without = ABOUT_SOMEBODY_NEW | ABOUT_A_NEW_DEAL
    typed = {name: value for name, value in everything.items() if name not in without}
    typed |= {"prospect": str(person.pk), "deal": str(deal.pk), "said_on": "2999-01-01"}
    assert lost(desk.post("/no/", typed), typed) == {}


def test_so_it_does_when_their_session_ran_out(desk: Client, owner: User, everything: Fields) -> None:
    run_out(desk)
    entered = sign_in(desk, desk.post("/no/", everything), owner)
    assert lost(desk.get(entered["Location"]), everything) == {}
    assert not Loss.objects.exists()


def test_so_it_does_when_it_was_saved_before_and_changed_since(desk: Client, everything: Fields) -> None:
    saved = desk.post("/no/", {"conversation": "cannot", "prospect_name": "Somebody", "submission": "key"})
    assert saved.status_code == 303
    answer = desk.post("/no/", everything)
    assert lost(answer, everything | {"submission": ""}) == {}
    assert "This no is saved already" in answer.content.decode()


def test_somebody_else_keeps_everything_but_who_it_was(desk: Client, owner: User) -> None:
    person = log(owner).prospect
    deal = Deal.objects.create(team=owner.team, prospect=person, title="A plan", currency="EUR")
    page = read(desk.get(f"/no/?deal={deal.pk}"))
    form = form_to(page, "/no/")
    (button,) = [one for one in form.all("button") if one.attrs.get("aria-label") == "Somebody else"]
    typed = filled_in(form) | {"conversation": "cannot", "in_their_words": "Too far", "notes": "Two sites"}
    again = filled_in(form_to(read(desk.post(button.attrs["formaction"], typed)), "/no/"))
    kept = (again["conversation"], again["in_their_words"], again["notes"], again["submission"])
    assert kept == ("cannot", "Too far", "Two sites", typed["submission"])
    assert again["prospect_name"] == ""
    assert not again.get("prospect")
    assert "deal" not in again
    answer = desk.post("/no/", again | {"prospect_name": "Tom Okafor"})
    assert answer.status_code == 303
    assert Loss.objects.get(prospect__name="Tom Okafor").notes == "Two sites"
