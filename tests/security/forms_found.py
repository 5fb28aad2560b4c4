"""Every form of every page somebody may open: where it is sent, its fields, and what kind each of them is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import Resolver404, resolve

from tests.desk.reading import Element, Fields, filled_in, read
from tests.desk.visiting import HTMX
from tests.security.canaries import Planted
from tests.security.routes import POLICIES, address_of
from tests.security.walking import hidden

CONTROLS = {"input", "textarea", "select", "button"}
NEVER = {"csrfmiddlewaretoken", "carried", "typed_by"}


@dataclass
class FoundForm:
    """A form as a browser would send it; `kinds` tells for each field what it is."""

    page: str
    action: str
    filled: Fields
    kinds: dict[str, str] = field(default_factory=dict)
    # The fields of several lines are "textarea", the others as their type says.
    most: dict[str, int] = field(default_factory=dict)

    @property
    def route(self) -> str:
        """The route it is sent to."""
        return str(resolve(self.action.partition("?")[0]).route)

    @property
    def typed(self) -> list[str]:
        """The names of the fields somebody types text into."""
        return [name for name, kind in self.kinds.items() if kind in {"text", "search", "tel", "textarea"}]

    def sent(self, **changes: Any) -> dict[str, Any]:
        """What is sent, with changes."""
        return {name: value for name, value in {**self.filled, **changes}.items() if name not in NEVER}


def pages(planted: Planted) -> Iterator[str]:
    """Every address that may show a form, and those that open one of several."""
    for policy in POLICIES.values():
        if policy.get != 405:
            yield address_of(policy, planted)
    yield f"/no/?deal={planted.deal.pk}"
    yield f"/no/?prospect={planted.prospect.pk}"
    yield f"/deals/{planted.declined.pk}/"
    yield "/settings/lines/?open=cannot"
    yield f"/prospects/{planted.prospect.pk}/?edit=all"
    for row in (planted.follow_up, planted.done, planted.meeting):
        yield f"/followups/{row.pk}/"


def forms_of(client: Client, planted: Planted, previews: Iterable[str] = ()) -> list[FoundForm]:
    """Every form that changes something, once for each route it is sent to and set of fields it has."""
    found: dict[tuple[str, frozenset[str]], FoundForm] = {}
    seen = set()
    for address in (*pages(planted), *previews):
        for headers in ({}, HTMX):
            answer = client.get(address, headers=headers)
            if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
                continue
            # Asked for a part, most pages answer whole: to read them once more takes long and finds nothing.
            if (text := hidden(answer.content.decode())) not in seen:
                seen.add(text)
                for form in _forms_on(read(answer), address):
                    found.setdefault((form.route, frozenset(form.kinds)), form)
    return [*found.values(), *_without_a_page(planted, {form.route for form in found.values()})]


def _without_a_page(planted: Planted, seen: set[str]) -> Iterator[FoundForm]:
    """What the policy table says of a route that takes a form, where no page of now shows one."""
    for route, policy in POLICIES.items():
        if route not in seen and (policy.get == 405 or policy.post):
            yield FoundForm(
                "", address_of(policy, planted), {**policy.post}, dict.fromkeys(policy.post, "text")
            )


def _forms_on(page: Element, address: str) -> Iterator[FoundForm]:
    for form in page.all("form"):
        if form.attrs.get("method", "").lower() != "post":
            continue
        beside = page.all(form=form.attrs.get("id", "of its own"))
        controls = [control for control in [*form.walk(), *beside] if control.tag in CONTROLS]
        actions = {control.attrs["formaction"] for control in controls if "formaction" in control.attrs}
        for action in {form.attrs.get("action") or form.attrs.get("hx-post") or address, *actions}:
            if _is_ours(action):
                yield _found(form, controls, address, action)


def _is_ours(action: str) -> bool:
    try:
        resolve(action.partition("?")[0])
    except Resolver404:
        return False
    return True


def _found(form: Element, controls: list[Element], address: str, action: str) -> FoundForm:
    found = FoundForm(address, action, filled_in(form))
    for control in controls:
        name, limit = control.attrs.get("name"), control.attrs.get("maxlength", "")
        if not name or name in NEVER:
            continue
        found.kinds.setdefault(
            name, control.attrs.get("type", "text") if control.tag == "input" else control.tag
        )
        if limit.isdecimal():
            found.most[name] = int(limit)
        if control.attrs.get("type") != "radio":
            found.filled.setdefault(name, control.attrs.get("value", ""))
    return found
