#!/usr/bin/env python
"""Lost Deals from the command line."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one management command with the settings of this installation."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lostdeals.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
