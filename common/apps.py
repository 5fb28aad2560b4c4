from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CommonConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "common"

    def ready(self) -> None:
        """See after every `migrate` that the tables refuse what no column takes."""
        # Here, because the models exist only now.
        from common.strict_columns import install_after_migrating, make_way_before_migrating

        pre_migrate.connect(make_way_before_migrating, dispatch_uid="common.strict_columns")
        post_migrate.connect(install_after_migrating, dispatch_uid="common.strict_columns")
