"""What of Today is shown: a batch, a kind of no, how likely, where they work."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils.functional import Promise as LazyText
from django.utils.safestring import SafeString

from common.remembered import once_a_language
from common.text import clean_line
from desk.batches import BATCH_NAMES, Batch, batch_of
from followups.agenda import Agenda, AgendaItem, Items
from prospects.conversations import ExitConversation, Likelihood
from prospects.labels import CHIPS, LIKELIHOODS

LONGEST = 80
Option = tuple[str, LazyText, bool]


@dataclass(frozen=True)
class Filter:
    """What was asked for; an empty part asks for nothing."""

    batch: str = ""
    conversation: str = ""
    likelihood: str = ""
    where: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Filter":
        """What an address asks for; what means nothing is left out."""
        return cls(
            batch=_known(query.get("batch", ""), set(Batch)),
            conversation=_known(query.get("conversation", ""), set(ExitConversation)),
            likelihood=_known(query.get("likelihood", ""), set(Likelihood)),
            where=clean_line(query.get("where", ""))[:LONGEST],
        )

    def is_set(self) -> bool:
        """Whether anything is asked for."""
        return self != Filter()

    def keeps(self, item: AgendaItem) -> bool:
        """Whether a follow-up is what was asked for."""
        return (
            self.batch in ("", batch_of(item))
            and self.conversation in ("", item.conversation)
            and self.likelihood in ("", item.likelihood)
            and self.where.casefold() in (item.organisation_name or "").casefold()
        )

    def of_agenda(self, agenda: Agenda) -> Agenda:
        """The agenda with what was asked for."""
        return replace(
            agenda,
            window_closed=self._kept(agenda.window_closed),
            today=self._kept(agenda.today),
            window_open=self._kept(agenda.window_open),
            coming=self._kept(agenda.coming),
        )

    def _kept(self, items: Items) -> Items:
        return tuple(item for item in items if self.keeps(item))

    def batches(self) -> list[Option]:
        """The batches to choose from."""
        return _options(BATCH_NAMES, self.batch)

    def conversations(self) -> list[Option]:
        """The kinds of no to choose from."""
        return _options(CHIPS, self.conversation)

    def likelihoods(self) -> list[Option]:
        """How likely."""
        return _options(LIKELIHOODS, self.likelihood)


def _known(text: str, codes: set[str]) -> str:
    return text if text in codes else ""


def _options(names: Mapping[Any, LazyText], chosen: str) -> list[Option]:
    return [(str(code), name, code == chosen) for code, name in names.items()]


def filter_html(wanted: Filter, context: dict[str, Any]) -> SafeString:
    """The filter as HTML; the same for everybody as long as nothing is asked for."""
    if not wanted.is_set():
        return _nothing_asked()
    return SafeString(render_to_string("desk/_filters.html", {"filter": wanted, **context}))


@once_a_language(16)
def _nothing_asked() -> SafeString:
    return SafeString(render_to_string("desk/_filters.html", {"filter": Filter()}))


def shown_count(agenda: Agenda) -> int:
    """How many rows the sections hold."""
    return sum(len(items) for _section, items in agenda.sections())
