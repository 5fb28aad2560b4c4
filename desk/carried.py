"""What somebody typed after their session ran out: carried through the sign-in, shown again, never saved.

The words travel in the sign-in page itself, as a signed hidden field. Once its owner is signed in, the
field waits in their session until the form it belongs to is saved; they press Save themselves.
Every form people type into says in a hidden field whose page it is (templates/_typed_by.html), signed, so
that nobody else is shown the words. One that does not say is shown to whoever signs in from that very page.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.addresses import parts_of
from desk.forms.drawn import DrawnForm

CARRIED_FIELD = "carried"
OWNER_FIELD = "typed_by"
AGAIN = "again"
# A header that static/app.js reads: what is typed into a page is not left behind because of this answer.
SIGNED_OUT = "X-Signed-Out"

_SALT, _OWNER_SALT = "desk.carried", "desk.carried.owner"
SESSION_KEY = "typed_again"
MAX_AGE_SECONDS = 12 * 60 * 60
MAX_CHARACTERS = 200_000
MAX_VALUES = 500
# Sealed, every character may become several; more than that is none of ours.
_MAX_SEALED = 10 * MAX_CHARACTERS

# Where a form that knows how to show itself again is shown. Of any other, the words are listed on its page.
_SHOWN_ON = {
    "desk:no": "desk:no",
    "desk:no_preview": "desk:no",
    "desk:prospect_edit": "desk:prospect_edit",
    "desk:prospect_new": "desk:prospect_new",
    "desk:win_new": "desk:win_new",
    "desk:touches": "desk:prospect",
    "desk:permissions": "desk:prospect",
    "desk:keep_in_touch": "desk:prospect",
    "desk:glance": "desk:glance",
    "desk:hand_over_new": "desk:hand_over_new",
    "desk:complete": "desk:followup",
    "desk:loss_edit": "desk:loss_edit",
    "desk:confirmation_sent": "desk:confirmation_sent",
    "desk:card": "desk:card",
    "desk:deal_won_back": "desk:deal",
    "desk:deal_new_need": "desk:deal",
    "desk:settings_profile": "desk:settings",
    "desk:settings_digest": "desk:settings",
    "desk:settings_team": "desk:settings",
    "desk:settings_contact_rules": "desk:settings",
    "desk:retention": "desk:retention",
    "desk:lines_save": "desk:lines",
    "desk:lines_preview": "desk:lines",
    "insights:debrief": "insights:debrief",
    "insights:debriefs_together": "insights:debriefs_together",
    "insights:quarter_decide": "insights:one_quarter",
    "exchange:import_people": "exchange:import_people",
    "exchange:import_match": "exchange:import_match",
}
# The rooms whose forms people type into.
_ROOMS = ("desk", "insights", "exchange")
_SECRET = ("csrf", "password", "secret", "token")
# What a form says about itself; nobody typed it.
_BOOKKEEPING = {"submission", "expected_version", "next", "part", "seen", "words_of"}


def _is_bookkeeping(name: str) -> bool:
    return name in _BOOKKEEPING or name.startswith(DrawnForm.drawn_as)


class TooMuch(Exception):
    """More was typed than a page can carry."""


@dataclass(frozen=True)
class Carried:
    """A form as it was posted.

    `address` is where to, `page` where it stood, `owner` the id of whose page that was; "" where unknown.
    """

    address: str
    fields: dict[str, list[str]]
    page: str = ""
    owner: str = ""
    signed_out: bool = True

    def query(self) -> QueryDict:
        """The fields as Django's forms take them."""
        typed = QueryDict(mutable=True)
        for name, values in self.fields.items():
            typed.setlist(name, values)
        return typed

    def words(self) -> list[str]:
        """What was typed, without what the form says about itself."""
        own = {name: values for name, values in self.fields.items() if not _is_bookkeeping(name)}
        return [value.strip() for values in own.values() for value in values if value.strip()]

    def is_for(self, user: User | AnonymousUser) -> bool:
        """Whether `user` may see it."""
        return self.owner in {"", str(user.pk)}


def owner_mark(user: User) -> str:
    """Whose page it is, signed, for the hidden field of its forms."""
    return signing.Signer(salt=_OWNER_SALT).sign(str(user.pk))


def _owner_of(mark: str) -> str:
    try:
        return signing.Signer(salt=_OWNER_SALT).unsign(mark)
    except signing.BadSignature:
        return ""


def typed_in(request: HttpRequest) -> Carried | None:
    """What somebody typed into the form this request posts, or None when it is no such form or it is empty.

    A page that carries already carries on.
    """
    if CARRIED_FIELD in request.POST:
        return unseal(request.POST[CARRIED_FIELD])
    match = request.resolver_match
    if match is None or match.app_name not in _ROOMS:
        return None
    if match.view_name not in _SHOWN_ON and OWNER_FIELD not in request.POST:
        return None
    typed = Carried(
        address=request.path,
        fields=dict(_typed_fields(request.POST)),
        page=_page_of(request),
        owner=_owner_of(request.POST.get(OWNER_FIELD, "")),
        signed_out=not request.user.is_authenticated,
    )
    return typed if typed.words() else None


def carried_to(address: str, posted: QueryDict, owner: User) -> Carried:
    """What was typed into a form elsewhere, for the form at `address`; only `owner` is shown it."""
    return Carried(address=address, fields=dict(_typed_fields(posted)), owner=str(owner.pk))


def _typed_fields(posted: QueryDict) -> Iterable[tuple[str, list[str]]]:
    """Everything but secrets and our own marks."""
    for name, values in posted.lists():
        if name != OWNER_FIELD and not any(part in name.lower() for part in _SECRET):
            yield name, [str(value) for value in values]


def _page_of(request: HttpRequest) -> str:
    """The page the form stood on, where that is one of ours."""
    referer = parts_of(request.headers.get("Referer", ""))
    ours = referer.netloc == request.get_host() and _match(referer.path) is not None
    return referer.path if ours else ""


def _match(address: str) -> ResolverMatch | None:
    """What answers at an address of these rooms; None for any other."""
    try:
        match = resolve(address)
    except Resolver404:
        return None
    return match if match.app_name in _ROOMS else None


def seal(typed: Carried) -> str:
    """The signed text of a hidden field; raises TooMuch."""
    values = [value for values in typed.fields.values() for value in values]
    if len(values) > MAX_VALUES or sum(map(len, [*typed.fields, *values])) > MAX_CHARACTERS:
        raise TooMuch
    return signing.dumps(asdict(typed), salt=_SALT, compress=True)


def unseal(text: str) -> Carried | None:
    """What a hidden field carries; None when it isn't ours, or is too old."""
    if not text or len(text) > _MAX_SEALED:
        return None
    try:
        content: dict[str, Any] = signing.loads(text, salt=_SALT, max_age=MAX_AGE_SECONDS)
    except signing.BadSignature:
        return None
    return Carried(**content)


def keep(request: HttpRequest, text: str) -> str:
    """Keep what a page carried for the person who is signed in now; returns where it is shown again.

    Returns "", with a message that says why, when it can't be shown to them.
    """
    typed = unseal(text)
    if typed is None:
        messages.warning(request, _("What was typed before can't be shown any more. Nothing was saved."))
        return ""
    if not typed.is_for(request.user):
        messages.warning(request, _("What was typed before is somebody else's. Nothing was saved."))
        return ""
    request.session[SESSION_KEY] = text
    return f"{_shown_on(typed)}?{AGAIN}=1"


def _shown_on(typed: Carried) -> str:
    match = _match(typed.address)
    if match and match.view_name in _SHOWN_ON:
        return reverse(_SHOWN_ON[match.view_name], kwargs=match.kwargs)
    return typed.page if _match(typed.page) else "/"


def kept(request: HttpRequest) -> Carried | None:
    """What this page (asked for with `?again=1`) is to show again."""
    if AGAIN not in request.GET:
        return None
    typed = unseal(request.session.get(SESSION_KEY, ""))
    return typed if typed and typed.is_for(request.user) and _shown_on(typed) == request.path else None


def typed_again(request: HttpRequest, *names: str) -> QueryDict | None:
    """The fields to fill a form with, once more: those posted to one of these addresses ("desk:no").

    None when there is nothing to show, so that it can stand where a form takes its data.
    """
    typed = kept(request)
    match = _match(typed.address) if typed else None
    if typed is None or match is None or match.view_name not in names:
        return None
    request.shown_again = True  # type: ignore[attr-defined]
    return typed.query()


def told_again(request: HttpRequest) -> dict[str, Any] | None:
    """What the frame of the page says about it; the words themselves where no form shows them."""
    try:
        typed = kept(request)
    except SuspiciousOperation:
        # The page says no already, and its address cannot be read.
        return None
    if typed is None:
        return None
    in_a_form = getattr(request, "shown_again", False)
    return {"signed_out": typed.signed_out, "words": [] if in_a_form else typed.words()}


def words_kept(text: str) -> str:
    """Everything that a kept text carries, addresses included; "" when it is none, or too old to be shown."""
    typed = unseal(text)
    if typed is None:
        return ""
    values = [value for values in typed.fields.values() for value in values]
    return "\n".join((typed.address, typed.page, *values))


def forget(request: HttpRequest) -> None:
    """The form was saved: what was kept of it is dropped."""
    typed = unseal(request.session.get(SESSION_KEY, ""))
    if typed and typed.address == request.path:
        del request.session[SESSION_KEY]
