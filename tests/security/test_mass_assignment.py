"""What a page does not ask for is not set, whoever sends it: no column of one's own, no team, no state."""

from collections import defaultdict
from typing import Any
from uuid import uuid4

from django.apps import apps

from accounts.models import User
from tests.desk.visiting import signed_in
from tests.security.asked_names import asked_names
from tests.security.canaries import Planted
from tests.security.forms_found import forms_of
from tests.security.tables import rows_naming
from tests.security.walking import nothing_stays

# Whose something is, and what somebody may do: no form has such a field, drawn or not.
NEVER_TYPED = {
    *("id", "pk", "team", "team_id", "owner_id", "token_hash", "left_at", "session_generation"),
    *("is_manager", "is_sales", "is_marketing", "is_active", "is_staff", "is_superuser"),
}
# What a page asks for only once there is a colleague, a rule that speaks against it, something that fits.
AT_TIMES = {
    "no/": {"owner", "told_to"},
    "no/preview/": {"owner", "told_to"},
    "settings/away/new/": {"stand_in"},
    "import/<uuid:pk>/check/": {"name"},
    "import/<uuid:pk>/spread/": {"owner"},
    "followups/<uuid:pk>/complete/": {"answer", "override_reason", "relevance", "why_yes"},
    "followups/<uuid:pk>/item/": {"value_item"},
    "prospects/<uuid:pk>/touches/": {"override_reason"},
    "prospects/<uuid:pk>/useful/": {"value_item"},
    "prospects/<uuid:pk>/automatic/": {"wanted"},
    "mail/useful/<uuid:pk>/": {"override_reason"},
    "mail/useful/<uuid:pk>/take-back/": {"expected_version"},
}


def column_names() -> set[str]:
    """The names of all columns there are."""
    columns = {column for model in apps.get_models() for column in model._meta.concrete_fields}
    return {name for column in columns for name in (column.name, column.attname)} | {"pk"}


def test_columns_a_page_does_not_ask_for_are_neither_read_nor_set(furnished: Planted, stranger: User) -> None:
    client, columns, mark = signed_in(furnished.owner), column_names(), uuid4()
    marks = [stranger.team_id, mark, "evil", ", 777,"]
    about, before = what_they_are(furnished.owner), rows_naming(marks)
    read, asked = defaultdict(set), defaultdict(set)
    wrong: list[str] = []
    for form in forms_of(client, furnished):
        with nothing_stays(client), asked_names() as names:
            plain = client.post(form.action, form.sent())
        read[form.route] |= names
        asked[form.route] |= set(form.kinds)
        with nothing_stays(client):
            evil = evil_values(columns - names - set(form.kinds), mark, stranger)
            answer = client.post(form.action, {**evil, **form.sent()})
            now, after = what_they_are(furnished.owner), rows_naming(marks)
        if answer.status_code != plain.status_code:
            wrong.append(f"{form.action} answers {answer.status_code}, not {plain.status_code}")
        wrong += [f"{form.action} makes them {now}"] if now != about else []
        wrong += [f"{form.action} stores {row[:300]}" for row in after - before if "session" not in row]
    for route, names in read.items():
        unasked = names & columns - asked[route] - AT_TIMES.get(route, set())
        wrong += [f"{route} reads {name}" for name in sorted(unasked | (names & NEVER_TYPED))]
    assert not wrong, "\n".join(wrong)


def evil_values(columns: set[str], mark: Any, stranger: User) -> dict[str, str]:
    """A value for each column that tells itself wherever it is stored."""
    values = {"is_manager": "", "is_active": "", "email": "evil@example.com", "password": "evil",
              "state": "evil", "status": "evil", "version": "777",
              "team": str(stranger.team_id), "team_id": str(stranger.team_id)}  # fmt: skip
    return {name: values.get(name, str(mark)) for name in columns}


def what_they_are(user: User) -> dict[str, Any]:
    """What nobody makes of themselves with a form about something else."""
    mine = User.objects.values("team_id", "email", "is_active", "is_manager", "is_sales", "is_marketing")
    return dict(mine.get(pk=user.pk))
