from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "accounts"

    def ready(self) -> None:
        """Let the receivers be known; see after every `migrate` that the audit trail only grows."""
        import_module("accounts.sign_in_trail")
        # Here, because the models exist only now.
        from accounts.append_only import install_after_migrating

        post_migrate.connect(install_after_migrating, sender=self, dispatch_uid="accounts.append_only")
