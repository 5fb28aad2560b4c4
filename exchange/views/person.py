"""Everything stored about one person, as a file."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from exchange.person_file import file_name, person_file
from exchange.requests import SignedInRequest
from prospects.models import Prospect
from prospects.visibility import may_see_all_of


@require_safe
def person_export(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Everything stored about one person, for their owner and the managers; no copy is kept on the way."""
    people = Prospect.objects.visible_to(request.user).select_related("team", "organisation")
    person = get_object_or_404(people, pk=pk)
    if not may_see_all_of(person, request.user):
        raise PermissionDenied
    packed = person_file(person, request.user, timezone.now())
    answer = HttpResponse(packed, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{file_name(person)}"'
    answer["Cache-Control"] = "no-store"
    return answer
