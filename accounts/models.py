"""Teams, their people, and the one-time address that makes the first of them."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cached_property, lru_cache
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
from accounts.token_scopes import Scope
from accounts.working_calendar import WorkingCalendar
from common.columns import check_columns
from common.prepared import prepared
from common.text import clean_line

__all__ = ["Absence", "ApiToken", "CalendarFeed", "Change", "Invitation", "SetupLink", "Team", "User"]

CURRENCY_LENGTH = 3
CADENCE_LENGTH = 80
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
    # Stands at the end of every mail to a prospect.
    postal_address = models.CharField(_("postal address"), max_length=300, blank=True)
    currency = models.CharField(_("currency"), max_length=CURRENCY_LENGTH, default="EUR")
    daily_limit = models.PositiveSmallIntegerField(
        _("daily limit"), default=6, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    # Contact rules: days between two counted touches, how many in how many days, give before ask.
    days_apart = models.PositiveSmallIntegerField(
        _("days between two touches"), default=14, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    most_touches = models.PositiveSmallIntegerField(
        _("touches at most"), default=4, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    within_days = models.PositiveSmallIntegerField(
        _("in so many days"), default=90, validators=[MinValueValidator(14), MaxValueValidator(365)]
    )
    helpful_before_pitch = models.PositiveSmallIntegerField(
        _("helpful touches before an offer"), default=2, validators=[MaxValueValidator(10)]
    )
    # Days ahead of, or after, what a plan waits for.
    value_item_day = models.PositiveSmallIntegerField(
        _("something useful after"), default=15, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    contract_lead_days = models.PositiveSmallIntegerField(
        _("ahead of a notice date"), default=90, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    budget_lead_days = models.PositiveSmallIntegerField(
        _("ahead of a budget year"), default=120, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    settled_after_days = models.PositiveSmallIntegerField(
        _("after a start"), default=30, validators=[MinValueValidator(1), MaxValueValidator(180)]
    )
    # {exit conversation: day} where the team prefers another than ours.
    preferred_days = models.JSONField(default=dict, blank=True)
    # How check-ins ease off: of the team ("" is ours), and {exit conversation: cadence} where it differs.
    cadence = models.CharField(max_length=CADENCE_LENGTH, blank=True)
    cadences = models.JSONField(default=dict, blank=True)
    # Whom nobody had to do with for so many months is erased; None: nobody ever is by itself.
    erase_after_months = models.PositiveSmallIntegerField(
        _("erase after months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(12), MaxValueValidator(120)],
    )
    # Those who bought as well.
    erase_buyers_too = models.BooleanField(_("people who bought, too"), default=False)
    # ISO codes, joined by commas: every mail of the app there needs a permission in writing.
    strict_countries = models.CharField(
        _("countries with strict rules"), max_length=200, default="DE,AT", blank=True
    )
    # Links in mails to prospects lead over a page of ours that notes that they were opened.
    counts_opens = models.BooleanField(_("note when a link is opened"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(daily_limit__gte=1), name="team_daily_limit_positive"),
            models.CheckConstraint(
                condition=models.Q(days_apart__gte=1, most_touches__gte=1, within_days__gte=14),
                name="team_contact_rules_in_range",
            ),
        ]

    def __str__(self) -> str:
        return self.name


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
        return tuple(sorted(_days_away_of(self.pk)))

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read it anew, absences too."""
        super().refresh_from_db(*args, **kwargs)
        self.__dict__.pop("_days_away", None)


class Absence(models.Model):
    """Days on which somebody does not work, both included, and what happens to what falls into them."""

    class Then(models.TextChoices):
        MOVE = "move", _("Move what falls into it")
        HAND_OVER = "hand_over", _("A colleague looks after it")

    named_after = "user"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"))
    then = models.CharField(max_length=9, choices=Then.choices, default=Then.MOVE)
    # Who looks after what falls into it; only of a hand-over.
    stand_in = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "first_on"], name="absence_user_day"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(first_on__lte=models.F("last_on")), name="absence_begins_before_it_ends"
            ),
            models.CheckConstraint(
                condition=models.Q(then="move", stand_in__isnull=True)
                | models.Q(then="hand_over", stand_in__isnull=False),
                name="absence_names_its_stand_in",
            ),
        ]

    def __str__(self) -> str:
        return f"away {self.first_on.isoformat()} to {self.last_on.isoformat()}"


@prepared
def _days_away_of(user_id: uuid.UUID) -> "models.QuerySet[Absence, tuple[date, date]]":
    return Absence.objects.filter(user=user_id).values_list("first_on", "last_on")


class Invitation(models.Model):
    """An address that may make itself an account in a team, once; the link to it is signed, not kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="invitations")
    address = models.EmailField(_("e-mail"), max_length=254)
    is_sales = models.BooleanField(default=True)
    is_marketing = models.BooleanField(default=False)
    is_manager = models.BooleanField(default=False)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # Raised by sending it again: a link of before is dead.
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["team", "address"],
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="one_pending_invitation_per_address",
            ),
            models.CheckConstraint(
                condition=models.Q(address=models.functions.Lower("address")),
                name="invitation_address_lower_case",
            ),
            models.CheckConstraint(
                condition=models.Q(is_sales=True) | models.Q(is_marketing=True) | models.Q(is_manager=True),
                name="invitation_to_some_role",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False, revoked_at__isnull=True),
                name="invitation_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation of {self.created_at:%Y-%m-%d}"

    def roles(self) -> frozenset[Role]:
        """The roles that come with it."""
        return roles_in(self)


class CalendarFeed(models.Model):
    """The secret address under which a calendar reads somebody's follow-ups; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"calendar address of {self.created_at:%Y-%m-%d}"


class ApiToken(models.Model):
    """A secret with which a program works for somebody; only its hash is kept, and how it begins."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("what it is for"), max_length=60)
    scope = models.CharField(max_length=5, choices=[(scope.value, scope.value) for scope in Scope])
    prefix = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    # To the hour.
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(scope__in=[scope.value for scope in Scope]), name="api_token_scope_known"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="api_token_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def may_write(self) -> bool:
        """Whether more than reading is allowed with it."""
        return self.scope == Scope.WRITE


class SetupLink(models.Model):
    """The one-time address that makes the first account; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"set-up address of {self.created_at:%Y-%m-%d}"
