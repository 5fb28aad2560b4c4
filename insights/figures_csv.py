"""Every figure that can be saved as a file, by the word in its address."""

from collections.abc import Callable
from typing import Final

from insights.came_back_page import came_back_table
from insights.csv_files import Table
from insights.selection import Selection

# /insights/csv/<figure>/ serves these; each chart's `csv_url` leads here.
FIGURES: Final[dict[str, Callable[[Selection], Table]]] = {
    "came-back": came_back_table,
}
