"""What is said of an export that can't come in."""

from collections.abc import Callable

from django.utils.translation import gettext as _

SENTENCES: dict[str, Callable[[], str]] = {
    "no_export": lambda: _("This is no export of Lost Deals."),
    "broken": lambda: _("This file is damaged. Bring it in as it was made."),
    "other_version": lambda: _(
        "Another version of Lost Deals wrote this. Bring this installation up to date, then try again."
    ),
    "cut_off": lambda: _("The file breaks off in its middle. Bring it in as it was made."),
    "not_as_written": lambda: _("The file is not as it was written. Bring it in as it was made."),
    "no_such_value": lambda: _("Something in the file can't be stored as it stands there."),
    "points_nowhere": lambda: _("The file is not whole: something in it belongs to a row that is not there."),
    "several_teams": lambda: _(
        "The file holds several teams, and nobody in them has your address. Bring it in with an account that "
        "has the address of somebody in it."
    ),
    "not_empty": lambda: _(
        "There is something here already. What was taken along comes back into an installation that holds "
        "one account and nothing else."
    ),
    "not_yours": lambda: _("Only a manager of your team may do this."),
}


def sentence(code: str, line: int = 0) -> str:
    """Why it can't, and on which line of the JSON that shows, where there is one."""
    said = SENTENCES[code]()
    return _("%(said)s (Line %(line)d of lost-deals.json.)") % {"said": said, "line": line} if line else said
