"""The words for the codes of insights.kinds."""

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from insights.kinds import Answer, Period, Question, Whose

QUESTIONS: dict[Question, LazyText] = {
    Question.NEEDS: _("Did I know what they needed before I proposed anything?"),
    Question.LISTENED: _("Did they talk more than I did when it counted?"),
    Question.PACE: _("Did I go at their speed, and treat the job and the people as they wanted?"),
    Question.ADVICE: _("Would I have given a good friend the same advice?"),
    Question.DOOR: _("Would they take my call tomorrow?"),
}

# The same as rows of a chart.
ANSWERED: dict[Question, LazyText] = {
    Question.NEEDS: _("Knew the need before I proposed"),
    Question.LISTENED: _("Let them talk more"),
    Question.PACE: _("Went at their speed"),
    Question.ADVICE: _("Advised as I would a friend"),
    Question.DOOR: _("Left the door open"),
}

ANSWERS: dict[Answer, LazyText] = {
    Answer.YES: pgettext_lazy("debrief", "Yes"),
    Answer.PARTLY: pgettext_lazy("debrief", "Partly"),
    Answer.NO: pgettext_lazy("debrief", "No"),
}

WHOSE: dict[Whose, LazyText] = {Whose.ME: _("Mine"), Whose.TEAM: _("The team's")}

PERIODS: dict[Period, LazyText] = {
    Period.QUARTER: _("Last 90 days"),
    Period.YEAR: _("12 months"),
    Period.ALL: pgettext_lazy("period", "All"),
}
