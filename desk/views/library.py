"""The library of the team: what is worth sending, and who would be glad of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.submissions import SavedOtherwise
from desk.carried import typed_again
from desk.forms.value_item import ItemForm
from desk.library_page import filters_from, item_context, library_context
from desk.repeats import ask_whether_one_more
from desk.requests import SeeOther, SignedInRequest
from library.items import add_item, edit_item, set_archived
from library.models import ValueItem


@require_safe
def library(request: SignedInRequest) -> HttpResponse:
    """Everything worth sending, the newest first."""
    context = library_context(request.user, filters_from(request.GET), None)
    return render(request, "desk/library.html", context | {"here": "library"})


@require_safe
def value_item(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One item beside the list: what it is, who would be glad of it."""
    item = _find(request, pk)
    context = library_context(request.user, filters_from(request.GET), item) | item_context(
        item, request.user
    )
    return render(request, "desk/library.html", context | {"here": "library", "back": context["list_url"]})


def _find(request: SignedInRequest, pk: UUID) -> ValueItem:
    return get_object_or_404(ValueItem.objects.of_team(request.user.team_id), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Add something worth sending; a link pasted at the top of the library stands in the form already."""
    typed = request.POST if request.method == "POST" else typed_again(request, "desk:value_item_new")
    form = ItemForm(typed, initial={"link": request.GET.get("link", "")[:1000]})
    if request.method == "POST" and form.is_valid():
        try:
            key = form.cleaned_data["submission"]
            item = add_item(form.facts(), by=request.user, now=timezone.now(), submission=key)
        except SavedOtherwise:
            ask_whether_one_more(form, request.POST)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Added."))
            return SeeOther(item.get_absolute_url())
    return _form_page(request, form, back="/library/")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change what is said of an item."""
    item = _find(request, pk)
    typed = request.POST if request.method == "POST" else typed_again(request, "desk:value_item_edit")
    form = ItemForm(typed, initial=ItemForm.known(item))
    if request.method == "POST" and form.is_valid():
        try:
            edit_item(item, form.facts(), by=request.user, now=timezone.now())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Saved."))
            return SeeOther(item.get_absolute_url())
    return _form_page(request, form, back=item.get_absolute_url(), item=item)


def _form_page(request: SignedInRequest, form: ItemForm, **more: Any) -> HttpResponse:
    return render(request, "desk/value_item_form.html", {"form": form, "here": "library", **more})


@require_POST
def archive(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Offer an item no longer (or again with `archived` "no"); what was sent stays."""
    item = _find(request, pk)
    archived = request.POST.get("archived", "yes") == "yes"
    set_archived(item, archived, by=request.user, now=timezone.now())
    messages.success(request, _("Put aside. It is proposed no more.") if archived else _("Offered again."))
    return SeeOther(item.get_absolute_url())
