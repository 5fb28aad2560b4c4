"""The installation as it is served, with the floor beside it in the same process: what is compared shares
the interpreter, the middleware, the connections and the machine's mood."""

from lostdeals.settings import *  # noqa: F403
from lostdeals.settings import INSTALLED_APPS, MIDDLEWARE

ROOT_URLCONF = "bench.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "bench.floor"]
MIDDLEWARE = ["bench.counting.count_queries", *MIDDLEWARE]
