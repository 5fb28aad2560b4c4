"""What stands beside the files: whose they are, what they hold, what they don't."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from common.days import plain_day_and_year
from exchange.exports import deals_file
from exchange.exports.tables import TABLES
from exchange.exports.taking import Taking
from exchange.kinds import Taken

FILE = "read-me.txt"


def read_me(taking: Taking, counts: Mapping[str, int], now: datetime) -> str:
    """The text, in the language of whoever takes the export."""
    day = plain_day_and_year(now.astimezone(taking.by.zone()).date() if taking.by else now.date())
    files = [f"{table.file}: {counts[table.label]}" for table in TABLES if table.label in counts]
    lines = [
        _("Lost Deals, %(day)s") % {"day": day},
        _whose(taking),
        "",
        _("lost-deals.json holds everything, and comes back into an empty installation under Import."),
        _(
            "%(file)s is the one to open first: a row for each no, with the person and the reason, and "
            "one for each deal without a no."
        )
        % {"file": deals_file.FILE},
        _("The other files are one table each, with so many rows:"),
        *files,
        "",
        _("An apostrophe in front of a cell keeps spreadsheets from taking it for a formula."),
        _("Not in here: passwords, passkeys, tokens and secret addresses, invitations, and mail that waits."),
    ]
    return "\r\n".join(lines) + "\r\n"


def _whose(taking: Taking) -> str:
    if taking.taken is Taken.WHOLE:
        return _("Everything of this installation.")
    team = taking.teams[0].name
    if taking.taken is Taken.TEAM:
        return _("Everything of the team %(team)s, but what colleagues asked themselves after a no.") % {
            "team": team
        }
    return _("The people that %(name)s looks after in the team %(team)s.") % {
        "name": taking.by,
        "team": team,
    }
