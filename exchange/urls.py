"""The addresses of what goes out as files (CONTRACT.md, Files)."""

from django.urls import path

from exchange.views import calendar, person

app_name = "exchange"
urlpatterns = [
    path("calendar/<str:token>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("prospects/<uuid:pk>/export/", person.person_export, name="person_export"),
]
