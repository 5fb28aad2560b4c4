"""What must be true before the processes start; each thing that is not ends the start with one sentence."""

import errno
import socket

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from lostdeals.env import refuse


def require_free_port(host: str, port: int) -> None:
    """Refuse unless a server can listen there."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        refuse(_why_not(error, host, port))


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is already in use. Stop what uses it, or choose another with PORT={port + 1}."
    if error.errno == errno.EACCES:
        return f"this user may not listen on port {port}. Choose one above 1023, for example PORT=8000."
    return f"this machine has no address {host} to listen on. Check HOST."


def require_migrated_database() -> None:
    """Refuse unless the database answers and holds the tables of this version."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        refuse(f"the database does not answer ({reason}). Check DATABASE_URL.")
    if waiting:
        refuse("the database is not up to date. Run `make run`, or `python manage.py migrate` first.")


def accepts_connections(host: str, port: int) -> bool:
    """Whether something listens there now."""
    try:
        with socket.create_connection((host, port), timeout=0.5):
            return True
    except OSError:
        return False
