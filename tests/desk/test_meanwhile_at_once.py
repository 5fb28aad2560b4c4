"""Two who save the same form in the very same moment: neither change is lost."""

from functools import partial
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from prospects.models import Loss
from tests.cast import make_team, make_user
from tests.desk.reading import filled_in, read
from tests.desk.visiting import signed_in
from tests.followups.telling import log
from tests.followups.together import at_the_same_time, raised

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner() -> User:
    return make_user(make_team("Vogt and partners"), "maren@example.com", is_manager=True)


@pytest.fixture
def colleague(owner: User) -> User:
    return make_user(owner.team, "tessa@example.com", is_manager=True)


@pytest.fixture
def loss(owner: User) -> Loss:
    return log(owner)


def pressing_save(client: Client, page: str, **typed: str) -> partial[Any]:
    """Save a form drawn before, as an act to be done later."""
    form = next(form for form in read(client.get(page)).all("form", data_save=True))
    return partial(client.post, page, filled_in(form) | typed)


@pytest.mark.parametrize("where", ["loss", "person", "team"])
def test_different_fields_are_both_saved(owner: User, colleague: User, loss: Loss, where: str) -> None:
    page, mine, theirs = {
        "loss": (f"/losses/{loss.pk}/edit/", {"needs": "Three"}, {"timing": "In May"}),
        "person": (f"/prospects/{loss.prospect_id}/edit/", {"phone": "1"}, {"title": "COO"}),
        "team": ("/settings/lines/save/", {"short_en": "Fair."}, {"short_de": "Gut."}),
    }[where]
    shown = "/settings/lines/" if where == "team" else page
    acts = []
    for user, typed in ((owner, mine), (colleague, theirs)):
        act = pressing_save(signed_in(user), shown, **typed)
        acts.append(partial(act.func, page, *act.args[1:]))
    answers = at_the_same_time(*acts)
    assert not raised(answers)
    assert [answer.status_code for answer in answers] == [303, 303]
    form = next(f for f in read(signed_in(owner).get(shown)).all("form", data_save=True))
    saved = filled_in(form)
    assert {name: saved[name] for name in mine | theirs} == mine | theirs


def test_the_same_field_is_saved_once_and_asked_about_once(owner: User, colleague: User, loss: Loss) -> None:
    page = f"/losses/{loss.pk}/edit/"
    acts = [pressing_save(signed_in(user), page, needs=user.email) for user in (owner, colleague)]
    answers = at_the_same_time(*acts)
    assert not raised(answers)
    assert sorted(answer.status_code for answer in answers) == [200, 303]
    loss.refresh_from_db()
    winner = (owner, colleague)[[answer.status_code for answer in answers].index(303)]
    assert loss.needs == winner.email
