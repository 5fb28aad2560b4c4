"""The pages that buyers see: each address holds its secret, nobody signs in."""

from django.urls import path

from nurture.views import confirming, feedback, preferences

app_name = "nurture"
urlpatterns = [
    path("preferences/<str:token>/", preferences.preferences, name="preferences"),
    path("feedback/<str:token>/", feedback.feedback, name="feedback"),
    path("confirm/<str:token>/", confirming.confirm, name="confirm"),
]
