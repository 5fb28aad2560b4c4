"""Looking over a window's shoulder: what it asks for, what the policy blocks, what breaks."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

# Every blocked piece of a page also writes to the console; this names what it was and where.
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} blocked ${event.blockedURI} (${event.sample})`);
});
"""


# A preview still under way when the page is left is broken off, and htmx writes that down as two errors.
# What really failed says a third word: sendError, responseError, timeout.
BROKEN_OFF = ("htmx:sendAbort", "htmx:afterRequest")


class Watch:
    """Collects what must not happen. `complaints` are sentences; none means all is well."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self.requests: list[Request] = []
        self._expected = list(BROKEN_OFF)

    def follow(self, context: BrowserContext, base: str) -> None:
        """Watch every page of this context; requests may go to `base` alone."""
        self._host = urlsplit(base).netloc
        context.add_init_script(TELL_VIOLATIONS)
        context.on("request", self._asked)
        context.on("console", self._said)
        context.on("weberror", self._broke)

    def expect(self, text: str) -> None:
        """Complaints with this text are part of the test (a page that answers 404, say)."""
        self._expected.append(text)

    def _asked(self, request: Request) -> None:
        self.requests.append(request)
        if urlsplit(request.url).netloc != self._host:
            self._complain(f"{request.frame.url} asked another host: {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._complain(f"{message.location.get('url')} {message.type}: {message.text}")

    def _broke(self, error: WebError) -> None:
        self._complain(f"{error.page.url if error.page else ''} broke: {error.error}")

    def _complain(self, text: str) -> None:
        if not any(expected in text for expected in self._expected):
            self.complaints.append(text)
