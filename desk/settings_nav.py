"""The pages and parts of the settings, as the list beside each of them shows them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.policy import Thing, may, may_see


@dataclass(frozen=True)
class Entry:
    """One line of the list: where it leads, and whether that is the page being looked at."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Group:
    """What concerns oneself, or the team."""

    label: str
    entries: tuple[Entry, ...]


def settings_groups(user: User, path: str) -> list[Group]:
    """What `user` can set or read; `path` is the page being looked at."""
    page = reverse("desk:settings")
    yours = [
        (_("You and your calendar"), f"{page}#profile"),
        (_("Reminder mail"), f"{page}#digest"),
        (_("Away"), f"{page}#away"),
        (_("Calendar"), f"{page}#calendar"),
        (_("Signing in"), reverse("desk:security")),
        (_("API tokens"), reverse("desk:api_tokens")),
        (_("Import"), reverse("exchange:import")),
        (_("Take everything along"), reverse("exchange:export")),
    ]
    team = [
        (_("Members"), reverse("desk:team")),
        (_("Reasons"), reverse("desk:reasons")),
        (_("Exit lines"), reverse("desk:lines")),
    ]
    if may(user, Thing.TEAM_NUMBERS):
        numbers = [
            (_("Names and limits"), f"{page}#team"),
            (_("Contact rules"), f"{page}#contact-rules"),
            (_("Rhythm"), f"{page}#rhythm"),
            (_("How long people are kept"), reverse("desk:retention")),
        ]
        team = [team[0], (_("Give people on"), reverse("desk:give_people")), *numbers, *team[1:]]
    if may_see(user, Thing.TEAMS_TRAIL):
        team.append((_("What was changed"), reverse("desk:changes")))
    return [Group(_("Yours"), _entries(yours, path)), Group(_("Your team's"), _entries(team, path))]


def is_about_signing_in(path: str) -> bool:
    """Whether a page belongs to "Signing in": password, addresses, passkeys and codes."""
    return path.startswith("/accounts/")


def _entries(named: list[tuple[str, str]], path: str) -> tuple[Entry, ...]:
    here = reverse("desk:security") if is_about_signing_in(path) else path
    return tuple(Entry(label, url, url == here) for label, url in named)
