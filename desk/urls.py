"""The addresses of the desk (CONTRACT.md, Pages)."""

from django.urls import path

from desk.views import (
    deals,
    followups,
    lines,
    mail,
    no,
    prospects,
    reasons,
    settings,
    setup,
    signed_out,
    today,
)

app_name = "desk"
urlpatterns = [
    path("", today.today, name="today"),
    path("no/", no.log_no, name="no"),
    path("no/preview/", no.preview, name="no_preview"),
    path("prospects/", prospects.prospects, name="prospects"),
    path("prospects/<uuid:pk>/", prospects.prospect, name="prospect"),
    path("prospects/<uuid:pk>/edit/", prospects.edit, name="prospect_edit"),
    path("deals/<uuid:pk>/", deals.deal, name="deal"),
    path("followups/<uuid:pk>/", followups.follow_up, name="followup"),
    path("followups/<uuid:pk>/complete/", followups.complete, name="complete"),
    path("followups/<uuid:pk>/snooze/", followups.snooze, name="snooze"),
    path("followups/<uuid:pk>/skip/", followups.skip, name="skip"),
    path("followups/<uuid:pk>/undo/", followups.undo, name="undo"),
    path("mail/", mail.mail, name="mail"),
    path("mail/<uuid:pk>/", mail.one_mail, name="one_mail"),
    path("mail/<uuid:pk>/html/", mail.mail_as_sent, name="mail_as_sent"),
    path("settings/", settings.settings, name="settings"),
    path("settings/profile/", settings.profile, name="settings_profile"),
    path("settings/digest/", settings.digest, name="settings_digest"),
    path("settings/team/", settings.team, name="settings_team"),
    path("settings/reasons/", reasons.reasons, name="reasons"),
    path("settings/reasons/new/", reasons.add, name="reason_new"),
    path("settings/reasons/<uuid:pk>/rename/", reasons.rename, name="reason_rename"),
    path("settings/reasons/<uuid:pk>/archive/", reasons.archive, name="reason_archive"),
    path("settings/lines/", lines.lines, name="lines"),
    path("settings/lines/save/", lines.save, name="lines_save"),
    path("settings/lines/preview/", lines.preview, name="lines_preview"),
    path("typed/", signed_out.show_again, name="typed"),
    path("setup/<str:token>/", setup.setup, name="setup"),
]
