"""Every address of the installation. What is public is marked so at its view (`login_not_required`)."""

from django.urls import URLPattern, URLResolver, include, path

from lostdeals import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.livez, name="livez"),
    path("healthz", health.healthz, name="healthz"),
    path("accounts/", include("allauth.urls")),
    path("", include("exchange.urls")),
    path("", include("desk.urls")),
]
