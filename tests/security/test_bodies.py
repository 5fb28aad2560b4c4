"""Bodies, addresses and headers that are too large, too deep or broken: a calm page, nothing stored, and
never a
mistake of ours."""

from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory

from accounts.models import User
from lostdeals.encodings import in_utf8_alone
from tests.desk.visiting import signed_in
from tests.security.canaries import Planted
from tests.security.routes import POLICIES, address_of
from tests.security.walking import nothing_stays, watched_writes

FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=edge"
MEGABYTE = 1024 * 1024


def part(head: bytes, body: bytes = b"x", edge: bytes = b"--edge") -> bytes:
    return edge + b"\r\n" + head + b"\r\n\r\n" + body + b"\r\n"


def named(name: bytes = b"prospect_name", more: bytes = b"") -> bytes:
    return b'Content-Disposition: form-data; name="' + name + b'"' + more


FILE = named(b"file", b'; filename="a.txt"')
# What is sent, as what, and what may be answered.
BODIES: dict[str, tuple[bytes, str, set[int]]] = {
    "thousands of fields": (b"&".join(b"f%d=1" % at for at in range(5000)), FORM, {400}),
    "one field thousands of times": (b"&".join([b"reasons=1"] * 5000), FORM, {400}),
    "a long value": (b"notes=" + b"a" * MEGABYTE, FORM, {200}),
    "a value that is too long": (b"notes=" + b"a" * 3 * MEGABYTE, FORM, {413}),
    "a long name": (b"a" * MEGABYTE + b"=1", FORM, {200}),
    "thousands of parts": (b"".join(part(named(b"f%d" % at)) for at in range(3000)) + b"--edge--", PARTS,
    {400}),
    "thousands of files": (b"".join(part(FILE) for at in range(300)) + b"--edge--", PARTS, {400}),
    "a large file": (part(FILE, b"a" * 3 * MEGABYTE) + b"--edge--", PARTS, {413}),
    "nothing at all": (b"", FORM, {200}),
    "ands": (b"&" * 5000, FORM, {200, 400}),
    "equals": (b"=" * 5000, FORM, {200}),
    "no UTF-8": (b"prospect_name=%ff%fe&conversation=cannot&notes=\xff\xfe", FORM, {200, 303}),
    "overlong slashes": (b"prospect_name=%c0%af&notes=%e0%80%af", FORM, {200}),
    "halves of a pair": (b"conversation=cannot&prospect_name=%ed%a0%80&notes=%ed%b0%80", FORM, {200, 303}),
    "UTF-16": ("prospect_name=Müller".encode("utf-16"), FORM, {200}),
    "half an escape": (b"prospect_name=%&notes=%Z&lesson=%ZZ&needs=%e", FORM, {200}),
    "brackets in brackets": (b"a" + b"[a]" * 5000 + b"=1", FORM, {200}),
    "JSON": (b'{"prospect_name": "A"}', "application/json", {200, 400}),
    "deep JSON": (b"[" * 100_000, "application/json", {200, 400}),
    "plain text": (b"prospect_name=A", "text/plain", {200}),
    "no kind": (b"prospect_name=A", "", {200}),
    "no edge": (part(named()), "multipart/form-data", {400}),
    "an empty edge": (part(named()), "multipart/form-data; boundary=", {400}),
    "an edge that is no text": (part(named()), "multipart/form-data; boundary=\xff", {400}),
    "a long edge": (part(named()), "multipart/form-data; boundary=" + "e" * 5000, {200, 400}),
    "no end": (part(named()), PARTS, {200}),
    "no part": (b"--edge--", PARTS, {200}),
    "rubbish": (b"\x00\xff" * 500, PARTS, {200, 400}),
    "a part without a name": (part(b"Content-Disposition: form-data") + b"--edge--", PARTS, {200}),
    "a part without a head": (b"--edge\r\n\r\nx\r\n--edge--", PARTS, {200}),
    "a part with a NUL in its name": (part(named(b"a\x00b")) + b"--edge--", PARTS, {200}),
    "a part that is no base64": (
        part(named() + b"\r\nContent-Transfer-Encoding: base64", b"###") + b"--edge--", PARTS, {200, 400}
    ),
    "a head that is too long": (part(named(b"a" * 10_000)) + b"--edge--", PARTS, {200, 400}),
    "a file named like a way out": (
        part(named(b"file", b'; filename="../../../etc/passwd"')) + b"--edge--", PARTS, {200}
    ),
    "a file named like a header": (
        part(named(b"file", b'; filename="a\nX: y\x00.csv"')) + b"--edge--", PARTS, {200}
    ),
    "a file in place of a text": (
        part(named(b"prospect_name", b'; filename="a"'), b"\xff\x00") + b"--edge--", PARTS, {200}
    ),
}  # fmt: skip


@pytest.fixture
def client(owner: User) -> Client:
    return signed_in(owner, raise_request_exception=False)


def calm(answer: Any) -> bool:
    """Whether it is one of our pages, with a way on, and tells nothing of the machine."""
    text = answer.content.decode()
    # To scripts the sign-in answers in JSON.
    a_page = "<h1" in text or answer["Content-Type"] == "application/json"
    return a_page and "Traceback" not in text and "Exception" not in text


def test_a_broken_body_is_answered_calmly(client: Client) -> None:
    wrong, visitor = [], Client(raise_request_exception=False)
    for what, (body, kind, expected) in BODIES.items():
        # Not by `post`, which would mend the encoding.
        with nothing_stays(client), watched_writes() as writes:
            answer = client.generic("POST", "/no/", body, content_type=kind)
            signing_in = visitor.generic("POST", "/accounts/login/", body, content_type=kind)
        if answer.status_code not in expected or (writes and 303 not in expected):
            wrong.append(f"{what}: {answer.status_code}, {writes}")
        if signing_in.status_code not in expected | ({200} if expected & {200, 303} else set()):
            wrong.append(f"{what}, at the sign-in: {signing_in.status_code}")
        if not all(calm(one) for one in (answer, signing_in) if one.status_code != 303):
            wrong.append(f"{what} is not answered calmly")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "address", ["/no/", "/accounts/login/", "/nowhere/", "/livez", "/act/x/", "/unsubscribe/x/"]
)
def test_a_hundred_megabytes_are_not_even_read(address: str, client: Client) -> None:
    """The length is believed, as the server reads no more than it: nothing is kept on disk or in memory."""
    body = Unread()
    for sender in (client, Client(raise_request_exception=False)):
        answer = sender.generic(
            "POST", address, content_type=PARTS, CONTENT_LENGTH=str(100 * MEGABYTE), **{"wsgi.input": body}
        )
        assert answer.status_code == 413
        assert calm(answer)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert "Set-Cookie" not in answer
    assert body.read_bytes == 0


class Unread(BytesIO):
    """A body that tells whether somebody read it."""

    read_bytes = 0

    def read(self, *args: Any) -> bytes:
        self.read_bytes += 1
        return b""

    readline = read  # type: ignore[assignment]


def test_what_django_would_read_is_let_through(client: Client) -> None:
    """The limit is Django's own for a form; a body of just that length is read."""
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    body = b"conversation=cannot&prospect_name=A&notes=" + b"a" * (most - 42)
    assert len(body) == most
    assert client.post("/no/", body, content_type=FORM).status_code == 200
    assert client.post("/no/", body + b"a", content_type=FORM).status_code == 413


ENCODINGS = ["rot13", "hex", "idna", "undefined", "zip", "utf-16", "unknown", "\x00", "latin-1", "'utf-8'"]


def test_an_encoding_that_nothing_of_ours_is_in(db: None) -> None:
    """Django would read the address in it, outside of everything that could catch what comes of it."""
    kinds = [f"text/plain; charset={name}" for name in ENCODINGS]
    kinds += ["text/plain; charset*=utf-8''rot13", 'text/plain; CHARSET="rot13"', "text/plain; a*=nothing''b"]
    for kind in kinds:
        for method in ("GET", "POST"):
            environ = RequestFactory(SERVER_NAME="localhost").generic(method, "/?q=%C3%A4").environ
            answer = answer_of(in_utf8_alone(WSGIHandler()), environ | {"CONTENT_TYPE": kind})
            assert answer == (400, True), kind


def answer_of(application: Any, environ: dict[str, Any]) -> tuple[int, bool]:
    """What the web server would hear: the status, and whether our headers are there."""
    heard: list[Any] = []
    closing = application(environ, lambda status, headers, *_more: heard.extend([status, dict(headers)]))
    closing.close()
    return int(heard[0][:3]), "Content-Security-Policy" in heard[1]


def test_utf8_is_read_however_it_is_spelled(db: None) -> None:
    spellings = ["", "; charset=UTF-8", '; charset="utf8"', ";charset=utf-8"]
    for kind in ["", *(f"text/plain{spelling}" for spelling in spellings)]:
        environ = RequestFactory(SERVER_NAME="localhost").get("/accounts/login/?next=%C3%A4").environ
        assert answer_of(in_utf8_alone(WSGIHandler()), environ | {"CONTENT_TYPE": kind}) == (200, True)


@pytest.mark.parametrize("length", ["-1", "abc", "", "1e9", "0x10", "99999999999999999999", " 5", "٣"])
def test_a_length_that_is_none(length: str, client: Client) -> None:
    answer = client.generic("POST", "/no/", b"prospect_name=A", content_type=FORM, CONTENT_LENGTH=length)
    assert answer.status_code in {200, 400, 413}
    assert calm(answer)


ADDRESSES = [
    "/" + "a" * 10_000, "/" + "a/" * 5000, "/%", "/%ff%fe", "/%00", "/%c0%af", "/%ed%a0%80/",
    "/../../etc/passwd",
    "/static/../lostdeals/settings.py", "/static/%2e%2e/%2e%2e/manage.py", "/static/%00",
    "/static//etc/passwd",
    "/static/..%5c..%5cmanage.py", "/static/" + "a" * 5000, "/favicon.ico/", "/%2f%2fevil.example",
    "/;a=b", "/\\",
    "/prospects/%00/", "/prospects/" + "0" * 32 + "/", "/act/%00/", "/act/" + "a" * 10_000 + "/", "/act/%ff/",
    "/preferences/%00/", "/feedback/%00/", "/confirm/%ed%a0%80/",
    "/setup/%00/", "/unsubscribe/%00/", "/unsubscribe/%ed%a0%80/", "/calendar/%00.ics", "/calendar/%ff.ics",
    "/accounts/password/reset/key/%00-%00/", "/accounts/password/reset/key/1-%ff/",
    "/accounts/confirm-email/%00/",
    "/accounts/password/reset/key/zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz-a/", "/.env", "/.git/config",
]  # fmt: skip
QUERIES = [
    "%", "%00", "%ff%fe", "q=%00", "q=%ed%a0%80", "q=" + "a" * 20_000, "&" * 5000, "q=1" + "&q=1" * 5000,
    "q[a][b]=1",
    "page=99999999999999999999", "page=-1", "page=NaN", "page=%D9%A3", "state[]=x", "q=%F0%9F%92%A9", "=",
]  # fmt: skip


def test_an_address_that_is_none(client: Client) -> None:
    wrong = []
    for path in ADDRESSES:
        for sender in (client, Client(raise_request_exception=False)):
            for method in ("get", "post"):
                answer = getattr(sender, method)(path)
                if answer.status_code >= 500 or b"SECRET" in answer.content:
                    wrong.append(f"{method} {path[:60]}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


NAMES = (
    "q", "page", "state", "after", "before", "at", "open", "deal", "prospect", "part", "show", "channel",
    "value", "kind", "row", "country", "time_zone", "first_on", "edit", "next", "again",
)  # fmt: skip
ODD = [
    "%00", "%ff", "%ed%a0%80", "9" * 20, "-1", "%F0%9F%92%A9", "0001-01-01", "9999-12-31", "10000-01-01",
    "%7C%7C", "1e999", "%D9%A3",
]  # fmt: skip


def test_a_page_that_is_not_theirs_says_so_however_much_is_asked(client: Client, owner: User) -> None:
    many = "&".join(["q=1"] * 1100)
    assert signed_in(owner).get(f"/settings/hand-over/?{many}").status_code == 403


def test_no_question_breaks_a_page(planted: Planted) -> None:
    client, wrong = signed_in(planted.owner, raise_request_exception=False), []
    mixed = ["&".join(f"{name}={text}" for name in NAMES) for text in ODD]
    for turn, policy in enumerate(POLICIES.values()):
        address = address_of(policy, planted)
        # Each page another few of them; all of them where people search.
        some = [mixed[turn % len(mixed)], mixed[(turn + 5) % len(mixed)], QUERIES[turn % len(QUERIES)]]
        for query in [*mixed, *QUERIES] if address in {"/prospects/", "/mail/", "/no/"} else some:
            answer = client.get(f"{address}?{query}")
            if answer.status_code >= 500 and answer.status_code != policy.get:
                wrong.append(f"{address}?{query[:60]} answers {answer.status_code}")
    assert not wrong, "\n".join(wrong)


COOKIES = ["a" * 8000, "\x00", "é", '"', ";;;;", "=", "\\", "a" * 32, "../../x", "eyJhIjoxfQ:1:2", "\ud800"]


def test_a_cookie_that_is_none(db: None) -> None:
    sender, wrong = Client(raise_request_exception=False), []
    for cookie in COOKIES:
        raw = "; ".join(
            f"{name}={cookie}" for name in ("sessionid", "csrftoken", "messages", "django_language")
        )
        text = raw.encode("utf-8", "surrogatepass").decode("latin-1")
        for path in ("/", "/accounts/login/", "/nowhere/"):
            for method in ("get", "post"):
                status = getattr(sender, method)(path, HTTP_COOKIE=text).status_code
                wrong += [f"{method} {path} {cookie[:20]!a}: {status}"] if status >= 500 else []
    assert not wrong, "\n".join(wrong)


ODD_HEADERS = [
    {"Accept-Language": "a" * 5000}, {"Accept-Language": "de;q=x, \xff, ,;;"}, {"If-Modified-Since": "never"},
    {"If-None-Match": '"'}, {"Range": "bytes=0-,1-,2-"}, {"Accept-Encoding": "gzip;q=x, *"},
    {"Cookie": "=" * 5000},
    {"HX-Current-URL": "http://[::1"}, {"HX-Current-URL": "http://[::1", "HX-Request": "true"},
    {"HX-Current-URL": "\xff", "HX-Request": "true"},
    {"Referer": "http://[::1"},
    {"Origin": "http://[::1"}, {"Origin": "null"}, {"X-Forwarded-For": "," * 500},
    {"User-Agent": "\xff" * 2000},
    {"HX-Request": "true", "HX-Current-URL-URI-AutoEncoded": "true", "HX-Current-URL": "%ff%00"},
    {"Sec-Fetch-Site": "\xff"}, {"HX-Target": "\xff"}, {"X-Requested-With": "\x7f"},
    {"Authorization": "Bearer \xff"},
]  # fmt: skip


def test_a_header_that_is_none(client: Client) -> None:
    wrong = []
    for headers in ODD_HEADERS:
        for sender in (client, Client(raise_request_exception=False, enforce_csrf_checks=True)):
            for path in ("/", "/no/", "/accounts/login/", "/static/app.css", "/nowhere/", "/livez"):
                for method in ("get", "post") if path in {"/no/", "/accounts/login/"} else ("get",):
                    status = getattr(sender, method)(path, headers=headers).status_code
                    wrong += [f"{method} {path} {headers!a:.80}: {status}"] if status >= 500 else []
    assert not wrong, "\n".join(wrong)
