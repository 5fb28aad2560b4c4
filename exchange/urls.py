"""The addresses of what comes in and goes out as files (CONTRACT.md, Files)."""

from django.urls import path

from exchange.views import (
    calendar,
    check,
    export,
    matching,
    own,
    people,
    person,
    result,
    spread,
    upload,
    work,
)

app_name = "exchange"
urlpatterns = [
    path("calendar/<str:token>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("prospects/<uuid:pk>/export/", person.person_export, name="person_export"),
    path("import/", upload.upload, name="import"),
    path("import/<uuid:pk>/give-up/", upload.give_up, name="import_give_up"),
    path("import/<uuid:pk>/match/", matching.match, name="import_match"),
    path("import/<uuid:pk>/people/", people.people, name="import_people"),
    path("import/<uuid:pk>/people/read/", people.read, name="import_people_read"),
    path("import/<uuid:pk>/own/", own.own, name="import_own"),
    path("export/", export.export, name="export"),
    path("import/<uuid:pk>/check/", check.check, name="import_check"),
    path("import/<uuid:pk>/spread/", spread.spread, name="import_spread"),
    path("import/<uuid:pk>/errors.csv", check.errors, name="import_errors"),
    path("import/<uuid:pk>/", result.result, name="import_result"),
    path("work/<uuid:pk>/", work.work, name="work"),
    path("work/<uuid:pk>/bar/", work.work_bar, name="work_bar"),
    path("work/<uuid:pk>/cancel/", work.work_cancel, name="work_cancel"),
    path("work/<uuid:pk>/file/", work.work_file, name="work_file"),
]
