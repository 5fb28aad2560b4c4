from django.apps import AppConfig


class FloorConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "bench.floor"
