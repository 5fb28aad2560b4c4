"""Each process notes when it last did its work, so that the app can say when one of them stopped."""

from datetime import datetime

from outbox.models import Heartbeat


def beat(process: str, now: datetime) -> None:
    """Note that `process` (at most 80 characters) did its work at `now`; safe from many places at once."""
    if Heartbeat.objects.filter(process=process).update(at=now):
        return
    # Two processes may find the row missing at the same moment; whoever comes second changes nothing.
    Heartbeat.objects.bulk_create([Heartbeat(process=process, at=now)], ignore_conflicts=True)
