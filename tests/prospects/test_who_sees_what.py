"""A person and everything beneath is seen by the owner and by managers of the team."""

import pytest
from django.db import models

from accounts.models import User
from followups.models import FollowUp, FollowUpPlan
from prospects.models import Deal, Loss, Prospect
from tests.followups.telling import log

BENEATH: list[type[models.Model]] = [Prospect, Deal, Loss, FollowUpPlan, FollowUp]


def seen(model: type[models.Model], user: User) -> bool:
    return bool(model._default_manager.visible_to(user).exists())  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", BENEATH)
def test_owner_and_manager_see_it_others_do_not(
    model: type[models.Model], owner: User, colleague: User, marketer: User, manager: User, stranger: User
) -> None:
    log(owner)
    assert [seen(model, user) for user in (owner, colleague, marketer, manager, stranger)] == [
        True,
        False,
        False,
        True,
        False,
    ]
