"""Every address of the installation. What is public is marked so at its view (`login_not_required`)."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from desk.views import account_links, addresses, passkeys, recovery_codes
from lostdeals import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.livez, name="livez"),
    path("healthz", health.healthz, name="healthz"),
    # In place of allauth's, which change rows when they are looked at.
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account_links.choose_new_password,
    ),
    re_path(r"^accounts/confirm-email/(?P<key>[-:\w]+)/$", account_links.confirm_email),
    # In place of allauth's, which takes an address nobody has confirmed.
    path("accounts/email/", addresses.addresses),
    path("accounts/2fa/", RedirectView.as_view(pattern_name="desk:security")),
    path("accounts/2fa/authenticate/", passkeys.second_step),
    path("accounts/2fa/recovery-codes/", recovery_codes.recovery_codes),
    path("accounts/2fa/recovery-codes/download/", recovery_codes.download),
    path("accounts/2fa/webauthn/", RedirectView.as_view(pattern_name="desk:security")),
    path("accounts/2fa/webauthn/add/", passkeys.add),
    path("accounts/2fa/webauthn/challenge/", passkeys.challenge, name="passkey_challenge"),
    path("accounts/2fa/webauthn/login/", passkeys.sign_in),
    path("accounts/2fa/webauthn/reauthenticate/", passkeys.again),
    path("accounts/sessions/", RedirectView.as_view(pattern_name="desk:security")),
    path("accounts/", include("allauth.urls")),
    path("", include("api.urls")),
    path("", include("exchange.urls")),
    path("", include("insights.urls")),
    path("", include("nurture.urls")),
    path("", include("desk.urls")),
]
