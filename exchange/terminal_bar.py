"""A progress bar for whoever runs a command in a terminal; elsewhere, a line now and then."""

import time
from types import TracebackType
from typing import Self, TextIO

WIDTH = 30
EVERY_SECONDS = 0.1
LINE_EVERY_SECONDS = 10.0


class TerminalBar:
    """Says how far a command has come (see exchange.progress.Progress); Ctrl-C is its cancel.

    On a terminal one line that is drawn over; into a file or a pipe a line every ten seconds.
    """

    def __init__(self, out: TextIO, what: str) -> None:
        """`what` stands before the bar: the work in a word or two."""
        self._out, self._what = out, what
        self._draws_over = out.isatty()
        self._next = 0.0
        self._drawn = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def at(self, done: int, total: int) -> None:
        """`done` of `total` pieces are done; 0 of 0 where nobody knows."""
        now = time.monotonic()
        if now < self._next and not 0 < total <= done:
            return
        self._next = now + (EVERY_SECONDS if self._draws_over else LINE_EVERY_SECONDS)
        line = self._line(done, total)
        if line != self._drawn:
            self._draw(line)

    def close(self) -> None:
        """Leave the line as it is, so that the next words begin below it."""
        if self._draws_over and self._drawn:
            self._out.write("\n")
            self._out.flush()
        self._drawn = ""

    def _line(self, done: int, total: int) -> str:
        if total <= 0:
            return f"{self._what}  {done:,}"
        share = min(max(done / total, 0.0), 1.0)
        full = int(share * WIDTH)
        return f"{self._what}  [{'#' * full}{'.' * (WIDTH - full)}] {share:4.0%}  {done:,} of {total:,}"

    def _draw(self, line: str) -> None:
        if self._draws_over:
            self._out.write(f"\r{line.ljust(len(self._drawn))}")
        else:
            self._out.write(f"{line}\n")
        self._out.flush()
        self._drawn = line
