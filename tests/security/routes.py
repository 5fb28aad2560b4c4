"""Every address of the installation with who may use it. A route not listed here fails the tests."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.security.canaries import Planted


class Who(Enum):
    """Who may use an address. To everybody else an object does not exist."""

    PUBLIC = "anybody, signed in or not"
    MEMBER = "anybody signed in"
    MANAGER = "the manager of the team; other members get 403"
    OWNER = "the object's owner and the managers of the team; 404 for the others"
    RECIPIENT = "whom the mail was for, or whose own planning it is, nobody else"
    TAKER = "whom it is offered to; 403 for whoever gave it and the managers, 404 for the others"
    TEAMMATE = "anybody of the object's team; 404 for other teams"
    TEAMS_MANAGER = "the manager of the object's team; 404 for other teams, 403 for other members"


@dataclass(frozen=True)
class Policy:
    """One address: who may use it, a real example, what a GET answers to who may, what a POST carries."""

    who: Who
    example: str
    get: int = 200
    post: dict[str, Any] = field(default_factory=dict)
    anonymous_get: int = 0
    # Posted to without the token of a form, by mail programs (RFC 8058) or where the address itself is the
    # secret; what it answers to that.
    one_click: int = 0
    # No cookie counts there, so there is no token of a form either: every method answers as GET does.
    bearer: bool = False


def of_prospect(rest: str = "") -> str:
    return "/prospects/{prospect}/" + rest


OWN = {"name": "Ingrid", "outcome": "spoke", "until": "tomorrow"}
PROFILE = {"name": "M", "time_zone": "UTC", "working_days": ["0"], "theme": "dark"}
CONTACT_RULES = {"days_apart": "21", "most_touches": "3", "within_days": "90", "helpful_before_pitch": "1"}
LINE = {"conversation": "cannot", "short_en": "Mine."}
TOUCH = {"channel": "call", "direction": "in", "summary": "They called"}
SAID = {"words": "Mine"}
AWAY = {"first_on": "2026-12-01", "last_on": "2026-12-02", "then": "move"}
INVITED = {"address": "somebody@example.org", "roles": ["sales"]}
HANDED = {"taker": "", "channels": ["mail"], "returns_on": "2026-05-01", "note": "Mine"}
SHOWN = {"shown": ""}
NO = {"conversation": "unknown", "prospect_name": "Somebody"}

# Ours stand before allauth's, which are never reached.
CONFIRM_EMAIL = Policy(Who.PUBLIC, "/accounts/confirm-email/nobodys-key/", anonymous_get=200)
NEW_PASSWORD = Policy(Who.PUBLIC, "/accounts/password/reset/key/1-nobodys-key/", anonymous_get=200)

POLICIES = {
    # Monitors
    "livez": Policy(Who.PUBLIC, "/livez", anonymous_get=200),
    "healthz": Policy(Who.PUBLIC, "/healthz", get=503, anonymous_get=503),
    # The way in (django-allauth)
    "accounts/login/": Policy(Who.PUBLIC, "/accounts/login/", get=302, anonymous_get=200),
    "accounts/logout/": Policy(Who.PUBLIC, "/accounts/logout/", anonymous_get=302),
    "accounts/inactive/": Policy(Who.PUBLIC, "/accounts/inactive/", anonymous_get=200),
    "accounts/signup/": Policy(Who.PUBLIC, "/accounts/signup/", get=302, anonymous_get=200),
    "accounts/confirm-email/": Policy(Who.PUBLIC, "/accounts/confirm-email/", anonymous_get=200),
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": CONFIRM_EMAIL,
    "^accounts/confirm-email/(?P<key>[-:\\w]+)/$": CONFIRM_EMAIL,
    "accounts/password/reset/": Policy(Who.PUBLIC, "/accounts/password/reset/", anonymous_get=200),
    "accounts/password/reset/done/": Policy(Who.PUBLIC, "/accounts/password/reset/done/", anonymous_get=200),
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": NEW_PASSWORD,
    "^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": NEW_PASSWORD,
    "accounts/password/reset/key/done/": Policy(
        Who.PUBLIC, "/accounts/password/reset/key/done/", anonymous_get=200
    ),
    "accounts/login/code/confirm/": Policy(
        Who.PUBLIC, "/accounts/login/code/confirm/", get=302, anonymous_get=302
    ),
    "accounts/reauthenticate/": Policy(Who.MEMBER, "/accounts/reauthenticate/"),
    "accounts/sessions/": Policy(Who.MEMBER, "/accounts/sessions/", get=302),
    # The second step: who is signed in signs in once more before they see or change it.
    "accounts/2fa/": Policy(Who.MEMBER, "/accounts/2fa/", get=302),
    "accounts/2fa/authenticate/": Policy(
        Who.PUBLIC, "/accounts/2fa/authenticate/", get=302, anonymous_get=302
    ),
    "accounts/2fa/reauthenticate/": Policy(Who.MEMBER, "/accounts/2fa/reauthenticate/", get=302),
    "accounts/2fa/totp/activate/": Policy(Who.MEMBER, "/accounts/2fa/totp/activate/", get=302),
    "accounts/2fa/totp/deactivate/": Policy(Who.MEMBER, "/accounts/2fa/totp/deactivate/", get=404),
    "accounts/2fa/recovery-codes/": Policy(Who.MEMBER, "/accounts/2fa/recovery-codes/", get=302),
    "accounts/2fa/recovery-codes/generate/": Policy(
        Who.MEMBER, "/accounts/2fa/recovery-codes/generate/", get=302
    ),
    "accounts/2fa/recovery-codes/download/": Policy(
        Who.MEMBER, "/accounts/2fa/recovery-codes/download/", get=302
    ),
    "accounts/2fa/webauthn/": Policy(Who.MEMBER, "/accounts/2fa/webauthn/", get=302),
    "accounts/2fa/webauthn/add/": Policy(Who.MEMBER, "/accounts/2fa/webauthn/add/", get=302),
    "accounts/2fa/webauthn/challenge/": Policy(
        Who.PUBLIC, "/accounts/2fa/webauthn/challenge/", get=405, anonymous_get=405
    ),
    "accounts/2fa/webauthn/login/": Policy(
        Who.PUBLIC, "/accounts/2fa/webauthn/login/", get=302, anonymous_get=302
    ),
    "accounts/2fa/webauthn/reauthenticate/": Policy(
        Who.MEMBER, "/accounts/2fa/webauthn/reauthenticate/", get=302
    ),
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": Policy(
        Who.MEMBER, "/accounts/2fa/webauthn/keys/1/remove/", get=302
    ),
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": Policy(
        Who.MEMBER, "/accounts/2fa/webauthn/keys/1/edit/", get=302
    ),
    "accounts/email/": Policy(Who.MEMBER, "/accounts/email/"),
    "accounts/password/change/": Policy(Who.MEMBER, "/accounts/password/change/"),
    "accounts/password/set/": Policy(Who.MEMBER, "/accounts/password/set/", get=302),
    "invite/<str:token>/": Policy(Who.PUBLIC, "/invite/nobodys-token/", get=404, anonymous_get=404),
    "setup/<str:token>/": Policy(Who.PUBLIC, "/setup/nobodys-token/", get=404, anonymous_get=404),
    "act/<str:token>/": Policy(Who.PUBLIC, "/act/nobodys-token/", get=404, anonymous_get=404),
    "go/<str:token>/": Policy(Who.PUBLIC, "/go/nobodys-key/", get=404, anonymous_get=404, one_click=404),
    "unsubscribe/<str:token>/": Policy(
        Who.PUBLIC, "/unsubscribe/nobodys-key/", get=404, anonymous_get=404, one_click=404
    ),
    "preferences/<str:token>/": Policy(
        Who.PUBLIC, "/preferences/nobodys-key/", get=404, anonymous_get=404, one_click=404
    ),
    "feedback/<str:token>/": Policy(
        Who.PUBLIC, "/feedback/nobodys-token/", get=404, anonymous_get=404, one_click=404
    ),
    "confirm/<str:token>/": Policy(
        Who.PUBLIC, "/confirm/nobodys-token/", get=404, anonymous_get=404, one_click=404
    ),
    "calendar/<str:token>.ics": Policy(Who.PUBLIC, "/calendar/nobodys-token.ics", get=404, anonymous_get=404),
    "^api/v1(?:/[\\s\\S]*)?\\Z": Policy(
        Who.PUBLIC, "/api/v1/agenda", get=404, anonymous_get=404, bearer=True
    ),
    # The desk
    "": Policy(Who.MEMBER, "/"),
    "today/state/": Policy(Who.MEMBER, "/today/state/", get=204),
    "focus/": Policy(Who.MEMBER, "/focus/"),
    "no/": Policy(Who.MEMBER, "/no/", post=NO),
    "no/preview/": Policy(Who.MEMBER, "/no/preview/", post=NO),
    "topics/": Policy(Who.MEMBER, "/topics/"),
    "places/": Policy(Who.MEMBER, "/places/"),
    "prospects/": Policy(Who.MEMBER, "/prospects/"),
    "prospects/<uuid:pk>/": Policy(Who.OWNER, of_prospect()),
    "prospects/new/": Policy(Who.MEMBER, "/prospects/new/", post={"name": "Piet"}),
    "prospects/<uuid:pk>/edit/": Policy(Who.OWNER, of_prospect("edit/"), post=OWN),
    "wake-ups/<uuid:pk>/drop/": Policy(Who.OWNER, "/wake-ups/{wake_up}/drop/", 405),
    "prospects/<uuid:pk>/done/": Policy(Who.OWNER, of_prospect("done/")),
    "prospects/<uuid:pk>/useful/": Policy(Who.OWNER, of_prospect("useful/"), 405),
    "prospects/<uuid:pk>/automatic/": Policy(Who.OWNER, of_prospect("automatic/"), 405, {"wanted": "no"}),
    "prospects/<uuid:pk>/touches/": Policy(Who.OWNER, of_prospect("touches/"), 405, TOUCH),
    "prospects/<uuid:pk>/permissions/": Policy(
        Who.OWNER, of_prospect("permissions/"), 405, {"permission_channels": ["call"]}
    ),
    "prospects/<uuid:pk>/keep-in-touch/": Policy(
        Who.OWNER, of_prospect("keep-in-touch/"), 405, {"window": "30-60"}
    ),
    "prospects/<uuid:pk>/handover/": Policy(Who.OWNER, of_prospect("handover/"), post=HANDED),
    "prospects/<uuid:pk>/keep/": Policy(Who.OWNER, of_prospect("keep/"), 405),
    "prospects/<uuid:pk>/close-kindly/": Policy(Who.OWNER, of_prospect("close-kindly/"), 405),
    "prospects/<uuid:pk>/merge/": Policy(Who.TEAMS_MANAGER, of_prospect("merge/")),
    "prospects/<uuid:pk>/export/": Policy(Who.OWNER, of_prospect("export/")),
    "prospects/<uuid:pk>/privacy/": Policy(Who.OWNER, of_prospect("privacy/")),
    "prospects/<uuid:pk>/erase/": Policy(Who.TEAMS_MANAGER, of_prospect("erase/")),
    "prospects/<uuid:pk>/stop/": Policy(Who.OWNER, of_prospect("stop/"), 405),
    "changes/<uuid:pk>/undo/": Policy(Who.OWNER, "/changes/{change}/undo/", 405),
    "changes/<uuid:pk>/put-back/": Policy(Who.RECIPIENT, "/changes/{away}/put-back/", 405),
    "wins/new/": Policy(Who.MEMBER, "/wins/new/", post={"prospect_name": "Piet"}),
    "deals/<uuid:pk>/": Policy(Who.OWNER, "/deals/{deal}/"),
    "deals/<uuid:pk>/reopen/": Policy(Who.OWNER, "/deals/{declined}/reopen/", 405),
    "deals/<uuid:pk>/won-back/": Policy(Who.OWNER, "/deals/{declined}/won-back/", 405),
    "deals/<uuid:pk>/let-go/": Policy(Who.OWNER, "/deals/{declined}/let-go/", 405),
    "deals/<uuid:pk>/new-need/": Policy(Who.OWNER, "/deals/{declined}/new-need/", 405, {"title": "Mine"}),
    "losses/<uuid:pk>/edit/": Policy(Who.OWNER, "/losses/{loss}/edit/", post={"conversation": "unknown"}),
    "losses/<uuid:pk>/undo/": Policy(Who.OWNER, "/losses/{loss}/undo/", 405),
    "losses/<uuid:pk>/confirmation-sent/": Policy(
        Who.OWNER, "/losses/{loss}/confirmation-sent/", post={"text": "Mine"}
    ),
    "together/later/": Policy(Who.MEMBER, "/together/later/", 405, {"until": "tomorrow"}),
    "together/hand-to/": Policy(Who.MANAGER, "/together/hand-to/", 405),
    "followups/<uuid:pk>/": Policy(Who.OWNER, "/followups/{follow_up}/"),
    "followups/<uuid:pk>/complete/": Policy(Who.OWNER, "/followups/{follow_up}/complete/", 405, OWN),
    "followups/<uuid:pk>/later/": Policy(Who.OWNER, "/followups/{follow_up}/later/"),
    "followups/<uuid:pk>/snooze/": Policy(Who.OWNER, "/followups/{follow_up}/snooze/", 405, OWN),
    "followups/<uuid:pk>/skip/": Policy(Who.OWNER, "/followups/{follow_up}/skip/", 405),
    "followups/<uuid:pk>/channel/": Policy(Who.OWNER, "/followups/{follow_up}/channel/", 405),
    "followups/<uuid:pk>/item/": Policy(Who.OWNER, "/followups/{follow_up}/item/", 405),
    "followups/<uuid:pk>/undo/": Policy(Who.OWNER, "/followups/{done}/undo/", 405),
    "followups/<uuid:pk>/card/": Policy(Who.OWNER, "/followups/{done}/card/", post={"text": "Mine"}),
    "followups/<uuid:pk>/meeting.ics": Policy(Who.OWNER, "/followups/{meeting}/meeting.ics"),
    "long-run/": Policy(Who.MEMBER, "/long-run/"),
    "spread-out/": Policy(Who.MEMBER, "/spread-out/", post={"shown": ""}),
    "wake-ups/": Policy(Who.MEMBER, "/wake-ups/"),
    "wake-ups/<uuid:pk>/trigger/": Policy(Who.OWNER, "/wake-ups/{topic}/trigger/", 405),
    "handovers/": Policy(Who.MEMBER, "/handovers/"),
    "handovers/take-over/": Policy(Who.MEMBER, "/handovers/take-over/", post={"hand_over": ""}),
    "handovers/<uuid:pk>/": Policy(Who.OWNER, "/handovers/{hand_over}/"),
    "handovers/<uuid:pk>/take-over/": Policy(Who.TAKER, "/handovers/{hand_over}/take-over/", 405),
    "handovers/<uuid:pk>/ask/": Policy(Who.TAKER, "/handovers/{hand_over}/ask/", 405, SAID),
    "handovers/<uuid:pk>/send-back/": Policy(
        Who.TAKER, "/handovers/{hand_over}/send-back/", 405, {"reason": "Mine"}
    ),
    "handovers/<uuid:pk>/answer/": Policy(Who.OWNER, "/handovers/{hand_over}/answer/", 405, SAID),
    "handovers/<uuid:pk>/withdraw/": Policy(Who.OWNER, "/handovers/{hand_over}/withdraw/", 405),
    "handovers/<uuid:pk>/return/": Policy(Who.OWNER, "/handovers/{hand_over}/return/", 405, SAID),
    "library/": Policy(Who.MEMBER, "/library/"),
    "library/new/": Policy(Who.MEMBER, "/library/new/", post={"title": "Mine", "link": "example.org"}),
    "library/<uuid:pk>/": Policy(Who.TEAMMATE, "/library/{item}/"),
    "library/<uuid:pk>/edit/": Policy(Who.TEAMMATE, "/library/{item}/edit/", post={"title": "Mine"}),
    "library/<uuid:pk>/archive/": Policy(Who.TEAMMATE, "/library/{item}/archive/", 405),
    # Figures are of one's own people, or of the team for its managers: the address only narrows.
    "insights/came-back/": Policy(Who.MEMBER, "/insights/came-back/"),
    "insights/month/": Policy(Who.MEMBER, "/insights/month/", 302),
    "insights/month/<str:key>/": Policy(Who.MEMBER, "/insights/month/2026-02/"),
    "insights/quarter/": Policy(Who.MEMBER, "/insights/quarter/", 302),
    "insights/quarter/<str:key>/": Policy(Who.MEMBER, "/insights/quarter/2025-q4/"),
    "insights/quarter/<str:key>/decide/": Policy(
        Who.MANAGER, "/insights/quarter/2025-q4/decide/", 405, {"what_1": "Mine"}
    ),
    "insights/quarter/<str:key>/kept/": Policy(Who.MANAGER, "/insights/quarter/2025-q4/kept/", 405),
    "insights/": Policy(Who.MEMBER, "/insights/"),
    "insights/why/": Policy(Who.MEMBER, "/insights/why/"),
    "insights/noes/": Policy(Who.MEMBER, "/insights/noes/"),
    "insights/noes/csv/": Policy(Who.MEMBER, "/insights/noes/csv/"),
    "insights/csv/<slug:figure>/": Policy(Who.MEMBER, "/insights/csv/why/"),
    "insights/debriefs/": Policy(Who.MEMBER, "/insights/debriefs/"),
    "insights/debriefs/together/": Policy(Who.MEMBER, "/insights/debriefs/together/"),
    "insights/debriefs/<uuid:pk>/": Policy(
        Who.OWNER, "/insights/debriefs/{loss}/", post={"needs": "yes", "lesson": "Mine"}
    ),
    "insights/lessons/": Policy(Who.MEMBER, "/insights/lessons/"),
    "insights/lessons/<uuid:pk>/stop-sharing/": Policy(
        Who.RECIPIENT, "/insights/lessons/{debrief}/stop-sharing/", 405
    ),
    "insights/reasons/": Policy(Who.MEMBER, "/insights/reasons/"),
    "insights/follow-ups/": Policy(Who.MEMBER, "/insights/follow-ups/"),
    "insights/asking/": Policy(Who.MEMBER, "/insights/asking/"),
    "mail/": Policy(Who.MEMBER, "/mail/"),
    "mail/useful/": Policy(Who.MEMBER, "/mail/useful/"),
    "mail/useful/<uuid:pk>/": Policy(Who.OWNER, "/mail/useful/{sending}/", post={"act": "keep"}),
    "mail/useful/<uuid:pk>/take-back/": Policy(Who.OWNER, "/mail/useful/{sending}/take-back/", 405),
    "mail/<uuid:pk>/arrived/": Policy(Who.OWNER, "/mail/{held}/arrived/", 405),
    "mail/<uuid:pk>/": Policy(Who.RECIPIENT, "/mail/{delivery}/"),
    "mail/<uuid:pk>/html/": Policy(Who.RECIPIENT, "/mail/{delivery}/html/"),
    "mail/team/": Policy(Who.MANAGER, "/mail/team/"),
    "mail/test/": Policy(Who.MEMBER, "/mail/test/", 405),
    "mail/<uuid:pk>/send/": Policy(Who.OWNER, "/mail/{held}/send/", 405),
    "mail/<uuid:pk>/drop/": Policy(Who.OWNER, "/mail/{held}/drop/", 405),
    "mail/<uuid:pk>/write-again/": Policy(Who.OWNER, "/mail/{delivery}/write-again/", 405),
    "typed/": Policy(Who.MEMBER, "/typed/", 405),
    "import/": Policy(Who.MEMBER, "/import/"),
    "import/<uuid:pk>/": Policy(Who.RECIPIENT, "/import/{deals}/"),
    "import/<uuid:pk>/check/": Policy(Who.RECIPIENT, "/import/{deals}/check/"),
    "import/<uuid:pk>/spread/": Policy(Who.RECIPIENT, "/import/{deals}/spread/"),
    "import/<uuid:pk>/errors.csv": Policy(Who.RECIPIENT, "/import/{deals}/errors.csv"),
    "import/<uuid:pk>/match/": Policy(Who.RECIPIENT, "/import/{bringing}/match/", post={"act": "again"}),
    "import/<uuid:pk>/give-up/": Policy(Who.RECIPIENT, "/import/{bringing}/give-up/", 405),
    "import/<uuid:pk>/people/": Policy(Who.RECIPIENT, "/import/{book}/people/"),
    "import/<uuid:pk>/people/read/": Policy(Who.RECIPIENT, "/import/{book}/people/read/", 405),
    "export/": Policy(Who.MEMBER, "/export/", post={"taken": "own"}),
    "import/<uuid:pk>/own/": Policy(Who.RECIPIENT, "/import/{own}/own/"),
    "work/<uuid:pk>/": Policy(Who.RECIPIENT, "/work/{work}/"),
    "work/<uuid:pk>/bar/": Policy(Who.RECIPIENT, "/work/{work}/bar/"),
    "work/<uuid:pk>/cancel/": Policy(Who.RECIPIENT, "/work/{work}/cancel/", 405),
    "work/<uuid:pk>/file/": Policy(Who.RECIPIENT, "/work/{packed}/file/"),
    "settings/": Policy(Who.MEMBER, "/settings/"),
    "settings/profile/": Policy(Who.MEMBER, "/settings/profile/", 405, PROFILE),
    "settings/digest/": Policy(Who.MEMBER, "/settings/digest/", 405, {"digest_time": "06:00"}),
    "settings/digest/preview/": Policy(Who.MEMBER, "/settings/digest/preview/"),
    "settings/digest/preview/html/": Policy(Who.MEMBER, "/settings/digest/preview/html/"),
    "settings/digest/send/": Policy(Who.MEMBER, "/settings/digest/send/", 405),
    "settings/team/": Policy(Who.MEMBER, "/settings/team/"),
    "settings/team/save/": Policy(
        Who.MANAGER, "/settings/team/save/", 405, {"name": "Mine", "currency": "EUR", "daily_limit": "3"}
    ),
    "settings/team/invite/": Policy(Who.MANAGER, "/settings/team/invite/", 405, INVITED),
    "settings/team/leave/": Policy(Who.MEMBER, "/settings/team/leave/", post={"shown": "stale"}),
    "settings/invitations/<uuid:pk>/send-again/": Policy(
        Who.TEAMS_MANAGER, "/settings/invitations/{invitation}/send-again/", 405
    ),
    "settings/invitations/<uuid:pk>/revoke/": Policy(
        Who.TEAMS_MANAGER, "/settings/invitations/{invitation}/revoke/", 405
    ),
    "settings/members/<uuid:pk>/roles/": Policy(
        Who.TEAMS_MANAGER, "/settings/members/{member}/roles/", 405, {"roles": ["manager"], "seen": ["sales"]}
    ),
    "settings/members/<uuid:pk>/deactivate/": Policy(
        Who.TEAMS_MANAGER, "/settings/members/{member}/deactivate/", post={"to": "{member}"}
    ),
    "settings/members/<uuid:pk>/reactivate/": Policy(
        Who.TEAMS_MANAGER, "/settings/members/{member}/reactivate/", 405
    ),
    "settings/hand-over/": Policy(Who.MANAGER, "/settings/hand-over/", post={"giver": ""}),
    "settings/security/": Policy(Who.MEMBER, "/settings/security/"),
    "settings/security/sessions/end/": Policy(Who.MEMBER, "/settings/security/sessions/end/", 405),
    "settings/calendar/": Policy(Who.MEMBER, "/settings/calendar/", 303),
    "settings/calendar/off/": Policy(Who.MEMBER, "/settings/calendar/off/", 405),
    "settings/tokens/": Policy(Who.MEMBER, "/settings/tokens/", post={"name": "Mine", "scope": "write"}),
    "settings/tokens/<uuid:pk>/revoke/": Policy(Who.RECIPIENT, "/settings/tokens/{api_token}/revoke/", 405),
    "settings/mailed-links/revoke/": Policy(Who.MEMBER, "/settings/mailed-links/revoke/", 405),
    "settings/away/new/": Policy(Who.MEMBER, "/settings/away/new/", post=AWAY),
    "settings/away/<uuid:pk>/remove/": Policy(Who.RECIPIENT, "/settings/away/{absence}/remove/", post=SHOWN),
    "settings/rhythm/": Policy(Who.MANAGER, "/settings/rhythm/", 405, {"rhythm": "steady"}),
    "settings/contact-rules/": Policy(Who.MANAGER, "/settings/contact-rules/", 405, CONTACT_RULES),
    "settings/changes/": Policy(Who.MANAGER, "/settings/changes/"),
    "settings/retention/": Policy(Who.MANAGER, "/settings/retention/", post={"erase_after_months": "24"}),
    "settings/retention/<uuid:pk>/keep/": Policy(
        Who.TEAMS_MANAGER, "/settings/retention/{prospect}/keep/", 405
    ),
    "settings/reasons/": Policy(Who.MEMBER, "/settings/reasons/"),
    "settings/reasons/new/": Policy(
        Who.MANAGER, "/settings/reasons/new/", 405, {"conversation": "cannot", "label": "Mine"}
    ),
    "settings/reasons/<uuid:pk>/rename/": Policy(
        Who.TEAMS_MANAGER, "/settings/reasons/{reason}/rename/", 405, {"label": "Mine"}
    ),
    "settings/reasons/<uuid:pk>/archive/": Policy(
        Who.TEAMS_MANAGER, "/settings/reasons/{reason}/archive/", 405
    ),
    "settings/lines/": Policy(Who.MEMBER, "/settings/lines/"),
    "settings/lines/save/": Policy(Who.MANAGER, "/settings/lines/save/", 405, LINE),
    "settings/lines/preview/": Policy(Who.MANAGER, "/settings/lines/preview/", 405, LINE),
}


def all_routes() -> set[str]:
    """Every route of the URLconf, includes and all, as Django spells it."""
    return set(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield route


def address_of(policy: Policy, planted: Planted) -> str:
    """The real address of what was planted."""
    return policy.example.format(
        prospect=planted.prospect.pk, deal=planted.deal.pk, declined=planted.declined.pk,
        follow_up=planted.follow_up.pk, done=planted.done.pk, delivery=planted.delivery.pk,
        held=planted.held.pk,
        reason=planted.reason.pk, item=planted.item.pk, sending=planted.sending.pk,
        loss=planted.loss.pk, topic=planted.topic.pk, wake_up=planted.loss.wake_ups.get().pk,
        meeting=planted.meeting.pk, hand_over=planted.hand_over.pk, change=planted.change.pk,
        invitation=planted.invitation.pk, member=planted.owner.pk,
        away=planted.away.pk, absence=planted.away.object_id,
        api_token=planted.api_token.pk, debrief=planted.loss.debriefs.get().pk,
        work=planted.work.pk, packed=planted.packed.pk, book=planted.book.pk, bringing=planted.bringing.pk,
        deals=planted.deals.pk, own=planted.own.pk,
    )  # fmt: skip
