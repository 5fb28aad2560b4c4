"""A program for an installation of its own: what restore says while something holds that it runs."""

from django.core.management import CommandError, call_command

from exchange.backups.standstill import running


def main(path: str) -> None:
    """Try it and print the answer."""
    with running() as may_run:
        assert may_run
        try:
            call_command("restore", "--stopped", path)
        except CommandError as refusal:
            print(refusal)
