"""The addresses of what goes out as files (CONTRACT.md, Files)."""

from django.urls import path

from exchange.views import calendar, people, person

app_name = "exchange"
urlpatterns = [
    path("calendar/<str:token>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("prospects/<uuid:pk>/export/", person.person_export, name="person_export"),
    path("import/<uuid:pk>/people/", people.people, name="import_people"),
    path("import/<uuid:pk>/people/read/", people.read, name="import_people_read"),
]
