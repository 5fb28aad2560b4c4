"""The addresses of what goes out as files (CONTRACT.md, Files)."""

from django.urls import path

from exchange.views import calendar, person, work

app_name = "exchange"
urlpatterns = [
    path("calendar/<str:token>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("prospects/<uuid:pk>/export/", person.person_export, name="person_export"),
    path("work/<uuid:pk>/", work.work, name="work"),
    path("work/<uuid:pk>/bar/", work.work_bar, name="work_bar"),
    path("work/<uuid:pk>/cancel/", work.work_cancel, name="work_cancel"),
    path("work/<uuid:pk>/file/", work.work_file, name="work_file"),
]
