"""Whether the web process of this machine answers: exit code 0 when /livez says 200, else 1 and why.

For the health check of a container. It knows the standard library alone, and starts in no time.
"""

import os
import sys
from http.client import HTTPConnection, HTTPException

PATIENCE_SECONDS = 4


def main() -> int:
    """Ask once."""
    connection = HTTPConnection("127.0.0.1", int(os.environ.get("PORT") or 8000), timeout=PATIENCE_SECONDS)
    try:
        # By the name people use here: an address alone is sent on to it.
        connection.request("GET", "/livez", headers={"Host": "localhost"})
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        print(f"/livez: {error}")
        return 1
    print(f"/livez: {status}")
    return 0 if status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
