"""Settings, what was changed: who did what to whom, for managers, in words, with nothing private."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.api_tokens import NewApiToken, make_api_token
from accounts.changes import Change, Trail, erase, row_key
from accounts.invitations import invite
from accounts.models import User
from accounts.roles import Role
from accounts.settings_changes import change_settings
from accounts.token_scopes import Scope
from desk.trail_details import SHOWN
from desk.trail_words import GROUPS, UNDO, WORDS
from followups import actions
from followups.actions import Typed, edit_prospect
from followups.kinds import Kind, Outcome
from prospects.models import Deal, LossReason
from prospects.reasons import rename_reason
from tests.cast import MONDAY, NINE
from tests.desk.reading import Element, read
from tests.desk.visiting import HTMX, signed_in
from tests.followups.telling import complete, day, log, open_row, step_of

PAGE = "/settings/changes/"
LATER = NINE + timedelta(minutes=5)


@pytest.fixture
def managing(manager: User) -> Client:
    """The manager's browser."""
    return signed_in(manager)


def rows(client: Client, query: str = "") -> list[Element]:
    return read(client.get(f"{PAGE}{query}")).all("li", data_change=True)


def texts(client: Client, query: str = "") -> list[str]:
    return [" ".join(row.text.split()) for row in rows(client, query)]


def trail_of(user: User) -> Trail:
    return Trail(actor=user, team=user.team, now=LATER)


def test_it_says_what_who_when_and_about_whom(managing: Client, owner: User) -> None:
    loss = log(owner)
    assert texts(managing) == ["A “no” was logged · Ingrid Solheim 09:00 · Maren Vogt"]
    (row,) = rows(managing)
    assert row.one("a", href=True).attrs["href"] == f"/prospects/{loss.prospect_id}/"


def test_an_invitation_is_called_by_its_address(managing: Client, manager: User) -> None:
    invite("jonas@example.org", {Role.SALES}, by=manager, now=NINE)
    assert any("Somebody was invited · jonas@example.org" in text for text in texts(managing))


def test_it_is_for_managers(desk: Client, marketer: User, manager: User) -> None:
    for client in (desk, signed_in(marketer)):
        assert client.get(PAGE).status_code == 403
    assert signed_in(manager).get(PAGE).status_code == 200


def test_nothing_of_another_team_stands_there(managing: Client, stranger: User) -> None:
    log(stranger)
    assert rows(managing) == []
    assert rows(managing, f"?who={stranger.pk}") == []
    assert stranger.name not in managing.get(PAGE).content.decode()


def test_what_changed_is_said_from_what_to_what(managing: Client, owner: User, manager: User) -> None:
    loss = log(owner)
    change_settings(owner.team, {"daily_limit": 3, "cadence": "30-60"}, by=manager, now=LATER)
    reason = LossReason.objects.filter(team=owner.team)[0]
    label = reason.label
    rename_reason(reason, "Too dear", by=manager, now=LATER)
    edit_prospect(loss.prospect, Typed(details={"form_of_address": "Dr Solheim"}), by=owner, now=LATER)
    trail = trail_of(owner)
    trail.update(loss.deal, value=Decimal(500), status="won_back", closed_on=MONDAY)
    trail.update(loss.prospect, owner=manager, country="NO", is_decision_maker=True)
    trail.write("win_deal", loss.deal)
    said = " ".join(texts(managing))
    for words in ("The team's settings were changed · Vogt and partners", "Daily limit: 6 → 3", "Rhythm",
                  f"Reason: {label} → Too dear", "How you address them: – → Dr Solheim", "Value: – → 500.00",
                  "State: ", "Looked after by: Maren Vogt → Manager", "Country: – → Norway",
                  "Decision maker: no → yes"):  # fmt: skip
        assert words in said, words


def test_nothing_private_stands_there(managing: Client, owner: User) -> None:
    loss = log(owner, notes="Canary notes", in_their_words="Canary words", lesson="Canary lesson")
    known = {"learned": "Canary learned", "reference_for": "Canary reference"}
    edit_prospect(loss.prospect, Typed(details=known), by=owner, now=LATER)
    debrief = open_row(loss.prospect, Kind.DEBRIEF)
    complete(debrief, Outcome.DONE, on=day(0), note="Canary debrief")
    complete(step_of(loss.prospect), Outcome.SPOKE, on=day(0), note="Canary note")
    make_api_token(NewApiToken("A program", Scope.READ), by=owner, now=LATER)
    change_settings(owner, {"password": "!canary", "theme": "dark"}, by=owner, now=LATER)
    text = managing.get(PAGE).content.decode()
    assert "anary" not in text
    assert "Debrief" not in " ".join(texts(managing))
    assert "An API token was made · A program" in text


def test_ones_own_debrief_stands_there(manager: User) -> None:
    loss = log(manager)
    complete(open_row(loss.prospect, Kind.DEBRIEF), Outcome.DONE, on=day(0), note="Canary")
    assert any("Debrief: Done" in text for text in texts(signed_in(manager)))


SECRET = ("password", "hash", "key", "token", "note", "words", "lesson", "debrief", "summary", "learned")


def test_only_what_is_listed_is_ever_shown() -> None:
    for columns in SHOWN.values():
        assert not [column for column in columns if any(part in column for part in SECRET)]


def test_what_was_taken_back_is_said(managing: Client, owner: User) -> None:
    loss = log(owner)
    edited = edit_prospect(
        loss.prospect, Typed(details={"form_of_address": "Dr Solheim"}), by=owner, now=LATER
    )
    assert edited is not None
    actions.undo_change(edited.pk, by=owner, now=LATER + timedelta(minutes=1))
    assert texts(managing)[0].startswith("Taken back: What is known of them was changed · Ingrid")


def test_of_whom_was_erased_only_the_fact_is_left(managing: Client, owner: User) -> None:
    loss = log(owner)
    erase([row_key(loss), row_key(loss.prospect)], team=owner.team, through=["prospect_id"], now=LATER)
    (text,) = texts(managing)
    assert text == "A “no” was logged What it said has been erased. 09:00 · Maren Vogt"


def test_whatever_is_gone_keeps_its_name(managing: Client, owner: User) -> None:
    loss = log(owner)
    trail = trail_of(owner)
    deal = trail.create(
        Deal(team=owner.team, prospect=loss.prospect, title="Short-lived", currency="EUR", created_at=NINE)
    )
    trail.write("new_need", deal)
    deal.delete()
    (row, _logged) = rows(managing)
    assert "A new need was noted · Ingrid Solheim" in " ".join(row.text.split())
    assert row.all("a", href=True) == []


def test_an_act_without_words_is_something(managing: Client, owner: User) -> None:
    trail_of(owner).write("invented_tomorrow", owner)
    assert texts(managing) == ["Something was changed · Maren Vogt 09:05 · Maren Vogt"]


def test_it_is_narrowed_down(
    managing: Client, owner: User, manager: User, clock: time_machine.Traveller
) -> None:
    log(owner)
    make_api_token(NewApiToken("A program", Scope.READ), by=manager, now=NINE)
    trail = Trail(actor=None, team=owner.team, now=NINE + timedelta(days=10))
    trail.write("reconcile", owner)
    clock.move_to(NINE + timedelta(days=10))
    assert len(rows(managing)) == 3
    for query, count in (
        (f"?who={owner.pk}", 1), (f"?who={manager.pk}", 1), ("?who=app", 1), ("?kind=people", 2),
        ("?kind=accounts", 1), ("?kind=mail", 0), ("?days=7", 1), ("?days=30", 3),
        (f"?who={owner.pk}&kind=accounts", 0), ("?who=nobody&kind=x&days=0&before=x", 3),
    ):  # fmt: skip
        assert len(rows(managing, query)) == count, query


def test_a_long_trail_comes_in_pages(managing: Client, manager: User) -> None:
    for number in range(95):
        Trail(actor=manager, team=manager.team, now=NINE + timedelta(seconds=number // 3)).write(
            "invite", manager
        )
    seen: list[str] = []
    query = "?kind=accounts"
    while query:
        page = read(managing.get(f"{PAGE}{query}"))
        seen += [row.attrs["data-change"] for row in page.all("li", data_change=True)]
        query = next((str(link.attrs["href"]).removeprefix(PAGE) for link in page.all("a", href=True)
                      if link.text == "Earlier"), "")  # fmt: skip
    newest_first = Change.objects.order_by("-at", "-pk").values_list("pk", flat=True)
    assert seen == [str(pk) for pk in newest_first]


def test_looking_costs_few_queries_and_writes_nothing(
    managing: Client, owner: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for name in ("Ingrid Solheim", "Jon Berg", "Piet de Vries", "Ana Gomes"):
        complete(step_of(log(owner, name).prospect), Outcome.SPOKE, on=day(0))
    with django_assert_max_num_queries(16):
        managing.get(PAGE)


def test_a_part_of_it_is_the_page_too(managing: Client, owner: User) -> None:
    log(owner)
    assert "Ingrid Solheim" in managing.get(PAGE, headers=HTMX).content.decode()


def acts_in_the_code() -> set[str]:
    """Every act that the code writes into the trail: what stands in a call of `write`, or reaches it by the
    argument of a function around it, or by the name of a constant."""
    found: set[str] = set()
    for room in settings.ROOMS:
        for path in Path(settings.BASE_DIR, room).rglob("*.py"):
            text = path.read_text()
            if "migrations" not in path.parts and ("Trail" in text or "Change" in text):
                found |= set(_acts_in(ast.parse(text)))
    return found


def _acts_in(module: ast.Module) -> Iterator[str]:
    strings = dict(_constants(module))
    for call in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
        if _called(call) in {"create", "Change"}:
            for keyword in call.keywords:
                yield from _strings(keyword.value, strings) if keyword.arg == "action" else ()
    for function in (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)):
        local = strings | dict(_constants(function))
        for call in _writes_in(function):
            action = call.args[0]
            yield from _strings(action, local)
            parameters = [argument.arg for argument in function.args.args]
            if isinstance(action, ast.Name) and action.id in parameters:
                place = parameters.index(action.id)
                for caller in ast.walk(module):
                    if isinstance(caller, ast.Call) and _called(caller) == function.name:
                        yield from _strings(caller.args[place], local)


def _writes_in(function: ast.FunctionDef) -> Iterator[ast.Call]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and _called(node) == "write" and len(node.args) >= 2:
            yield node


def _called(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _constants(where: ast.Module | ast.FunctionDef) -> Iterator[tuple[str, set[str]]]:
    for node in where.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            yield node.target.id, set(_strings(node.value, {}))
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            if isinstance(target, ast.Name):
                yield target.id, set(_strings(node.value, {}))
            elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs: Any = zip(target.elts, node.value.elts, strict=True)
                for name, value in pairs:
                    if isinstance(name, ast.Name):
                        yield name.id, set(_strings(value, {}))


def _strings(node: ast.AST, known: dict[str, set[str]]) -> Iterator[str]:
    """The texts an expression may come to: of a choice both, not what it is chosen by."""
    if isinstance(node, ast.IfExp):
        yield from (*_strings(node.body, known), *_strings(node.orelse, known))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Name):
        yield from known.get(node.id, set())
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _strings(value, known)
    elif isinstance(node, ast.Subscript):
        yield from _strings(node.value, known)


def test_there_are_words_for_every_act_in_the_code() -> None:
    acts = acts_in_the_code()
    assert len(acts) > 40
    assert acts >= {"record_no", "archive_reason", "lift_bounce", "make_calendar_address", "undo"}
    assert sorted(acts - set(WORDS) - {UNDO}) == [], "say what these are in desk/trail_words.py"


def test_every_act_belongs_to_one_kind() -> None:
    assert sum(len(group) for _label, group in GROUPS.values()) == len(WORDS)
