"""Teams, their people, and the one-time address that makes the first of them."""

import uuid
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.changes import Change
from accounts.roles import Role
from accounts.working_calendar import WorkingCalendar
from common.columns import check_columns
from common.text import clean_line

__all__ = ["Change", "SetupLink", "Team", "User"]

CURRENCY_LENGTH = 3
DEFAULT_DIGEST_TIME = time(7, 30)


@lru_cache(maxsize=1)
def known_zones() -> frozenset[str]:
    """The IANA names of all time zones this installation knows."""
    return frozenset(available_timezones())


def validate_zone(name: str) -> None:
    """Raises ValidationError unless `name` is an IANA time zone."""
    if name not in known_zones():
        raise ValidationError(_("We don't know this time zone."), code="zone")


def validate_working_days(digits: str) -> None:
    """Raises ValidationError unless `digits` are rising weekdays, Monday 0 to Sunday 6, at least one."""
    if not digits or list(digits) != sorted(set(digits)) or not set(digits) <= set("0123456"):
        raise ValidationError(_("Choose at least one working day."), code="working_days")


class Team(models.Model):
    """People who work together, with the numbers they agreed on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("team name"), max_length=120)
    public_name = models.CharField(_("name that buyers see"), max_length=120, blank=True)
    currency = models.CharField(_("currency"), max_length=CURRENCY_LENGTH, default="EUR")
    daily_limit = models.PositiveSmallIntegerField(
        _("daily limit"), default=6, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(daily_limit__gte=1), name="team_daily_limit_positive"),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes people; an address is kept in lower case so that one person is one row."""

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
    language = models.CharField(_("language"), max_length=12, default="en")
    theme = models.CharField(_("colours"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    links_valid_from = models.DateTimeField(default=timezone.now, editable=False)
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
        held = {Role.SALES: self.is_sales, Role.MARKETING: self.is_marketing, Role.MANAGER: self.is_manager}
        return frozenset(role for role, has in held.items() if has)

    def zone(self) -> ZoneInfo:
        """Their time zone."""
        return ZoneInfo(self.time_zone)

    def today(self, now: datetime) -> date:
        """Their local date at the instant `now` (aware)."""
        return now.astimezone(self.zone()).date()

    def calendar(self) -> WorkingCalendar:
        """Their working calendar."""
        return WorkingCalendar(
            weekdays=frozenset(int(digit) for digit in self.working_days),
            country=self.country,
            region=self.region,
        )


class SetupLink(models.Model):
    """The one-time address that makes the first account; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"set-up address of {self.created_at:%Y-%m-%d}"
