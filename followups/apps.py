from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class FollowupsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "followups"

    def ready(self) -> None:
        """See after every `migrate` that the search index is whole: infrastructure, no rule of the domain."""
        # Here, because the models exist only now.
        from followups.search.installing import install_after_migrating, make_way_before_migrating

        pre_migrate.connect(make_way_before_migrating, sender=self, dispatch_uid="followups.search")
        post_migrate.connect(install_after_migrating, sender=self, dispatch_uid="followups.search")
