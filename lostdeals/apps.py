from django.apps import AppConfig


class LostDealsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "lostdeals"
    verbose_name = "Lost Deals"
