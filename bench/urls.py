"""Every address of the installation, and the floor's."""

from django.urls import include, path

from bench.floor import views as floor

urlpatterns = [
    path("floor/", floor.page, name="floor"),
    path("floor/<uuid:pk>/", floor.row, name="floor_row"),
    path("floor/new/", floor.new, name="floor_new"),
    path("", include("lostdeals.urls")),
]
