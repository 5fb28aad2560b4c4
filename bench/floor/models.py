"""One row and its three: what the plain form writes."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Entry(models.Model):
    """Something somebody wrote down."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    words = models.TextField(max_length=4000, blank=True)
    created_at = models.DateTimeField(default=timezone.now)


class Step(models.Model):
    """Something that follows from it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="steps")
    due_on = models.DateField()
    what = models.CharField(max_length=200)
