from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "accounts"

    def ready(self) -> None:
        """See after every `migrate` that the audit trail only grows: infrastructure, no domain rule."""
        # Here, because the models exist only now.
        from accounts.append_only import install_after_migrating

        post_migrate.connect(install_after_migrating, sender=self, dispatch_uid="accounts.append_only")
