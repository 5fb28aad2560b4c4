"""Every figure that can be saved as a file, by the word in its address."""

from collections.abc import Callable
from typing import Final

from insights.came_back_page import came_back_table
from insights.csv_files import Table
from insights.deeper_tables import DEEPER
from insights.main_tables import money_table, months_table, time_table, why_file, win_back_table
from insights.selection import Selection

# /insights/csv/<figure>/ serves these; each chart's `csv_url` leads here.
FIGURES: Final[dict[str, Callable[[Selection], Table]]] = {
    "came-back": came_back_table,
    "money": money_table,
    "months": months_table,
    "time-to-yes": time_table,
    "why": why_file,
    "win-back": win_back_table,
    **DEEPER,
}
