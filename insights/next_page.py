"""What a form of the room begins with, where it goes on to once it is saved."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from common.addresses import parts_of


class SeeOther(HttpResponseRedirect):
    """303: the act is done, look at the result there."""

    status_code = 303


def typed_again(request: HttpRequest, name: str) -> QueryDict | None:
    """What was typed into the form at an address ("insights:debrief") before a session ran out, to be shown
    once more; None when there is nothing. The desk, which keeps it, hands it to the request."""
    ask: Callable[[str], QueryDict | None] | None = getattr(request, "typed_again", None)
    return ask(name) if ask else None


def next_address(request: HttpRequest, default: str) -> str:
    """Where the form wants to go afterwards: an address of ours, or `default`."""
    wanted = request.POST.get("next", "")
    return wanted if _is_ours(wanted, request) else default


def came_from(request: HttpRequest) -> str:
    """The page that led here, to go back to; "" where it is none of ours, or this one."""
    if request.method == "POST":
        return next_address(request, "")
    asked = request.GET.get("next", "")
    if _is_ours(asked, request):
        return asked
    before = parts_of(request.headers.get("Referer", ""))
    if before.netloc != request.get_host() or before.path == request.path:
        return ""
    address = f"{before.path}?{before.query}" if before.query else before.path
    return address if _is_ours(address, request) else ""


def _is_ours(address: str, request: HttpRequest) -> bool:
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return is_ours and address.startswith("/")
