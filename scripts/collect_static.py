"""Collects the static files, as the first start would; for whoever builds an image.

Nothing but the code is needed for that: no database, and a key that is thrown away.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lostdeals.settings")
os.environ["LOSTDEALS_ENV_FILE"] = ""

import django

django.setup()

from lostdeals.static_files import collect_if_changed  # noqa: E402

if __name__ == "__main__":
    collect_if_changed()
