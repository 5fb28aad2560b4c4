"""The addresses of what goes out as files (CONTRACT.md, Files)."""

from django.urls import path

from exchange import views

app_name = "exchange"
urlpatterns = [
    path("calendar/<str:token>.ics", views.calendar_feed, name="calendar_feed"),
    path("prospects/<uuid:pk>/export/", views.person_export, name="person_export"),
]
