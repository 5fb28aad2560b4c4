"""One question, one tap: what decided it (COPY.md, G)."""

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from followups import actions
from nurture.buyers_words import speak_to
from nurture.feedback import Question, question_of
from nurture.forms.feedback import FeedbackForm
from prospects import labels
from prospects.conversations import Decided
from prospects.models import Feedback, Loss

PAGE = "nurture/feedback.html"


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, token: str) -> HttpResponse:
    """Looking asks; a POST answers, and may be corrected while the link lives."""
    now = timezone.now()
    question = question_of(token, now)
    if question is None:
        return render(request, "nurture/unknown_link.html", status=404)
    speak_to(request, question.loss.prospect)
    if question.is_over:
        return render(request, PAGE, _context(question.loss, is_over=True), status=410)
    if request.method == "POST":
        return _answer(request, question, now)
    return render(request, PAGE, _context(question.loss))


def _answer(request: HttpRequest, question: Question, now: datetime) -> HttpResponse:
    loss = question.loss
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return render(request, PAGE, {**_context(loss), "form": form})
    known = _known(loss)
    line = form.line()
    kept = line if line is not None else known.line if known else ""
    try:
        answer = actions.note_feedback(loss.pk, form.decided(), kept, now=now)
    except Loss.DoesNotExist:
        return render(request, "nurture/unknown_link.html", status=404)
    return render(request, PAGE, {**_context(loss, answer), "is_done": True})


def _known(loss: Loss) -> Feedback | None:
    return getattr(loss, "feedback", None)


def _context(loss: Loss, answer: Feedback | None = None, *, is_over: bool = False) -> dict[str, object]:
    answer = answer or _known(loss)
    said = answer.decided if answer else ""
    return {
        "me": loss.prospect.owner.get_full_name(),
        "team": loss.prospect.team.public_name,
        "answers": [(code.value, label, code == said) for code, label in labels.DECIDED.items()],
        "said": labels.DECIDED[Decided(said)] if said else "",
        "answer": answer,
        "form": FeedbackForm(initial={"better": answer.line if answer else ""}),
        "is_over": is_over,
    }
