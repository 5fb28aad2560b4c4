"""People of an address book while their import is open, and what was decided about each."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from exchange.models.bringing import KEY_LENGTH, Import, ImportFile
from exchange.people.codes import Choice, Found
from prospects.models import NAME_LENGTH


class ArrivingPerson(models.Model):
    """Somebody who may come in. Goes with the files of the import, when it is over.

    `told` is exchange.people.told as JSON, of a refused card `{"why": code}`. `matches` and `same_as` name
    people by id and hold on to nobody: who is gone by then is out of sight.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    of_import = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="people")
    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, related_name="people")
    place = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    key = models.CharField(max_length=KEY_LENGTH, blank=True)
    told = models.JSONField(default=dict)
    found = models.CharField(max_length=10)
    matches = models.JSONField(default=list, blank=True)
    choice = models.CharField(max_length=10, blank=True, default=Choice.OPEN)
    same_as = models.UUIDField(null=True, blank=True)
    name_given = models.CharField(max_length=NAME_LENGTH, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["place"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["of_import", "found", "place"], name="arriving_found_place"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["of_import", "place"], name="arriving_has_its_place"),
            models.CheckConstraint(
                condition=Q(found__in=[found.value for found in Found]), name="arriving_found_known"
            ),
            models.CheckConstraint(
                condition=Q(choice__in=[choice.value for choice in Choice]), name="arriving_choice_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} ({self.found})"
