"""What the API answers: JSON, whatever happens, kept by nobody."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import add_never_cache_headers

ROOT = "/api/v1"
# For what goes wrong before or beside a view of ours.
DETAILS = {
    400: "This request can't be read.",
    403: "This is not allowed.",
    404: "There is nothing here.",
    405: "This method is not allowed here.",
    413: "This is too large.",
    500: "The mistake is ours. Nothing was changed.",
}


def is_ours(path: str) -> bool:
    """Whether the API answers there."""
    return path == ROOT or path.startswith(f"{ROOT}/")


def answer(status: int, detail: str, **headers: str) -> JsonResponse:
    """One sentence in JSON."""
    said = JsonResponse({"detail": detail}, status=status)
    add_never_cache_headers(said)
    for name, value in headers.items():
        said[name.replace("_", "-")] = value
    return said


def json_alone(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Below the root of the API no cookie is read, and what went wrong is said in JSON, not as a page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_ours(request.path_info):
            return get_response(request)
        request.COOKIES = {}
        return _in_json(get_response(request))

    return middleware


def _in_json(said: HttpResponse) -> HttpResponse:
    if said.headers.get("Content-Type", "").startswith("application/json"):
        return said
    status = said.status_code
    instead = answer(status, DETAILS.get(status) or HTTPStatus(status).phrase)
    if status == HTTPStatus.METHOD_NOT_ALLOWED and said.has_header("Allow"):
        instead["Allow"] = said["Allow"]
    return instead
