"""What somebody brings or takes along, and the work that takes longer than a page may."""

from exchange.models.arriving import ArrivingPerson
from exchange.models.bringing import Import, ImportedRow, ImportFile, ImportQuerySet
from exchange.models.work import Work, WorkQuerySet

__all__ = [
    "ArrivingPerson",
    "Import",
    "ImportFile",
    "ImportQuerySet",
    "ImportedRow",
    "Work",
    "WorkQuerySet",
]
