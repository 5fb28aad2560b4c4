"""How a log line looks: one line each, whatever the message or the exception holds, and no secret address."""

import logging
import re
import time

from common.secret_paths import SECRET_PATHS

# What follows such a path is the secret: it stays out of the logs.
SECRET_ADDRESS = re.compile(rf"({'|'.join(map(re.escape, SECRET_PATHS))})[^\s/?#\"']+")


class OneLineFormatter(logging.Formatter):
    """UTC time, level, logger and message; line breaks become visible marks, so nobody can forge a line."""

    def __init__(self) -> None:
        super().__init__("%(asctime)sZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")
        self.converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        """The record as a single line."""
        line = super().format(record).replace("\r", "").replace("\n", " \u23ce ")
        return SECRET_ADDRESS.sub(r"\1…", line)
