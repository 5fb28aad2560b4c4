"""The plain page and the plain form."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bench.floor.models import Entry, Step
from followups.models import FollowUp

ROWS = 50
STEPS = (("Write", 1), ("Ask", 7), ("Call", 45))


class EntryForm(forms.ModelForm):
    """What is typed."""

    class Meta:
        model = Entry
        fields = ("name", "email", "words")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The signed-in person's next fifty rows, by the index that Today uses."""
    day = timezone.now().date()
    rows = FollowUp.objects.filter(owner=request.user, status="open", due_on__lte=day)
    rows = rows.select_related("prospect").order_by("due_on", "id")[:ROWS]
    return render(request, "floor/page.html", {"rows": rows, "day": day})


@require_safe
def row(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a row leads to."""
    found = get_object_or_404(FollowUp.objects.filter(owner=request.user), pk=pk)
    return render(request, "floor/page.html", {"rows": [found], "day": found.due_on})


@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """Write one row and its three, then go on to the page."""
    form = EntryForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=400, content_type="text/plain")
    today = timezone.now().date()
    with transaction.atomic():
        entry = form.save(commit=False)
        entry.owner = request.user
        entry.save()
        for what, days in STEPS:
            Step.objects.create(entry=entry, what=what, due_on=today + timedelta(days=days))
    return redirect("floor")
