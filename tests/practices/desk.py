"""Somebody at the desk: pages opened, forms found on them filled in and sent, as a browser would."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.test import Client
from time_machine import Traveller

from accounts.models import User
from tests.desk.reading import Element, Fields, filled_in, read
from tests.desk.visiting import signed_in
from tests.followups.telling import nine_on

NO_FORM = "/no/"


@dataclass
class Desk:
    """The pages as one user sees them, and the clock on the wall."""

    user: User
    client: Client
    clock: Traveller

    def on(self, day: date) -> "Desk":
        """The same person on another day, at nine."""
        self.clock.move_to(nine_on(day))
        return of(self.user, self.clock)

    def look(self, address: str) -> Element:
        """Open a page."""
        answer = self.client.get(address, follow=True)
        assert answer.status_code == 200, f"{address} answers {answer.status_code}"
        return read(answer)

    def send(self, page: Element, action: str, /, **typed: Any) -> Element:
        """Fill in a form that stands on the page and send it; the page it leads to.

        A field the form doesn't hold, or an answer it doesn't offer, fails; so does a form sent back.
        """
        answer = self.client.post(action, fill_in(_form(page, action), typed), follow=True)
        after = read(answer)
        assert answer.redirect_chain, (
            f"not saved: {' '.join(alert.text for alert in after.all(role='alert'))}"
        )
        return after

    def refused(self, page: Element, action: str, *, form: str = "", **typed: Any) -> Element:
        """As send, where the page comes back unsaved; `form` posts there when another button is pressed."""
        answer = self.client.post(action, fill_in(_form(page, form or action), typed), follow=True)
        assert not answer.redirect_chain, "it was saved"
        return read(answer)

    def log(self, page: Element | None = None, /, **typed: Any) -> Element:
        """Log a no on the log page (or a page that holds its form); the page that follows.

        Somebody new who can't do it now, unless told otherwise.
        """
        form = page or self.look(NO_FORM)
        if not filled_in(_form(form, NO_FORM)).get("prospect"):
            typed.setdefault("prospect_name", "Ingrid Solheim")
        typed.setdefault("conversation", "not_a_priority")
        return self.send(form, NO_FORM, **typed)

    def preview(self, **typed: Any) -> Element:
        """The log page after "Show the plan"."""
        fields = fill_in(_form(self.look(NO_FORM), NO_FORM), typed)
        return read(self.client.post("/no/preview/", fields))

    def person(self, name: str = "Ingrid Solheim") -> Element:
        """A person's page, found by searching for their name."""
        found = self.look(f"/prospects/?q={name}")
        links = [link for link in found.one(id="people").all("a", class_="p-i") if _name_in(link) == name]
        assert len(links) == 1, f"{len(links)} people are called {name}"
        return self.look(links[0].attrs["href"])

    def row(self, page: Element, kind: str) -> Element:
        """The page of the one open follow-up of a kind, by a link that stands on this one."""
        rows = [
            row.attrs["data-followup"]
            for row in page.all(data_kind=kind, data_status="open", data_followup=True)
        ]
        addresses = {f"/followups/{pk}/" for pk in rows}
        links = {link.attrs["href"] for link in page.all("a", href=True)} & addresses
        assert len(links) == 1, f"{len(links)} links lead to an open {kind}"
        return self.look(links.pop())

    def complete(self, page: Element, kind: str, outcome: str, /, **typed: Any) -> Element:
        """Say how the open follow-up of a kind went that this page links to; the page that follows."""
        row = self.row(page, kind)
        action = next(
            form.attrs["action"]
            for form in row.all("form")
            if form.attrs.get("action", "").endswith("/complete/")
        )
        return self.send(row, action, outcome=outcome, **typed)


def of(user: User, clock: Traveller) -> Desk:
    """Their desk."""
    return Desk(user, signed_in(user), clock)


def _form(page: Element, action: str) -> Element:
    """The form that posts there; one without an address posts to its own page."""
    forms = page.all("form", method="post")
    fitting = [form for form in forms if form.attrs.get("action", action) == action]
    assert fitting, f"no form on the page posts to {action}"
    return fitting[0]


def fill_in(form: Element, typed: dict[str, Any]) -> Fields:
    """What a browser sends from a form with these fields filled in; None empties one."""
    sent = filled_in(form)
    for name, value in typed.items():
        controls = [control for control in form.walk() if control.attrs.get("name") == name]
        assert controls, f"the form has no field {name}"
        _check_offered(controls, name, value)
        if value is None:
            sent.pop(name, None)
        else:
            sent[name] = value
    return sent


def _check_offered(controls: list[Element], name: str, value: Any) -> None:
    """An answer must be one of those the page offers."""
    first = controls[0]
    if first.tag == "select":
        offered = {option.attrs.get("value", option.text) for option in first.all("option")}
    elif first.attrs.get("type") in {"radio", "checkbox"}:
        offered = {control.attrs.get("value", "on") for control in controls}
    else:
        return
    wanted = value if isinstance(value, list) else [value]
    missing = {str(answer) for answer in wanted if answer is not None} - offered
    assert not missing, f"the page doesn't offer {missing} for {name}"


def timeline(page: Element) -> list[str]:
    """What happened, newest first, a line each."""
    return [flowing(line) for line in page.one("ol", class_="timeline").children if isinstance(line, Element)]


def flowing(element: Element) -> str:
    """The words inside, each element's apart from its neighbours'."""
    parts = (child if isinstance(child, str) else flowing(child) for child in element.children)
    return " ".join(" ".join(parts).split())


def planned(page: Element) -> dict[str, list[str]]:
    """The open rows a page shows: their days by kind, each row once."""
    seen: dict[str, dict[str, str]] = {}
    for row in page.all(data_followup=True, data_status="open"):
        days = [time.attrs["datetime"] for time in row.all("time") if not _is_edge(time)]
        if days:
            seen.setdefault(row.attrs["data-kind"], {}).setdefault(row.attrs["data-followup"], days[0])
    return {kind: sorted(days.values()) for kind, days in seen.items()}


def _is_edge(time: Element) -> bool:
    return "data-opens" in time.attrs or "data-closes" in time.attrs


def _name_in(link: Element) -> str:
    return next(part.text for part in link.walk() if part.has_class("t"))


def words(page: Element) -> str:
    """What the log page gives somebody to say or to send."""
    return (page.all(id="exit-line") or page.all(id="exit-text"))[0].text
