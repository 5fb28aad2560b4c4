"""Pure: what an API token may do."""

from enum import StrEnum


class Scope(StrEnum):
    """Reading alone, or writing as well."""

    READ = "read"
    WRITE = "write"
