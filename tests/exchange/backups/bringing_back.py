"""A program for an installation of its own: restores one backup after another and tells what it holds."""

import json

from django.core.management import call_command
from django.db import connection

from prospects.models import Organisation, Prospect


def main(*paths: str) -> None:
    """For each backup the numbers of both kinds of rows, writer by writer, as JSON."""
    found = []
    for path in paths:
        call_command("restore", "--stopped", path, verbosity=0)
        found.append([numbers(Organisation, "House "), numbers(Prospect, "Counted ")])
        connection.close()
    print("\n" + json.dumps(found))


def numbers(model: type[Organisation] | type[Prospect], begin: str) -> dict[str, list[int]]:
    """The numbers in these names, in order."""
    of_writer: dict[str, list[int]] = {}
    for name in model.objects.filter(name__startswith=begin).values_list("name", flat=True):
        writer, _space, number = name.removeprefix(begin).partition(" ")
        of_writer.setdefault(writer, []).append(int(number))
    return {writer: sorted(found) for writer, found in sorted(of_writer.items())}
