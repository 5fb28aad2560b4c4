"""The addresses of what comes in and goes out as files (CONTRACT.md, Files)."""

from django.urls import path

from exchange.views import calendar, matching, person, upload

app_name = "exchange"
urlpatterns = [
    path("calendar/<str:token>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("prospects/<uuid:pk>/export/", person.person_export, name="person_export"),
    path("import/", upload.upload, name="import"),
    path("import/<uuid:pk>/give-up/", upload.give_up, name="import_give_up"),
    path("import/<uuid:pk>/match/", matching.match, name="import_match"),
]
