"""The table of docs/practices.md, read."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "practices.md"
ADDRESS = re.compile(r"`(/[^`]*)`")


@dataclass(frozen=True)
class Practice:
    """One row: its number, what it is about, the addresses it names, its test."""

    number: int
    words: str
    screen: str
    addresses: tuple[str, ...]
    test: str


def practices() -> list[Practice]:
    """Every row of the table, in its order."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    cells = [
        [cell.strip() for cell in line.strip("| ").split("|")] for line in lines if re.match(r"\| \d", line)
    ]
    return [
        Practice(int(number), words, screen, tuple(ADDRESS.findall(screen)), test.strip("`"))
        for number, words, screen, test in cells
    ]


def all_addresses() -> set[str]:
    """Every address the table names."""
    return {address for practice in practices() for address in practice.addresses}
