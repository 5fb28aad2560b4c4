"""A mail server that takes everything and keeps nothing: `python -m bench.sink` prints its port and serves.

A process of its own, so that what it costs is not counted as the sender's; the server the tests use. Like
the servers out there it hears several commands at once (RFC 2920).
"""

import asyncio
from typing import Any

from aiosmtpd.smtp import SMTP


class Nothing:
    """Keeps no mail."""

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Say what it can."""
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Say yes."""
        return "250 OK"


async def serve() -> None:
    """Until killed."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Nothing(), loop=loop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
