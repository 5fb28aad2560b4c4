"""Django's makemessages, told what our texts look like; scripts/update_translations.sh runs it."""

from pathlib import Path
from typing import Any

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Collect texts from everywhere but the tests and what an installation keeps."""

    def handle(self, *args: Any, **options: Any) -> None:
        """As Django's, with our paths left out."""
        options["ignore_patterns"] = [*options["ignore_patterns"], "tests", "var", "staticfiles"]
        super().handle(*args, **options)

    def write_po_file(self, potfile: str, locale: str) -> None:
        """As Django's, but the blanks of lines to say are no format strings of Python.

        A translation may fill other ones ({anrede} for {first_name}), which msgfmt would refuse.
        """
        texts = Path(potfile).read_text(encoding="utf-8")
        texts = texts.replace("#, python-brace-format\n", "").replace(", python-brace-format", "")
        Path(potfile).write_text(texts, encoding="utf-8")
        super().write_po_file(potfile, locale)
