"""What was asked at the exit, the answers, and what a yes brings with it."""

from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.forms.fields import CleanLineField, CleanTextField, CodeField, CodesField, WeeksField
from desk.forms.no_part import NoPart
from prospects import labels
from prospects.conversations import AskAnswer, AskKind, PermissionStrength
from prospects.models import NAME_LENGTH, WORDS_LENGTH
from prospects.new_no import Agreement, Asked, Named

Beside = TypeVar("Beside", bound=forms.Field)

NOT_ASKED = AskAnswer.NOT_ASKED
ANSWERS = {code: words for code, words in labels.ANSWERS.items() if code != AskAnswer.STOP}
# What was typed beside an ask is its answer's words.
WORDS_OF = {AskKind.FEEDBACK: "feedback_words", AskKind.REFERENCE: "reference_for"}
# What only a yes can bring: another answer beside it contradicts it.
NEEDS_A_YES = {AskKind.REFERRAL: "referral_name", AskKind.REFERENCE: "reference_for"}


def answer_field(kind: AskKind, widget: Any = forms.RadioSelect, words: Any = ANSWERS) -> CodeField:
    """The answer to one ask."""
    return CodeField(words, label=labels.ASKS[kind], widget=widget, initial=NOT_ASKED.value)


def beside_an_ask(field: Beside) -> Beside:
    """The field, which the page keeps in view once something is typed into it (:placeholder-shown)."""
    field.widget.attrs |= {"placeholder": " "}
    return field


class AsksPart(NoPart):
    """Nine asks, each with its answer; permission, feedback, referral, reference."""

    ask_stay_in_touch = answer_field(AskKind.STAY_IN_TOUCH, words=labels.ANSWERS)
    permission_channels = CodesField(labels.PERMISSION_CHANNELS, label=gettext_lazy("What may we do?"))
    permission_words = beside_an_ask(
        CleanTextField(label=gettext_lazy("In which words?"), max_length=WORDS_LENGTH, required=False)
    )
    permission_strength = CodeField(
        labels.PERMISSION_STRENGTHS,
        label=gettext_lazy("How did they say it?"),
        widget=forms.RadioSelect,
        initial=PermissionStrength.SAID.value,
    )
    permission_every = beside_an_ask(WeeksField(label=gettext_lazy("At most every … weeks")))
    ask_feedback = answer_field(AskKind.FEEDBACK)
    feedback_words = beside_an_ask(
        CleanTextField(label=gettext_lazy("What they said to it"), max_length=WORDS_LENGTH, required=False)
    )
    ask_referral = answer_field(AskKind.REFERRAL)
    referral_name = beside_an_ask(
        CleanLineField(label=gettext_lazy("Whom did they name?"), max_length=NAME_LENGTH, required=False)
    )
    referral_organisation = beside_an_ask(
        CleanLineField(label=gettext_lazy("Where that person works"), max_length=NAME_LENGTH, required=False)
    )
    ask_reference = answer_field(AskKind.REFERENCE)
    reference_for = beside_an_ask(
        CleanLineField(
            label=gettext_lazy("What may they be asked about?"), max_length=NAME_LENGTH, required=False
        )
    )
    ask_reentry = answer_field(AskKind.REENTRY)
    ask_mailing_list = answer_field(AskKind.MAILING_LIST)
    ask_next_meeting = answer_field(AskKind.NEXT_MEETING)
    # Said, not asked: _ask.html draws a check box, which sends yes or nothing.
    ask_thank_you = answer_field(AskKind.THANK_YOU, forms.TextInput)
    ask_congratulate = answer_field(AskKind.CONGRATULATE, forms.TextInput)

    def clean(self) -> dict[str, Any]:
        """What only a yes brings needs one; who asked us to stop has agreed to nothing."""
        data = super().clean() or {}
        for kind, name in NEEDS_A_YES.items():
            if data.get(name) and self.answer_to(kind) != AskAnswer.YES:
                self.add_error(name, _("They haven't said yes to that. Choose Yes, or take this out."))
        is_nameless = data.get("referral_organisation") and not data.get("referral_name")
        if is_nameless and self.is_fine("referral_name"):
            self.add_error("referral_name", _("Whom did they name there?"))
        if self.answer_to(AskKind.STAY_IN_TOUCH) == AskAnswer.STOP:
            self._check_stop(data)
        return data

    def _check_stop(self, data: dict[str, Any]) -> None:
        sentence = _("They asked us to stop. That leaves nothing they agreed to.")
        if data.get("permission_channels"):
            self.add_error("permission_channels", sentence)
        if self.answer_to(AskKind.MAILING_LIST) == AskAnswer.YES:
            self.add_error("ask_mailing_list", sentence)

    def answer_to(self, kind: AskKind) -> AskAnswer:
        """The answer to an ask; what was typed beside one nobody answered is a yes.

        Needs its fields to be cleaned.
        """
        data = self.cleaned_data
        answer: AskAnswer = data.get(f"ask_{kind.value}") or NOT_ASKED
        typed = data.get(NEEDS_A_YES.get(kind) or WORDS_OF.get(kind) or "")
        return AskAnswer.YES if answer == NOT_ASKED and typed else answer

    def asked(self) -> tuple[Asked, ...]:
        """Everything asked but staying in touch, which stands alone. Needs is_valid() to have run."""
        data = self.cleaned_data
        answers = {kind: self.answer_to(kind) for kind in AskKind if kind != AskKind.STAY_IN_TOUCH}
        return tuple(
            Asked(kind, answer, data.get(WORDS_OF.get(kind, "")) or "")
            for kind, answer in answers.items()
            if answer != NOT_ASKED
        )

    def agreement(self) -> Agreement:
        """What they agreed to receive. Needs is_valid() to have run."""
        data = self.cleaned_data
        return Agreement(
            channels=data.get("permission_channels") or (),
            strength=data.get("permission_strength") or PermissionStrength.SAID,
            words=data.get("permission_words") or "",
            every_weeks=data.get("permission_every"),
        )

    def referral(self) -> Named | None:
        """Whom they named. Needs is_valid() to have run."""
        data = self.cleaned_data
        name = data.get("referral_name")
        return Named(name, data.get("referral_organisation") or "") if name else None
