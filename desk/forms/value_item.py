"""Something worth sending, as it is typed."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.forms.fields import CleanLineField, CleanTextField, CodeField, DayField, KeyField
from desk.forms.person import topics_field
from desk.forms.places import LanguageField
from library.items import ItemFacts
from library.kinds import Form, Purpose
from library.labels import FORMS, PURPOSES
from library.models import LINK_LENGTH, TEXT_LENGTH, TITLE_LENGTH, ValueItem

LANGUAGE_LENGTH = 12


class ItemForm(forms.Form):
    """A link or a text, why it helps, what it is about."""

    submission = KeyField()
    # No type=url: what begins without https:// is fine.
    link = CleanLineField(
        label=gettext_lazy("Link"),
        max_length=LINK_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "autocapitalize": "none"}),
    )
    title = CleanLineField(label=gettext_lazy("Title"), max_length=TITLE_LENGTH)
    why = CleanTextField(
        label=gettext_lazy("Why it helps"),
        max_length=TEXT_LENGTH,
        required=False,
        help_text=gettext_lazy("One sentence, for whom and what for."),
    )
    topics = topics_field(gettext_lazy("Goals and topics it is about"))
    purpose = CodeField(
        PURPOSES, label=gettext_lazy("It is"), widget=forms.RadioSelect, initial=Purpose.HELPFUL.value
    )
    form = forms.ChoiceField(label=gettext_lazy("What it is"), required=False, initial=Form.ARTICLE.value)
    language = LanguageField(label=gettext_lazy("Language"), max_length=LANGUAGE_LENGTH, required=False)
    dated_on = DayField(label=gettext_lazy("Of which day"), required=False)
    text = CleanTextField(
        label=gettext_lazy("The text itself"),
        max_length=TEXT_LENGTH,
        required=False,
        help_text=gettext_lazy("For a tip that stands nowhere else. With a link it is not needed."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["topics"].help_text = _("Parted by commas, in the words you use for people's goals.")
        field: Any = self.fields["form"]
        field.choices = [(code.value, capfirst(str(label))) for code, label in FORMS.items()]

    @staticmethod
    def known(item: ValueItem) -> dict[str, Any]:
        """What the form begins with for an item."""
        columns = ("link", "title", "why", "purpose", "form", "language", "dated_on", "text")
        topics = item.topics.order_by("topic__name").values_list("topic__name", flat=True)
        return {name: getattr(item, name) for name in columns} | {"topics": ", ".join(topics)}

    def facts(self) -> ItemFacts:
        """What was typed. Needs is_valid() to have run."""
        data = self.cleaned_data
        return ItemFacts(
            title=data["title"],
            link=data["link"],
            text=data["text"],
            why=data["why"],
            purpose=data["purpose"] or Purpose.HELPFUL,
            form=Form(data["form"] or Form.ARTICLE),
            language=data["language"],
            dated_on=data["dated_on"],
            topics=data["topics"],
        )
