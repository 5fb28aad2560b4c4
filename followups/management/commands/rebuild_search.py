"""Read everything that can be searched anew."""

from typing import Any

from django.core.management.base import BaseCommand

from followups.search.installing import install, make_trigrams
from followups.search.keeping import rebuild


class Command(BaseCommand):
    help = "Read everything that can be searched anew. Nothing is lost, and searching goes on meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        install()
        make_trigrams()
        self.stdout.write(f"{rebuild()} people can be searched.")
