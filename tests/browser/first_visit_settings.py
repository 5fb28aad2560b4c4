"""The installation's own settings, with its collected static files in its var/ too."""

from lostdeals.settings import *  # noqa: F403
from lostdeals.settings import VAR_DIR

STATIC_ROOT = VAR_DIR / "staticfiles"
