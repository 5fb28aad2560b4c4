"""Settings of a person and of their team."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.changes import row_key
from accounts.countries import countries_with_holidays
from accounts.models import Team, User, known_zones
from accounts.working_calendar import known_regions
from desk.forms.drawn import DrawnForm
from desk.forms.fields import CleanLineField

# Django's forms take their model's type in the stubs only.
if TYPE_CHECKING:
    UserForm = forms.ModelForm[User]
    TeamModelForm = forms.ModelForm[Team]
else:
    UserForm = TeamModelForm = forms.ModelForm


class OwnRowForm(DrawnForm):
    """A form whose fields are the columns of its row."""

    instance: Any
    cleaned_data: dict[str, Any]

    def values(self) -> dict[str, Any]:
        """What the row's columns shall hold. Needs is_valid() to have run."""
        return self.cleaned_data

    def written_in(self, name: str) -> tuple[str, str]:
        """The row, and the column of the field's name."""
        return row_key(self.instance), name


WEEKDAYS: list[tuple[str, Any]] = [
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
]


def zone_choices() -> list[tuple[str, str]]:
    """Every time zone by name, without the aliases nobody looks for."""
    names = sorted(
        name for name in known_zones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))
    )
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


def country_choices() -> list[tuple[str, Any]]:
    """Every country whose public holidays are known."""
    return [("", _("No public holidays")), *countries_with_holidays()]


class ProfileForm(OwnRowForm, UserForm):
    """Who you are and when you work."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    country = forms.ChoiceField(
        label=_("Country, for its public holidays"), choices=country_choices, required=False
    )
    region = forms.CharField(
        label=_("Region"),
        max_length=16,
        required=False,
        help_text=_("As a short code, such as BY for Bavaria. Only where holidays differ."),
    )
    working_days = forms.MultipleChoiceField(
        label=_("Working days"),
        choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one working day.")},
    )

    class Meta:
        model = User
        fields: ClassVar[list[str]] = [
            "name",
            "language",
            "time_zone",
            "country",
            "region",
            "working_days",
            "theme",
        ]
        field_classes: ClassVar[dict[str, Any]] = {"name": CleanLineField}
        widgets: ClassVar[dict[str, Any]] = {"theme": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["working_days"] = list(self.instance.working_days)
        self._keep_known_zone()

    def _keep_known_zone(self) -> None:
        """An alias somebody already has (or posts) stays possible."""
        field = self.fields["time_zone"]
        assert isinstance(field, forms.ChoiceField)
        mentioned = {self.instance.time_zone, self.data.get("time_zone", "")} & known_zones()
        offered = zone_choices()
        known = {value for value, _label in offered}
        field.choices = offered + [(name, name) for name in sorted(mentioned - known)]

    def clean_language(self) -> str:
        """The language chosen; without one the language stays as it is."""
        chosen: str = self.cleaned_data["language"]
        return chosen or self.initial["language"]

    def clean_working_days(self) -> str:
        """Weekdays as rising digits."""
        return "".join(sorted(set(self.cleaned_data["working_days"])))

    def clean(self) -> dict[str, Any]:
        """A region must be one of its country's."""
        data = super().clean() or {}
        region, country = data.get("region", "").strip(), data.get("country", "")
        data["region"] = region
        if region and region not in known_regions(country):
            known = ", ".join(known_regions(country)[:20])
            sentence = _("We don't know this region. Known here: %(known)s") % {"known": known or _("none")}
            self.add_error("region", sentence)
        return data


class DigestForm(OwnRowForm, UserForm):
    """The reminder mail."""

    digest_time = forms.TimeField(
        label=_("At"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Write the time as 07:30.")},
    )

    class Meta:
        model = User
        fields: ClassVar[list[str]] = [
            "digest_daily",
            "digest_weekly",
            "digest_time",
            "digest_when_empty",
            "digest_without_names",
            "lessons_monthly",
        ]
        help_texts: ClassVar[dict[str, Any]] = {
            "digest_when_empty": _("It says who is next then."),
            "lessons_monthly": _("On your first working day; nothing to say, nothing sent."),
            "digest_without_names": _(
                "For a screen others can see: subject and mail say how many people, and never who."
            ),
        }


class TeamForm(OwnRowForm, TeamModelForm):
    """What a team agreed on."""

    class Meta:
        model = Team
        fields: ClassVar[list[str]] = [
            "name", "public_name", "postal_address", "currency", "daily_limit", "counts_opens",
        ]  # fmt: skip
        field_classes: ClassVar[dict[str, Any]] = {
            "name": CleanLineField,
            "public_name": CleanLineField,
            "postal_address": CleanLineField,
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "public_name": _("What prospects read, in mail and in invitations to a meeting."),
            "postal_address": _("On one line, as it stands below every mail to a prospect."),
            "counts_opens": _(
                "The link in a useful mail then leads over a page of yours with one button, and pressing it "
                "is noted; mail and page say so."
            ),
        }

    def clean_currency(self) -> str:
        """Three letters."""
        currency = self.cleaned_data["currency"].strip().upper()
        if len(currency) != 3 or not currency.isascii() or not currency.isalpha():
            raise forms.ValidationError(_("Three letters, such as EUR."))
        return str(currency)
