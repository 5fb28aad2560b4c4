"""The addresses of the JSON API (CONTRACT.md): all reserved, every one of them answers."""

from django.urls import re_path

from api import views
from api.answers import ROOT

app_name = "api"
urlpatterns = [
    # Line breaks and all: whatever stands below the root is ours.
    re_path(rf"^{ROOT.strip('/')}(?:/[\s\S]*)?\Z", views.reserved, name="reserved"),
]
