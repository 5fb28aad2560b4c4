"""How many queries an answer took, for the one request that asks: counting costs, so no measured one does."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

ASK = "X-Count-Queries"
TOLD = "X-Queries"


class Counter:
    """Counts what passes through a connection."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Callable[..., Any], *query: Any) -> Any:
        """One query more; a savepoint is none of ours."""
        if "SAVEPOINT" not in str(query[0]):
            self.queries += 1
        return execute(*query)


def count_queries(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Outermost, so that session and user are counted too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if ASK not in request.headers:
            return get_response(request)
        counter = Counter()
        with connection.execute_wrapper(counter):
            response = get_response(request)
        response[TOLD] = str(counter.queries)
        return response

    return middleware
