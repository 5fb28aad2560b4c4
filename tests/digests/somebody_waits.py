"""A program for an installation of its own: one person, one no of yesterday, a digest due now."""

import os
from datetime import UTC, datetime, time, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lostdeals.settings")


def main() -> None:
    from accounts.models import Team, User
    from followups.actions import record_no
    from tests.cast import a_no

    yesterday = datetime.now(UTC) - timedelta(days=1)
    owner = User.objects.create_user(
        "maren@example.com",
        "a long enough password",
        team=Team.objects.create(name="Vogt and partners"),
        working_days="0123456",
        digest_time=time(0, 0),
        date_joined=yesterday,
        lessons_monthly=False,  # the clock is the real one: on the first of a month that would be due as well
    )
    record_no(a_no(said_on=yesterday.date()), by=owner, today=yesterday.date(), now=yesterday)


if __name__ == "__main__":
    django.setup()
    main()
