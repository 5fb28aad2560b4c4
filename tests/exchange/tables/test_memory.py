"""A file of 100 MB is read without being held."""

import io
import tracemalloc

import pytest

from exchange.tables.encoding import Encoding
from exchange.tables.refusals import Reason, Refusal
from exchange.tables.table import open_table
from tests.exchange.tables.reading import refusal_of

SIZE = 100_000_000
HEADER = b"name,mail,reason,value,note\r\n"
ROW = (
    'Jörg Müßig,jm@example.com,zu teuer,"18.500,00",'.encode()
    + b'"sagt ""vielleicht"" '
    + b"x" * 880
    + b'"\r\n'
)


class LongFile(io.RawIOBase):
    """A beginning, and then the same again and again: as many bytes as one likes, none of them stored."""

    def __init__(self, beginning: bytes, again: bytes, size: int = SIZE) -> None:
        self.beginning, self.size, self.at = beginning, size, 0
        # Any piece of the endless part begins somewhere in here.
        self.again, self.pieces = len(again), again * (2 + io.DEFAULT_BUFFER_SIZE // len(again))

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        assert whence == io.SEEK_SET
        self.at = place
        return place

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._piece(min(len(buffer), io.DEFAULT_BUFFER_SIZE, self.size - self.at))
        buffer[: len(piece)] = piece
        self.at += len(piece)
        return len(piece)

    def _piece(self, length: int) -> bytes:
        if self.at < len(self.beginning):
            return self.beginning[self.at : self.at + length]
        begins = (self.at - len(self.beginning)) % self.again
        return self.pieces[begins : begins + length]


def read(beginning: bytes, again: bytes, size: int = SIZE) -> int:
    stream = io.BufferedReader(LongFile(beginning, again, size))
    return sum(1 for _ in open_table(stream).rows())  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def little_memory() -> object:
    tracemalloc.start()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40_000_000


@pytest.mark.slow
def test_a_table_of_many_rows() -> None:
    rows = (SIZE - len(HEADER)) // len(ROW)
    assert read(HEADER, ROW, len(HEADER) + rows * len(ROW)) == rows > 100_000


@pytest.mark.slow
def test_utf_16_of_many_rows() -> None:
    header, row = (text.decode().encode(Encoding.UTF_16_LE) for text in (HEADER, ROW))
    rows = (SIZE - len(header)) // len(row)
    assert read(header, row, len(header) + rows * len(row)) == rows > 50_000


def test_rows_that_are_huge() -> None:
    header, row = b"a,b,c,d\n", b",".join([b"y" * 900_000] * 4) + b"\n"
    assert read(header, row, len(header) + 10 * len(row)) == 10


@pytest.mark.parametrize(
    ("beginning", "again", "reason"),
    [
        (b'a,b\n1,"', b"left open" * 20 + b"\n", Reason.CELL_TOO_LONG),
        (b"a,b\n1,", b"no line end", Reason.ROW_TOO_LONG),
        (b"a,b\n1,", b",", Reason.ROW_TOO_LONG),
        (b"a,b\n1,", b"," * 3_900_000 + b"\n", Reason.ROW_TOO_WIDE),
        (b"a,b\n1", b',"\n"', Reason.ROW_TOO_WIDE),
        (b"a,b\n1", b',"' + (b"x" * 500 + b"\n") * 1_000 + b'"', Reason.ROW_TOO_LONG),
    ],
)
def test_what_does_not_end_is_refused_with_its_line(beginning: bytes, again: bytes, reason: Reason) -> None:
    refusal: Refusal = refusal_of(lambda: read(beginning, again, SIZE // 10))
    assert (refusal.reason, refusal.line) == (reason, 2)
