"""Forms of one class share their fields, and what one changes of them is in no other."""

from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from desk.forms.no import NoForm
from tests.cast import MONDAY


def state_of(form: type[NoForm]) -> dict[str, Any]:
    """What each field of a form class holds, its widget included."""
    return {
        name: (
            {key: repr(value) for key, value in vars(field).items() if key != "widget"},
            repr(
                {
                    key: value
                    for key, value in vars(field.widget).items()
                    if key not in {"choices", "_choices"}
                }
            ),
        )
        for name, field in form.base_fields.items()
    }


def test_nothing_of_a_form_stays_in_its_class(owner: User, stranger: User) -> None:
    before = state_of(NoForm)
    for user in (owner, stranger):
        drawn = NoForm(user=user, today=MONDAY)
        assert str(drawn)
        sent = NoForm(QueryDict("conversation=merger&owner=nobody&reasons=1"), user=user, today=MONDAY)
        assert not sent.is_valid()
        assert str(sent)
    assert state_of(NoForm) == before


def test_what_depends_on_who_asks_is_their_own(owner: User, colleague: User) -> None:
    first, second = (NoForm(user=user, today=MONDAY) for user in (owner, colleague))
    assert str(colleague.pk) in str(first["told_to"])
    assert str(owner.pk) in str(second["told_to"])
    assert str(colleague.pk) not in str(second["told_to"])
    assert first["submission"].value() != second["submission"].value()
    assert first.fields["told_to"] is not second.fields["told_to"]
    assert first.fields["notes"] is second.fields["notes"]


def test_what_is_not_sent_is_cleaned_as_if_it_were_sent_empty(owner: User) -> None:
    sent = QueryDict("conversation=not_a_priority&prospect_name=Ingrid+Solheim")
    form = NoForm(sent, user=owner, today=MONDAY)
    assert form.is_valid(), form.errors
    assert list(form.fields) == list(NoForm(user=owner, today=MONDAY).fields)
    for name, field in form.fields.items():
        if name not in {"conversation", "prospect_name", "said_on"}:
            empty = field.clean(field.widget.value_from_datadict(sent, MultiValueDict(), name))
            assert form.cleaned_data[name] == empty, name
            assert (
                not isinstance(form.cleaned_data[name], list)
                or form.fields[name] is not NoForm.base_fields[name]
            )
