"""The names of the digests as mail, shared by planning and mails."""

from digests.schedule import Rhythm

FAMILY = "digest"
KIND_NAMES = {Rhythm.DAILY: "digest-daily", Rhythm.WEEKLY: "digest-weekly"}
