"""What the noes teach: figures, debriefs and lessons, the quarter, the month."""

from django.urls import path

from insights.views import debriefs, lessons, month, quarter
from insights.views.came_back import came_back
from insights.views.csv import figure_csv
from insights.views.deeper import asking, follow_ups, reasons
from insights.views.noes import noes, noes_csv
from insights.views.overview import overview, why

app_name = "insights"
urlpatterns = [
    path("insights/came-back/", came_back, name="came_back"),
    path("insights/", overview, name="overview"),
    path("insights/noes/", noes, name="noes"),
    path("insights/why/", why, name="why"),
    path("insights/reasons/", reasons, name="reasons"),
    path("insights/follow-ups/", follow_ups, name="follow_ups"),
    path("insights/asking/", asking, name="asking"),
    path("insights/noes/csv/", noes_csv, name="noes_csv"),
    path("insights/month/", month.last_month, name="month"),
    path("insights/month/<str:key>/", month.month, name="one_month"),
    path("insights/quarter/", quarter.last_quarter, name="quarter"),
    path("insights/quarter/<str:key>/", quarter.quarter, name="one_quarter"),
    path("insights/quarter/<str:key>/decide/", quarter.decide_quarter, name="quarter_decide"),
    path("insights/quarter/<str:key>/kept/", quarter.kept, name="quarter_kept"),
    path("insights/csv/<slug:figure>/", figure_csv, name="figure_csv"),
    path("insights/debriefs/", debriefs.debriefs, name="debriefs"),
    path("insights/debriefs/together/", debriefs.together, name="debriefs_together"),
    path("insights/debriefs/<uuid:pk>/", debriefs.debrief, name="debrief"),
    path("insights/lessons/", lessons.lessons, name="lessons"),
    path("insights/lessons/<uuid:pk>/stop-sharing/", lessons.stop, name="lesson_stop_sharing"),
]
