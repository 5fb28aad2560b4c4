"""People of an address book: read, looked over, brought in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from exchange import long_work
from exchange.kinds import ImportKind, ImportState, WorkKind, WorkState
from exchange.labels import refusal_words
from exchange.models import Import, Work
from exchange.people.choosing import NotOpenError, choose
from exchange.people.codes import GROUPS
from exchange.people.deciding import tally_of
from exchange.people.page import people_page
from exchange.people.staging import MOST_PEOPLE, TooManyPeopleError, is_staged, stage
from exchange.people.words import number, what_came
from exchange.requests import SeeOther, SignedInRequest
from exchange.tables.refusals import RefusedError

# As many are brought in while somebody waits; more are long work.
AT_ONCE = 200
BRING = "bring"


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """GET: who is in the files, a page at a time, or what came of it. POST: what was chosen, and on."""
    found = _find(request, pk)
    if found.state != ImportState.OPEN:
        return _not_open(request, found)
    if not is_staged(found):
        return render(request, "exchange/people_read.html", _frame(found))
    if request.method != "POST":
        typed = getattr(request, "typed_again", lambda _name: None)("exchange:import_people")
        return _page(request, found, typed or request.GET, typed)
    try:
        too_long = choose(found, request.POST)
    except NotOpenError:
        return SeeOther(_address(found))
    if too_long:
        return _page(request, found, request.POST, request.POST, too_long)
    return _go_on(request, found)


@require_POST
def read(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Read the files, and find out who is known."""
    found = _find(request, pk)
    if found.state == ImportState.OPEN:
        try:
            stage(found, request.user)
        except RefusedError as refused:
            messages.error(request, refusal_words(refused.refusal))
        except TooManyPeopleError:
            text = _("There are more than %(most)s people in it. Bring them in several files.")
            messages.error(request, text % {"most": number(MOST_PEOPLE)})
    return SeeOther(_address(found))


def _go_on(request: SignedInRequest, found: Import) -> HttpResponse:
    """To another page or group of them, or to the end."""
    wanted = request.POST.get("go", "")
    if wanted == BRING:
        return _bring(request, found)
    kind, _colon, to = wanted.partition(":")
    where = {"show": request.POST.get("show", ""), "after": request.POST.get("after", "")}
    if kind == "show" and to in GROUPS:
        where = {"show": to}
    elif kind == "after":
        where["after"] = to
    else:
        messages.success(request, _("Noted. Nothing is saved among your people yet."))
    return SeeOther(f"{_address(found)}?{urlencode({name: text for name, text in where.items() if text})}")


def _bring(request: SignedInRequest, found: Import) -> HttpResponse:
    tally = tally_of(found)
    how_many = tally.added + tally.completed
    if not how_many:
        messages.error(request, _("Nobody is chosen yet."))
        return SeeOther(_address(found))
    now = timezone.now()
    at_once = how_many <= AT_ONCE
    work = long_work.ask_for(request.user, WorkKind.IMPORT, of_import=found, now=now, at_once=at_once)
    if at_once:
        long_work.do_work(work, now)
    return SeeOther(_address(found) if work.state == WorkState.DONE else _of_work(work))


def _not_open(request: SignedInRequest, found: Import) -> HttpResponse:
    """What came of it; while it is at work, that."""
    if found.state == ImportState.DONE:
        context = {**_frame(found), "came": what_came(found.counts)}
        return render(request, "exchange/people_done.html", context)
    work = Work.objects.visible_to(request.user).filter(of_import=found).first()
    if found.state == ImportState.STARTED and work:
        return SeeOther(_of_work(work))
    return SeeOther(reverse("exchange:import"))


def _page(
    request: SignedInRequest,
    found: Import,
    asked: QueryDict,
    typed: QueryDict | None = None,
    too_long: list[int] | None = None,
) -> HttpResponse:
    page = people_page(found, request.user, asked, typed, too_long or [])
    return render(request, "exchange/people.html", {**_frame(found), "page": page})


def _frame(found: Import) -> dict[str, object]:
    files = list(found.files.all())
    return {"imp": found, "files": files, "here": "prospects", "back": reverse("exchange:import")}


def _find(request: SignedInRequest, pk: UUID) -> Import:
    mine = Import.objects.visible_to(request.user).filter(kind=ImportKind.CONTACTS)
    return get_object_or_404(mine, pk=pk)


def _address(found: Import) -> str:
    return reverse("exchange:import_people", args=[found.pk])


def _of_work(work: Work) -> str:
    return reverse("exchange:work", args=[work.pk])
