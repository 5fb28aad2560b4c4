"""What the talk taught us about the person: topics, manner, where they are."""

from typing import Any, TypeVar

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.working_calendar import known_regions
from desk.forms.fields import CleanLineField, CleanTextField, CodeField, NamesField
from desk.forms.no_part import NoPart
from desk.forms.places import CountryField, LanguageField, ZoneField
from library.models import TOPIC_LENGTH
from prospects import labels
from prospects.conversations import TopicKind
from prospects.models import WORDS_LENGTH
from prospects.new_no import About

Suggested = TypeVar("Suggested", bound=forms.Field)

NOT_SAID = gettext_lazy("Not said")
TOPIC_FIELDS = {
    "topics": TopicKind.GOAL,
    "challenges": TopicKind.CHALLENGE,
    "interests": TopicKind.INTEREST,
}
# The length of the columns of a prospect.
FORM_OF_ADDRESS_LENGTH = 60
REGION_LENGTH = 16
LANGUAGE_LENGTH = 12


def text_field(label: Any) -> CleanTextField:
    """Several lines nobody has to fill in."""
    return CleanTextField(label=label, max_length=WORDS_LENGTH, required=False)


def suggesting(page: str, datalist: str, field: Suggested) -> Suggested:
    """The field, whose input fetches suggestions from a page into a datalist while one types.

    `hx-sync` of its own: the form around it has one, and a suggestion may not stop the preview.
    """
    field.widget.attrs |= {
        "list": datalist,
        "hx-get": reverse_lazy(page),
        "hx-trigger": "input changed delay:200ms, focus once",
        "hx-target": f"#{datalist}",
        "hx-swap": "innerHTML",
        "hx-sync": "this:replace",
    }
    return field


def topics_field(label: Any) -> NamesField:
    """Topics of the team by name, suggested while one types."""
    return suggesting("desk:topics", "topics-known", NamesField(label=label, each=TOPIC_LENGTH))


def country_field() -> CountryField:
    """Where they are."""
    return suggesting(
        "desk:places", "places-known", CountryField(label=gettext_lazy("Country"), required=False)
    )


def zone_field() -> ZoneField:
    """Which time it is there."""
    return suggesting(
        "desk:places", "places-known", ZoneField(label=gettext_lazy("Time zone"), required=False)
    )


class PersonPart(NoPart):
    """What matters to them, how they like to be treated, where they are."""

    topics = topics_field(gettext_lazy("Goals, parted by commas"))
    challenges = topics_field(gettext_lazy("Challenges"))
    interests = topics_field(gettext_lazy("Interests"))
    pace = CodeField(labels.PACES, empty=NOT_SAID, label=gettext_lazy("Their pace"))
    priority = CodeField(labels.PRIORITIES, empty=NOT_SAID, label=gettext_lazy("What comes first for them?"))
    personal_cues = text_field(gettext_lazy("What they told of themselves"))
    wanted_from_our_time = text_field(gettext_lazy("What they wanted from our time"))
    form_of_address = CleanLineField(
        label=gettext_lazy("How you address them"), max_length=FORM_OF_ADDRESS_LENGTH, required=False
    )
    language = LanguageField(label=gettext_lazy("Language"), max_length=LANGUAGE_LENGTH, required=False)
    country = country_field()
    region = CleanLineField(label=gettext_lazy("Region"), max_length=REGION_LENGTH, required=False)
    time_zone = zone_field()
    postal_address = text_field(gettext_lazy("Postal address"))

    def clean(self) -> dict[str, Any]:
        """A region is one of its country's, where the country is known."""
        data = super().clean() or {}
        person = data.get("prospect")
        country = data.get("country") or (person.country if person else "")
        typed = data.get("region")
        if typed and country:
            known = {region.casefold(): region for region in known_regions(country)}
            data["region"] = known.get(typed.casefold(), "")
            if not data["region"]:
                words = ", ".join(list(known.values())[:20]) or _("none")
                self.add_error(
                    "region", _("We don't know this region. Known here: %(known)s") % {"known": words}
                )
        return data

    def about(self) -> About:
        """What was learned; empty where nothing was. Needs is_valid() to have run."""
        data = self.cleaned_data
        return About(
            topics=self._topics(data),
            personal_cues=data.get("personal_cues") or "",
            wanted_from_our_time=data.get("wanted_from_our_time") or "",
            pace=data.get("pace"),
            priority=data.get("priority"),
            form_of_address=data.get("form_of_address") or "",
            postal_address=data.get("postal_address") or "",
            country=data.get("country") or "",
            region=data.get("region") or "",
            language=data.get("language") or "",
            time_zone=data.get("time_zone") or "",
        )

    def _topics(self, data: dict[str, Any]) -> tuple[tuple[TopicKind, str], ...]:
        """Each topic once; what is a goal and an interest is a goal."""
        found: dict[str, tuple[TopicKind, str]] = {}
        for name, kind in TOPIC_FIELDS.items():
            for topic in data.get(name) or ():
                found.setdefault(topic.casefold(), (kind, topic))
        return tuple(found.values())
