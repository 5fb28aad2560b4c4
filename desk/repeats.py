"""A no that was saved before and comes again: Back and Save, or a save whose answer never arrived.

The form's submission key tells that it is the same one, and one submission makes one loss. What was in it is
remembered as a fingerprint in the session, to tell a mere repeat from something typed since. Of a touch or a
permission the row itself tells.
"""

from hashlib import sha256

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import User
from common.submissions import fresh_key
from common.text import clean_text
from desk.carried import OWNER_FIELD
from desk.forms.no import NoForm
from prospects.matching import loss_of_form
from prospects.models import Loss

_SESSION_KEY = "saved_noes"
_REMEMBERED = 20
_LONG_WORDS = ("in_their_words", "notes")
# What says who and which form, and how the page was being looked at.
_NOT_CONTENT = {"submission", "csrfmiddlewaretoken", OWNER_FIELD, "moment", "moment_default"}


def saved_before(user: User, posted: QueryDict) -> Loss | None:
    """The no that was saved from this very form."""
    return loss_of_form(user, posted.get("submission", ""))


def remember(request: HttpRequest) -> None:
    """Note what was in the form that has just been saved."""
    before: dict[str, str] = request.session.get(_SESSION_KEY, {})
    before = {**before, request.POST.get("submission", ""): _fingerprint(request.POST)}
    request.session[_SESSION_KEY] = dict(list(before.items())[-_REMEMBERED:])


def says_something_else(request: HttpRequest, saved: Loss) -> bool:
    """Whether the form holds other things than when it was saved; in another session, other words."""
    before: dict[str, str] = request.session.get(_SESSION_KEY, {})
    fingerprint = before.get(request.POST.get("submission", ""))
    if fingerprint is not None:
        return fingerprint != _fingerprint(request.POST)
    return any(clean_text(request.POST.get(name, "")) != getattr(saved, name) for name in _LONG_WORDS)


def _fingerprint(posted: QueryDict) -> str:
    """The same for the same things typed, sent by a browser or our script; empty fields count as none."""
    content = sorted(
        (name, value.replace("\r\n", "\n").strip())
        for name, values in posted.lists()
        for value in values
        if name not in _NOT_CONTENT and value.strip()
    )
    return sha256(repr(content).encode()).hexdigest()


def as_another(posted: QueryDict) -> QueryDict:
    """The same things typed, as a no of its own."""
    fresh = posted.copy()
    fresh["submission"] = fresh_key()
    return fresh


def ask_whether_one_more(form: forms.Form, posted: QueryDict) -> None:
    """Say that this was noted from this form already; sent once more as it stands, it is another."""
    form.data = as_another(posted)
    form.add_error(
        None,
        _("This is noted already. What you changed since is not. Send it once more only if it is another."),
    )


def ask_whether_another(form: NoForm, saved: Loss) -> None:
    """Say that this no is saved already; pressing Save once more makes another."""
    form.is_valid()
    form.add_error(
        None,
        format_html(
            _(
                'This no is saved already: <a href="{}">{}</a>. What you changed since is not. '
                "Save once more only if this is another no."
            ),
            saved.prospect.get_absolute_url(),
            saved.prospect.name,
        ),
    )
