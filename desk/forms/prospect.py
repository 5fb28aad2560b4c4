"""What is known of a person, to correct or complete: one small form per part of their page."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.changes import row_key
from accounts.models import normalise_email
from accounts.working_calendar import known_regions
from desk.forms.drawn import DrawnForm
from desk.forms.fields import CleanLineField, CodeField
from desk.forms.person import (
    FORM_OF_ADDRESS_LENGTH,
    LANGUAGE_LENGTH,
    NOT_SAID,
    REGION_LENGTH,
    country_field,
    text_field,
    topics_field,
    zone_field,
)
from desk.forms.places import LanguageField
from followups.actions import Typed
from prospects import labels
from prospects.conversations import TopicKind
from prospects.facts import ProspectFacts, Told
from prospects.models import NAME_LENGTH, Loss, Prospect, ProspectTopic

TOPIC_FIELDS = {
    "goals": TopicKind.GOAL,
    "challenges": TopicKind.CHALLENGE,
    "interests": TopicKind.INTEREST,
}


class Part(DrawnForm, forms.Form):
    """A part of what is known; fields that carry a column's name begin with what stands there."""

    name_of: ClassVar[str] = ""
    title_of: ClassVar[Any] = ""

    def __init__(self, data: Any = None, *, person: Prospect, loss: Loss | None = None) -> None:
        self.person = person
        self.loss = loss
        # Several parts are sent together.
        self.drawn_as = f"{DrawnForm.drawn_as}_{self.name_of}"
        super().__init__(data, initial=self.known())

    def known(self) -> dict[str, Any]:
        """What stands there now."""
        return {name: getattr(self.person, name) for name in self.base_fields}

    def written_in(self, name: str) -> tuple[str, str]:
        """The person's row, and the column of the field's name."""
        return row_key(self.person), name

    def typed(self) -> Typed:
        """What was typed. Needs is_valid() to have run."""
        return Typed(details={name: value or "" for name, value in self.cleaned_data.items()})


class ProspectForm(Part):
    """Name, address, where they work."""

    name_of = "who"
    title_of = gettext_lazy("Who they are")

    name = CleanLineField(label=gettext_lazy("Name"), max_length=NAME_LENGTH)
    organisation_name = CleanLineField(
        label=gettext_lazy("Where they work"), max_length=NAME_LENGTH, required=False
    )
    title = CleanLineField(label=gettext_lazy("Their role"), max_length=120, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254, required=False)
    phone = CleanLineField(label=gettext_lazy("Phone"), max_length=40, required=False)
    is_decision_maker = forms.BooleanField(
        label=gettext_lazy("They can say yes on their own"), required=False
    )

    def known(self) -> dict[str, Any]:
        """What stands there now."""
        person = self.person
        return {
            "name": person.name,
            "organisation_name": person.organisation.name if person.organisation else "",
            "title": person.title,
            "email": person.email,
            "phone": person.phone,
            "is_decision_maker": person.is_decision_maker,
        }

    def written_in(self, name: str) -> tuple[str, str]:
        """The person's row; where they work is named by another."""
        return row_key(self.person), "organisation_id" if name == "organisation_name" else name

    def typed(self) -> Typed:
        """What was typed."""
        data = dict(self.cleaned_data)
        return Typed(ProspectFacts(**{**data, "email": normalise_email(data["email"])}))


class ReachForm(Part):
    """Where they are and how one addresses them."""

    name_of = "reach"
    title_of = gettext_lazy("How to reach them")

    form_of_address = CleanLineField(
        label=gettext_lazy("How you address them"), max_length=FORM_OF_ADDRESS_LENGTH, required=False
    )
    postal_address = text_field(gettext_lazy("Postal address"))
    country = country_field()
    region = CleanLineField(label=gettext_lazy("Region"), max_length=REGION_LENGTH, required=False)
    language = LanguageField(label=gettext_lazy("Language"), max_length=LANGUAGE_LENGTH, required=False)
    time_zone = zone_field()

    def clean(self) -> dict[str, Any]:
        """A region is one of its country's, where the country is known."""
        data = super().clean() or {}
        typed, country = data.get("region"), data.get("country")
        if typed and country:
            known = {region.casefold(): region for region in known_regions(country)}
            data["region"] = known.get(typed.casefold(), "")
            if not data["region"]:
                words = ", ".join(list(known.values())[:20]) or _("none")
                self.add_error(
                    "region", _("We don't know this region. Known here: %(known)s") % {"known": words}
                )
        return data


class MattersForm(Part):
    """What matters to them, and how they like to be treated."""

    name_of = "matters"
    title_of = gettext_lazy("What matters to them")

    goals = topics_field(gettext_lazy("Goals, parted by commas"))
    challenges = topics_field(gettext_lazy("Challenges"))
    interests = topics_field(gettext_lazy("Interests"))
    personal_cues = text_field(gettext_lazy("What they told of themselves"))
    wanted_from_our_time = text_field(gettext_lazy("What they wanted from our time"))
    pace = CodeField(labels.PACES, empty=NOT_SAID, label=gettext_lazy("Their pace"))
    priority = CodeField(labels.PRIORITIES, empty=NOT_SAID, label=gettext_lazy("What comes first for them?"))

    def known(self) -> dict[str, Any]:
        """What stands there now."""
        rows = list(self.person.topics.select_related("topic").order_by("topic__name", "pk"))
        named = {
            name: ", ".join(row.topic.name for row in rows if row.kind == kind)
            for name, kind in TOPIC_FIELDS.items()
        }
        columns = [name for name in self.base_fields if name not in TOPIC_FIELDS]
        return named | {name: getattr(self.person, name) for name in columns}

    def clean(self) -> dict[str, Any]:
        """A topic is one thing to a person: named twice, it stays where it was named first."""
        data = super().clean() or {}
        seen: set[str] = set()
        for name in TOPIC_FIELDS:
            kept = tuple(topic for topic in data.get(name) or () if topic.casefold() not in seen)
            seen |= {topic.casefold() for topic in kept}
            data[name] = kept
        return data

    def written_in(self, name: str) -> tuple[str, str]:
        """The person's row, and for topics their rows."""
        return (ProspectTopic._meta.label_lower, "") if name in TOPIC_FIELDS else super().written_in(name)

    def typed(self) -> Typed:
        """What was typed."""
        data = self.cleaned_data
        return Typed(
            details={name: value or "" for name, value in data.items() if name not in TOPIC_FIELDS},
            topics={kind: data[name] for name, kind in TOPIC_FIELDS.items()},
        )


class LearnedForm(Part):
    """What we have learned of their business since."""

    name_of = "learned"
    title_of = gettext_lazy("Learned since")

    learned = text_field(gettext_lazy("What you have learned of their business since"))


class ReferenceForm(Part):
    """Whether they would speak for us."""

    name_of = "reference"
    title_of = gettext_lazy("Would speak for us")

    is_reference = forms.BooleanField(label=gettext_lazy("They would speak for us"), required=False)
    reference_for = CleanLineField(
        label=gettext_lazy("What may they be asked about?"), max_length=NAME_LENGTH, required=False
    )

    def typed(self) -> Typed:
        """What was typed; what they may be asked about means that they may be."""
        about = self.cleaned_data["reference_for"]
        is_reference = self.cleaned_data["is_reference"] or bool(about)
        return Typed(details={"is_reference": is_reference, "reference_for": about})


class ToldForm(Part):
    """Needs, timing and budget as they told them with their newest no, and how likely a yes is later."""

    name_of = "told"
    title_of = gettext_lazy("What they told you")

    needs = text_field(gettext_lazy("What they need"))
    timing = text_field(gettext_lazy("When it could be"))
    budget = text_field(gettext_lazy("Their budget"))
    likelihood = CodeField(
        labels.LIKELIHOODS, empty=NOT_SAID, label=gettext_lazy("How likely later?"), widget=forms.RadioSelect
    )
    right_but_early = forms.BooleanField(label=gettext_lazy("The right one, only too early"), required=False)

    def known(self) -> dict[str, Any]:
        """What stands there now."""
        return {name: getattr(self.loss, name) for name in self.base_fields} if self.loss else {}

    def written_in(self, name: str) -> tuple[str, str]:
        """The row of their newest no."""
        return (row_key(self.loss) if self.loss else ""), name

    def typed(self) -> Typed:
        """What was typed."""
        return Typed(told=Told(**self.cleaned_data))


# In the order of the page that holds them all.
PARTS: tuple[type[Part], ...] = (ProspectForm, ReachForm, MattersForm, LearnedForm, ToldForm, ReferenceForm)
BY_NAME = {part.name_of: part for part in PARTS}


def parts_for(loss: Loss | None) -> list[type[Part]]:
    """The parts a person has: without a no nothing was told with one."""
    return [part for part in PARTS if part is not ToldForm or loss is not None]


def typed_together(parts: Iterable[Part]) -> Typed:
    """What was typed in several parts, as one edit. Needs is_valid() to have run on each."""
    facts, told = None, None
    details: dict[str, object] = {}
    topics: dict[TopicKind, tuple[str, ...]] = {}
    for part in parts:
        typed = part.typed()
        facts, told = typed.facts or facts, typed.told or told
        details |= typed.details
        topics |= typed.topics
    return Typed(facts, details, topics, told)
