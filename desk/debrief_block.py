"""What stands on a person's page of looking back: whoever looks sees their own, nobody else's."""

from dataclasses import dataclass

from django.urls import reverse

from desk.person_file import PersonFile
from insights.debriefs import debrief_of
from insights.kinds import Answer, Question
from insights.labels import ANSWERED, ANSWERS
from insights.models import Debrief


@dataclass(frozen=True)
class DebriefBlock:
    """The debrief of the newest no: where it is written, what was answered, and its lesson."""

    url: str
    answers: tuple[tuple[str, str, bool], ...] = ()
    lesson: str = ""
    is_shared: bool = False


def debrief_block(file: PersonFile) -> DebriefBlock | None:
    """None without a no."""
    loss = file.newest_loss
    if loss is None:
        return None
    url, own = reverse("insights:debrief", args=[loss.pk]), debrief_of(loss, file.viewer)
    if own is None:
        return DebriefBlock(url)
    return DebriefBlock(url, tuple(_answers(own)), own.lesson, own.is_shared)


def _answers(own: Debrief) -> list[tuple[str, str, bool]]:
    """Each answered question with its answer in words, and whether it is a yes."""
    return [
        (str(ANSWERED[question]), str(ANSWERS[Answer(answer)]), answer == Answer.YES)
        for question in Question
        if (answer := own.answer(question))
    ]
