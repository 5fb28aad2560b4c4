"""People who log noes through the page, each in a browser of their own, and what was answered them."""

import http.client
import threading
import time as stopwatch
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tests.faults.people import MONDAY, PASSWORD, Person, SaidNo
from tests.faults.stage import Stage
from tests.rig.browser import Browser, PageError

# A server that is being killed answers like this, or not at all.
NO_ANSWER = (OSError, http.client.HTTPException, PageError)
SAVED, FORM = 303, "/no/"
PATIENCE = 0.2


@dataclass
class Desk:
    """One person at the form: what they typed, in order, whether it was acknowledged, how long that took."""

    person: Person
    browser: Browser
    noes: list[SaidNo]
    typed: list[SaidNo] = field(default_factory=list)
    acknowledged: list[SaidNo] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to type."""
        return not self.noes

    def sign_in(self) -> None:
        """As this person."""
        self.browser.sign_in(self.person.email, PASSWORD)

    def save_one(self) -> bool:
        """Type the next no and send it; False when no answer came."""
        try:
            form = self.browser.get(FORM).hidden_fields(FORM)
        except NO_ANSWER:
            return False
        no = self.noes.pop(0)
        self.typed.append(no)
        started = stopwatch.monotonic()
        try:
            answer = self.browser.post(FORM, {**form, **no.as_form()})
        except NO_ANSWER:
            return False
        self.seconds.append(stopwatch.monotonic() - started)
        if answer.status == SAVED:
            self.acknowledged.append(no)
        else:
            self.refused.append(f"{no.email}: answered {answer.status}")
        return True

    def as_saved(self, on_disk: set[str]) -> Person:
        """This person with the noes that are on disk, in the order they were typed."""
        return replace(self.person, noes=tuple(no for no in self.typed if no.email in on_disk))


def desks_for(stage: Stage, people: Sequence[Person], each: int, day: date = MONDAY) -> list[Desk]:
    """A signed-in browser for each, who will hear so many noes at most on `day`."""
    desks = [
        Desk(person, stage.house.browser(), [stage.inventor.no(day) for _ in range(each)])
        for person in people
    ]
    for desk in desks:
        desk.sign_in()
    return desks


def save(desks: Sequence[Desk], at_once: int) -> list[threading.Thread]:
    """Everybody saves all they have, so many of them at the same time; the threads, already running."""
    turn = threading.Semaphore(at_once)

    def work(desk: Desk) -> None:
        for _ in range(len(desk.noes)):
            with turn:
                desk.save_one()

    return _start(work, desks)


def save_until(desks: Sequence[Desk], over: threading.Event) -> list[threading.Thread]:
    """Everybody saves until it is over, or nothing is left to type; the threads, already running."""

    def work(desk: Desk) -> None:
        while not over.is_set() and not desk.is_done:
            if not desk.save_one():
                over.wait(PATIENCE)

    return _start(work, desks)


def _start(work: Callable[[Desk], None], desks: Sequence[Desk]) -> list[threading.Thread]:
    threads = [threading.Thread(target=work, args=[desk], daemon=True) for desk in desks]
    for thread in threads:
        thread.start()
    return threads


def percentile(seconds: Sequence[float], share: float) -> float:
    """The value `share` (of 1) of them do not exceed."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
