"""What the noes teach: figures, debriefs and lessons, the quarter, the month."""

from django.urls import path

from insights.views.csv import figure_csv
from insights.views.deeper import asking, follow_ups, reasons
from insights.views.noes import noes, noes_csv
from insights.views.overview import overview

app_name = "insights"
urlpatterns = [
    path("insights/", overview, name="overview"),
    path("insights/noes/", noes, name="noes"),
    path("insights/reasons/", reasons, name="reasons"),
    path("insights/follow-ups/", follow_ups, name="follow_ups"),
    path("insights/asking/", asking, name="asking"),
    path("insights/noes/csv/", noes_csv, name="noes_csv"),
    path("insights/csv/<slug:figure>/", figure_csv, name="figure_csv"),
]
