"""What a reason of a file can become: a kind of no, or one of the team's own reasons under it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from accounts.models import Team
from exchange.dialects.answers import ReasonAnswer
from exchange.folding import plain
from exchange.reasons import Proposal, propose
from prospects.conversations import ExitConversation
from prospects.labels import CHIPS
from prospects.models import LossReason

_BETWEEN = ":"


def as_value(conversation: ExitConversation, key: str = "") -> str:
    """A choice as the value of an option."""
    return f"{conversation}{_BETWEEN}{key}" if key else str(conversation)


@dataclass(frozen=True)
class Group:
    """One kind of no: itself, and the team's reasons under it, as value and label."""

    label: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ReasonChoices:
    """The team's reasons by kind of no; key and label of each."""

    reasons: dict[ExitConversation, tuple[tuple[str, str], ...]]

    @classmethod
    def of_team(cls, team: Team) -> Self:
        """Those the team offers."""
        found: dict[ExitConversation, tuple[tuple[str, str], ...]] = {}
        for reason in LossReason.objects.of_team(team.pk).offered():
            conversation = ExitConversation(reason.conversation)
            found[conversation] = (*found.get(conversation, ()), (str(reason.pk), reason.label))
        return cls(found)

    def groups(self) -> Iterator[Group]:
        """What is offered, kind by kind."""
        for conversation, chip in CHIPS.items():
            own = ((as_value(conversation, key), label) for key, label in self.reasons.get(conversation, ()))
            yield Group(str(chip), ((as_value(conversation), str(chip)), *own))

    def answer(self, typed: str, text: str) -> ReasonAnswer | None:
        """What a choice says about the text of a file; None where it is none of ours."""
        code, _, key = typed.partition(_BETWEEN)
        if code not in set(ExitConversation):
            return None
        conversation = ExitConversation(code)
        labels = dict(self.reasons.get(conversation, ()))
        if key and key not in labels:
            return None
        return ReasonAnswer(conversation, propose(labels.get(key, text)).is_price, key)

    def proposed(self, text: str) -> str:
        """The choice a text seems to mean; "" where nobody can tell."""
        proposal = propose(text)
        same = [
            (conversation, key)
            for conversation, reasons in self.reasons.items()
            for key, label in reasons
            if plain(label) == plain(text)
        ]
        if len(same) == 1:
            return as_value(*same[0])
        if proposal.conversation is None or not proposal.is_clear:
            return ""
        return as_value(proposal.conversation, self._key(proposal, dict(same)))

    def label(self, answer: ReasonAnswer) -> str:
        """What is shown of an answer."""
        labels = dict(self.reasons.get(answer.conversation, ()))
        return labels.get(answer.key) or str(CHIPS[answer.conversation])

    def _key(self, proposal: Proposal, same: dict[ExitConversation, str]) -> str:
        """The reason of that name under the conversation, or the one that is about the price."""
        if proposal.conversation is None:
            return ""
        if key := same.get(proposal.conversation):
            return key
        of_kind = self.reasons.get(proposal.conversation, ())
        return next((key for key, label in of_kind if proposal.is_price and propose(label).is_price), "")
