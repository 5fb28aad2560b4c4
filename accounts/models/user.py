"""The people of a team."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.absence import days_away_of
from accounts.models.columns import DEFAULT_DIGEST_TIME, validate_working_days, validate_zone
from accounts.models.team import Team
from accounts.roles import Role
from accounts.working_calendar import WorkingCalendar
from common.columns import check_columns
from common.text import clean_line

if TYPE_CHECKING:
    from accounts.models.invitation import Invitation


class UserManager(BaseUserManager["User"]):
    """Makes people; an address is kept in lower case so that one person is one row."""

    def get_queryset(self) -> "models.QuerySet[User]":
        """Everybody, read together with their team: nearly every page asks for its numbers."""
        return super().get_queryset().select_related("team")

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; raises ValidationError on an unusable field."""
        user = self.model(email=normalise_email(email), **fields)
        user.set_password(password)
        check_columns(user)
        with transaction.atomic(using=self._db):
            user.save(using=self._db)
            # allauth's row for the address: left to itself, it would write one when its page is looked at.
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by address, in any spelling of upper and lower case."""
        return self.get(email=normalise_email(username or ""))


def normalise_email(address: str) -> str:
    """One spelling per address: trimmed and lower case."""
    return clean_line(address).lower()


def roles_in(row: "User | Invitation") -> frozenset[Role]:
    """The roles whose columns a row has set."""
    held = {Role.SALES: row.is_sales, Role.MARKETING: row.is_marketing, Role.MANAGER: row.is_manager}
    return frozenset(role for role, has in held.items() if has)


class User(AbstractBaseUser):
    """A member of a team: who they are, when they work, how they want to be reminded."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_sales = models.BooleanField(_("sales"), default=True)
    is_marketing = models.BooleanField(_("marketing"), default=False)
    is_manager = models.BooleanField(_("manager"), default=False)
    is_active = models.BooleanField(default=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_zone])
    country = models.CharField(_("country"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=16, blank=True)
    working_days = models.CharField(
        _("working days"), max_length=7, default="01234", validators=[validate_working_days]
    )
    digest_daily = models.BooleanField(_("a mail each working day"), default=True)
    digest_weekly = models.BooleanField(_("a mail each week"), default=False)
    digest_time = models.TimeField(_("at"), default=DEFAULT_DIGEST_TIME)
    digest_when_empty = models.BooleanField(_("also when nobody is due"), default=False)
    digest_without_names = models.BooleanField(_("numbers in place of names"), default=False)
    lessons_monthly = models.BooleanField(_("once a month, what your noes taught you"), default=True)
    language = models.CharField(_("language"), max_length=12, default="en")
    theme = models.CharField(_("colours"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    links_valid_from = models.DateTimeField(default=timezone.now, editable=False)
    # Raised to end every session they have, whatever its row says.
    session_generation = models.PositiveIntegerField(default=0, editable=False)
    # Since when they are not in the team any more; their name stays on what they did.
    left_at = models.DateTimeField(null=True, blank=True, editable=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(email=models.functions.Lower("email")), name="user_email_lower_case"
            ),
            models.CheckConstraint(condition=~models.Q(working_days=""), name="user_works_some_day"),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """The name to show: theirs, or the part of the address before the @."""
        return self.name or self.email.partition("@")[0]

    def roles(self) -> frozenset[Role]:
        """The roles this member holds."""
        return roles_in(self)

    def get_session_auth_hash(self) -> str:
        """What a session must have been made with; another one for each generation of sessions."""
        return self._of_this_generation(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under each key of before."""
        yield from map(self._of_this_generation, super().get_session_auth_fallback_hash())

    def _of_this_generation(self, made: str) -> str:
        # The first one is spelled as ever: nobody is signed out by an upgrade.
        return f"{made}:{self.session_generation}" if self.session_generation else made

    def zone(self) -> ZoneInfo:
        """Their time zone."""
        return ZoneInfo(self.time_zone)

    def today(self, now: datetime) -> date:
        """Their local date at the instant `now` (aware)."""
        return now.astimezone(self.zone()).date()

    def calendar(self) -> WorkingCalendar:
        """Their working calendar; absences are read once per instance (refresh_from_db forgets them)."""
        return WorkingCalendar(
            weekdays=frozenset(int(digit) for digit in self.working_days),
            country=self.country,
            region=self.region,
            absences=self._days_away,
        )

    @cached_property
    def _days_away(self) -> tuple[tuple[date, date], ...]:
        if "absences" in getattr(self, "_prefetched_objects_cache", {}):
            return tuple(sorted((row.first_on, row.last_on) for row in self.absences.all()))
        return tuple(sorted(days_away_of(self.pk)))

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read it anew, absences too."""
        super().refresh_from_db(*args, **kwargs)
        self.__dict__.pop("_days_away", None)
