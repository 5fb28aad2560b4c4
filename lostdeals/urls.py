"""Every address of the installation. What is public is marked so at its view (`login_not_required`)."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from desk.views import account_links
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
    path("accounts/sessions/", RedirectView.as_view(pattern_name="desk:settings")),
    path("accounts/", include("allauth.urls")),
    path("", include("api.urls")),
    path("", include("exchange.urls")),
    path("", include("desk.urls")),
]
