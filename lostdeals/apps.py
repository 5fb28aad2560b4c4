from importlib import import_module

from django.apps import AppConfig


class LostDealsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "lostdeals"
    verbose_name = "Lost Deals"

    def ready(self) -> None:
        """Let the receivers be known."""
        import_module("lostdeals.nudges")
