"""What the noes teach: figures, debriefs and lessons, the quarter, the month."""

from django.urls import URLPattern

app_name = "insights"
urlpatterns: list[URLPattern] = []
