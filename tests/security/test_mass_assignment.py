"""What a form does not have is not set, whoever sends it: no column of one's own row, no team, no state."""

from typing import Any
from uuid import uuid4

from django.apps import apps

from accounts.models import User
from tests.desk.visiting import signed_in
from tests.security.canaries import Planted
from tests.security.forms_found import forms_of
from tests.security.tables import rows_naming
from tests.security.walking import nothing_stays


def column_names() -> set[str]:
    """The names of all columns there are."""
    columns = {column for model in apps.get_models() for column in model._meta.concrete_fields}
    return {name for column in columns for name in (column.name, column.attname)} | {"pk"}


def test_columns_a_form_does_not_have_are_not_set(
    furnished: Planted, stranger: User, record_property: Any
) -> None:
    user, client, wrong = furnished.owner, signed_in(furnished.owner), []
    user.refresh_from_db()
    columns = column_names()
    values = {"is_manager": "", "is_active": "", "is_superuser": "1", "email": "evil@example.com",
              "password": "evil", "state": "evil", "status": "evil", "version": "777"}  # fmt: skip
    mark = uuid4()
    about = ("pk", "team_id", "email", "password", "is_active", "is_manager", "is_superuser")
    before = {name: getattr(user, name, None) for name in about}
    strangers = rows_naming([stranger.team_id, mark])
    for form in forms_of(client, furnished):
        own = {"email"} if form.action.startswith("/accounts/") else set()
        extra = {name: values.get(name, str(mark)) for name in columns - set(form.kinds) - own}
        extra |= dict.fromkeys({"team", "team_id"} - set(form.kinds), str(stranger.team_id))
        with nothing_stays(client):
            answer = client.post(form.action, {**extra, **form.sent()})
            user = User.objects.get(pk=user.pk)
            after = {name: getattr(user, name, None) for name in about}
            rows = rows_naming([stranger.team_id, mark, "evil", ", 777,"])
        wrong += [f"{form.action} is a mistake of ours"] if answer.status_code >= 500 else []
        wrong += [f"{form.action} sets {after} instead of {before}"] if after != before else []
        new = {row for row in rows - strangers if "session" not in row}
        wrong += [f"{form.action} stores {row[:300]}" for row in new]
    assert not wrong, "\n".join(wrong)
