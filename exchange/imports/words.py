"""The words for what becomes of the rows of an import."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.formats import number_format
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.dialects.answers import Ask, DealRow, Problem, Question, Why
from exchange.imports.fitting import Part, Unfit
from exchange.imports.people import How, Met
from exchange.imports.sorting import Lot, Sorted
from exchange.labels import refusal_words
from exchange.tables.table import Misfit

MOST_SHOWN = 120  # characters of a text that is quoted

LOTS: dict[Lot, LazyText] = {
    Lot.NO: gettext_lazy("Comes in"),
    Lot.YES: gettext_lazy("Comes in as a yes"),
    Lot.HERE: gettext_lazy("Came in before"),
    Lot.OPEN: gettext_lazy("Still open, stays outside"),
    Lot.WON: gettext_lazy("Won, stays outside"),
    Lot.DELETED: gettext_lazy("Deleted there, stays outside"),
    Lot.ASKED: gettext_lazy("Waits for an answer"),
    Lot.UNFIT: gettext_lazy("Can't come in as it is"),
}

_PROBLEMS: dict[Why, LazyText] = {
    Why.DATE: gettext_lazy("“%(value)s” under %(column)s is no day we can read."),
    Why.AMOUNT: gettext_lazy("“%(value)s” under %(column)s is no amount we can read."),
    Why.NOBODY: gettext_lazy("Neither a person nor an organisation is named."),
    Why.NO_DAY: gettext_lazy("The day is missing."),
    Why.AHEAD: gettext_lazy("The day lies ahead."),
}
_QUESTIONS: dict[Ask, LazyText] = {
    Ask.DATE_ORDER: gettext_lazy("“%(example)s” under %(column)s may be two different days."),
    Ask.AMOUNT_MARK: gettext_lazy("“%(example)s” under %(column)s may be two different amounts."),
    Ask.OUTCOME: gettext_lazy("Whether “%(example)s” is a no has not been said."),
    Ask.REASON: gettext_lazy("What kind of no “%(example)s” is has not been said."),
    Ask.CURRENCY: gettext_lazy("Which currency “%(example)s” is has not been said."),
    Ask.DAY: _PROBLEMS[Why.NO_DAY],
}
_PARTS: dict[Part, LazyText] = {
    Part.NAME: gettext_lazy("The name"),
    Part.ORGANISATION: gettext_lazy("The organisation"),
    Part.EMAIL: gettext_lazy("The e-mail address"),
    Part.PHONE: gettext_lazy("The phone number"),
    Part.ROLE: gettext_lazy("The role"),
    Part.TITLE: gettext_lazy("What was offered"),
    Part.VALUE: gettext_lazy("The value"),
    Part.WORDS: gettext_lazy("What they said"),
    Part.COMPETITOR: gettext_lazy("The competitor"),
    Part.STAGE: gettext_lazy("The stage"),
    Part.SOURCE: gettext_lazy("The source"),
    Part.NOTE: gettext_lazy("The note, with all that has no column of its own,"),
}


def met_words(met: Met) -> str:
    """How the person of a row that comes in stands to those we know."""
    if met.is_stopped:
        return _("They asked you to stop. The no is kept, nothing is planned.")
    if met.known is None and met.otherwise:
        by_address = _("Same address as %(name)s. What differs stays in the notes.")
        words = (
            by_address if met.who.email else _("Same person as %(name)s. What differs stays in the notes.")
        )
        return words % {"name": met.who.name}
    if met.known is None:
        return _("New, and to be named") if met.how is How.TO_NAME else _("New")
    if met.how is How.TO_NAME:
        return _("Joins whoever is to be named there")
    return _("Joins %(name)s, whom you know") % {"name": met.known.name}


def remark_words(one: Sorted) -> str:
    """What becomes of a row, and what of it has no place but the notes."""
    if one.lot is not Lot.NO or one.met is None:
        # A yes has no notes.
        return met_words(replace(one.met, otherwise="")) if one.met else str(LOTS[one.lot])
    deal = one.row.read
    said = [met_words(one.met)]
    if isinstance(deal, DealRow) and deal.person.no_address:
        text = deal.person.no_address[:MOST_SHOWN]
        said.append(_("“%(text)s” is no e-mail address and stays in the notes.") % {"text": text})
    if one.met.also:
        said.append(_("“%(text)s” stays in the notes.") % {"text": one.met.also[:MOST_SHOWN]})
    return " · ".join(said)


def why_words(one: Sorted) -> str:
    """Why a row cannot come in as it is, in a sentence; empty for one that can."""
    why = one.why
    if isinstance(why, Misfit):
        return refusal_words(why.refusal)
    if isinstance(why, Unfit):
        return _unfit_words(why)
    if isinstance(why, Problem):
        values = {"value": why.value, "column": why.column}
        return str(_PROBLEMS[why.why]) % values
    return _question_words(why) if why else ""


def _question_words(questions: Sequence[Question]) -> str:
    return " ".join(map(_asked_words, questions))


def _asked_words(question: Question) -> str:
    if question.ask is Ask.DAY and question.example:
        return str(_PROBLEMS[Why.AHEAD])
    return str(_QUESTIONS[question.ask]) % {"example": question.example, "column": question.column}


def _unfit_words(unfit: Unfit) -> str:
    part = str(_PARTS[unfit.part])
    if unfit.most:
        most = number_format(unfit.most, force_grouping=True)
        return _("%(part)s is longer than %(most)s characters.") % {"part": part, "most": most}
    if unfit.part is Part.EMAIL:
        return _("The e-mail address is none anybody could write to.")
    return _("The value is larger than we can keep.")
