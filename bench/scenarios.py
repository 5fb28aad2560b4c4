"""What is asked of the web process, each beside the floor it is compared with."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from bench.seed import Desk, Stage
from bench.web import Request, Web

FORM = {
    "conversation": "not_a_priority", "told_by": "call", "ask_stay_in_touch": "yes",
    "in_their_words": "Nothing before the new budget, ask me after the summer.",
}  # fmt: skip
FULL = {
    "phone": "+49 30 5550143", "title": "Head of Operations", "is_decision_maker": "on",
    "deal_title": "Rollout", "deal_value": "24000", "deal_currency": "EUR", "ask_feedback": "yes",
    "feedback_words": "You lacked hall three.", "permission_channels": "mail", "next_contact_manner": "call",
    "permission_words": "Yes, write to me", "next_contact": "in six weeks", "needs": "One list for all",
    "promise": "the two-page checklist", "competitors": "Brightwater\nNordsee", "budget": "Set in October",
    "main_competitor": "Brightwater", "topics": "stock, audits", "likelihood": "fair",
    "lesson": "Ask about the budget first",
}  # fmt: skip


class Visit:
    """One person at one installation; every form they send is another one."""

    _numbers = count(1)

    def __init__(self, web: Web, stage: Stage, desk: Desk) -> None:
        self.browser = web.browser(desk.session)
        self.stage = stage
        self._check_ins = iter(desk.check_ins)

    def next_number(self) -> int:
        """Never the same one again."""
        return next(self._numbers)

    def next_check_in(self) -> str:
        """The id of a due check-in nobody touched yet."""
        return next(self._check_ins)


@dataclass(frozen=True)
class Scenario:
    """`floor` names what it is compared with; `who` is reader, manager or writer."""

    what: str
    floor: str
    who: str
    request: Callable[[Visit], Request]
    status: int = 200
    # What the answer has to hold so often, or it is not what was to be measured.
    holds: tuple[bytes, int] = (b"", 0)
    # Where a redirect has to lead: a row that was done before leads to its own page.
    leads_to: str = ""


def _floor_page(_visit: Visit) -> Request:
    return Request("/floor/")


def _today(_visit: Visit) -> Request:
    return Request("/")


def _no_form(_visit: Visit) -> Request:
    return Request("/no/")


def _floor_form(visit: Visit) -> Request:
    number = visit.next_number()
    fields = {"name": f"Nora Lind {number}", "email": f"nora{number}@example.net"}
    return Request("/floor/new/", fields | {"words": FORM["in_their_words"]})


def _no(visit: Visit) -> dict[str, str]:
    number = visit.next_number()
    return FORM | {
        "submission": f"bench-{number}",
        "prospect_name": f"Nora Lind {number}",
        "organisation_name": f"Lind and Daughters {number}",
        "email": f"nora{number}@example.net",
    }


def _no_preview(visit: Visit) -> Request:
    return Request("/no/preview/", _no(visit), {"HX-Request": "true"})


def _no_save(visit: Visit) -> Request:
    return Request("/no/", _no(visit))


def _no_save_all_fields(visit: Visit) -> Request:
    return Request("/no/", _no(visit) | FULL)


def _complete(visit: Visit) -> Request:
    fields = {"outcome": "spoke", "note": "They still think about the audit.", "expected_version": "1"}
    return Request(f"/followups/{visit.next_check_in()}/complete/", fields)


def _search(visit: Visit) -> Request:
    words = visit.stage.searches[visit.next_number() % len(visit.stage.searches)]
    return Request(f"/prospects/?q={words.replace(' ', '+')}")


def _insights(_visit: Visit) -> Request:
    return Request("/insights/?whose=team")


def _insights_all(_visit: Visit) -> Request:
    return Request("/insights/?whose=team&period=all")


SCENARIOS = (
    Scenario("floor_page", "floor_page", "reader", _floor_page, holds=(b"<tr>", 50)),
    Scenario("today", "floor_page", "reader", _today, holds=(b'data-followup="', 50)),
    Scenario("no_form", "floor_page", "writer", _no_form, holds=(b'name="conversation"', 8)),
    Scenario("search", "floor_page", "reader", _search),
    Scenario("search_as_manager", "floor_page", "manager", _search),
    Scenario("insights", "floor_page", "manager", _insights, holds=(b'class="g-bar"', 7)),
    Scenario("insights_all", "floor_page", "manager", _insights_all, holds=(b'class="g-bar"', 7)),
    Scenario("floor_form", "floor_form", "writer", _floor_form, 302),
    Scenario("no_preview", "floor_form", "writer", _no_preview),
    Scenario("no_save", "floor_form", "writer", _no_save, 303),
    Scenario("no_save_all_fields", "floor_form", "writer", _no_save_all_fields, 303),
    Scenario("complete", "floor_form", "writer", _complete, 303, leads_to="/"),
)
