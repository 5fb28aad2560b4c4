"""The schedule of Celery beat, kept in memory only."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from celery.beat import Scheduler, SchedulingError

logger = logging.getLogger(__name__)

LONG_AGO = timedelta(days=30)


class ForgetfulScheduler(Scheduler):  # type: ignore[misc]  # celery is untyped
    """Starts with everything due, and again after the clock was set back.

    Beat's usual schedule file remembers when each job last ran. Once the clock has jumped it holds a moment
    in the future and beat stays silent until then. Our jobs are safe to run at any time, so nothing needs
    remembering.

    The clock is read several times within one look, and an entry carries what one of these readings gave: so
    each look asks the entries, not what it saw itself, and works out anew which of them comes next.
    """

    # Set where beat really runs: notes that it looks at its schedule (lostdeals/pulse.py).
    on_look: Callable[[], None] | None = None

    def setup_schedule(self) -> None:
        """Read the schedule from the settings, with every entry due now."""
        super().setup_schedule()
        self._make_all_due()

    def tick(self, *args: object, **kwargs: object) -> float:
        """One look at the schedule; the answer is the number of seconds to sleep."""
        now: datetime = self.app.now()
        if any(entry.last_run_at > now for entry in self.schedule.values()):
            self._make_all_due()
        self._heap = None
        if self.on_look is not None:
            self.on_look()
        return float(super().tick(*args, **kwargs))

    def apply_entry(self, entry: Any, producer: Any = None) -> None:
        """Hand one job to the queue. Without a broker that is one line in the log, not a page."""
        try:
            self.apply_async(entry, producer=producer, advance=False)
        except SchedulingError as error:
            logger.error("%s. The next turn does its work.", error)

    def _make_all_due(self) -> None:
        for entry in self.schedule.values():
            entry.last_run_at = self.app.now() - LONG_AGO
        self._heap = None
