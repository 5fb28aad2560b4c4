"""The frame of every page, from patterns: most of it is the same on all of them.

Context of each tag: here, badge, to_answer, own_search, back, short (see base.html).
"""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.remembered import once_a_language
from common.templatetags.look import initials
from desk.patterns import filled
from desk.settings_nav import is_about_signing_in, settings_groups

register = template.Library()

ROOMS = ("today", "prospects", "no", "library", "hand_overs", "insights", "mail", "settings")
_NOTHING, _CURRENT = SafeString(""), SafeString(' aria-current="page"')


@register.simple_tag(takes_context=True)
def sidebar(context: template.Context) -> SafeString:
    """The rooms on a wide screen."""
    me = _me(context)
    return filled(
        "_sidebar.html",
        _rooms(context)
        | {
            "find": _NOTHING if context.get("own_search") else filled("_find.html", {}),
            "badge": _badge(context, "nav-badge", "n n-due"),
            "glances": _glances_html(int(str(context.get("glances") or 0))),
            "to_answer": _to_answer(context, "n"),
            "token": str(context.get("csrf_token", "")),
            "me": me,
            "initials": initials(me),
        },
    )


@register.simple_tag(takes_context=True)
def topbar(context: template.Context) -> SafeString:
    """The phone's top bar: the way back where there is one, else the mark."""
    back = str(context.get("back") or _way_back(context))
    way = {"back": back, "short": str(context.get("short") or "")}
    lead = filled("_topbar_back.html", way) if back else filled("_topbar_brand.html", {})
    told = {"token": str(context.get("csrf_token", "")), "me": _me(context)}
    return filled("_topbar.html", told | {"lead": lead, "to_answer": _to_answer(context, "end")})


@register.simple_tag(takes_context=True)
def tabs(context: template.Context) -> SafeString:
    """The phone's tab bar."""
    return filled("_tabs.html", _rooms(context) | {"badge": _badge(context, "tab-badge", "bdg")})


@register.simple_tag
def keys() -> SafeString:
    """The list of keys."""
    return filled("_keys.html", {})


@register.simple_tag(takes_context=True)
def settings_nav(context: template.Context) -> SafeString:
    """Every page and part of the settings."""
    request = context["request"]
    groups = settings_groups(request.user, request.path)
    return SafeString(render_to_string("desk/_settings_nav.html", {"groups": groups}))


def _me(context: template.Context) -> str:
    user = context["request"].user
    return str(user.name or user.email)


def _way_back(context: template.Context) -> str:
    """The pages about one's own account have no view of ours to say it."""
    return reverse("desk:security") if is_about_signing_in(context["request"].path) else ""


def _rooms(context: template.Context) -> dict[str, str]:
    """For each room what marks it in the navigation."""
    here: Any = context.get("here")
    return {room: _CURRENT if room == here else _NOTHING for room in ROOMS}


def _badge(context: template.Context, badge_id: str, badge_class: str) -> SafeString:
    # The badge is counted when it is asked for, and what waits for that is no number yet.
    return _badge_html(int(str(context.get("badge") or 0)), badge_id, badge_class)


def _to_answer(context: template.Context, css: str) -> SafeString:
    """How many hand-overs wait for whoever looks; nothing for none."""
    count = int(str(context.get("to_answer") or 0))
    return format_html('<span class="{}">{}</span>', css, count) if count else _NOTHING


@once_a_language(256)
def _glances_html(count: int) -> SafeString:
    return SafeString(render_to_string("_glances.html", {"count": count}).strip()) if count else _NOTHING


@once_a_language(256)
def _badge_html(badge: int, badge_id: str, badge_class: str) -> SafeString:
    names = {"badge": badge, "badge_id": badge_id, "badge_class": badge_class}
    return SafeString(render_to_string("_badge.html", names).strip())
