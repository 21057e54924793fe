"""What is known of a kept file. The bytes lie in the storage under their SHA-256."""

from django.db import models
from django.db.models import Q


class StoredFile(models.Model):
    """The bytes of a file, stored once however often they are handed in.

    `kind` is what the bytes are (`pdf`, `png`, `glb` …), found by looking at them and not at the name.
    `facts` holds what the check measured: pages, pixels, seconds, triangles.
    """

    digest = models.CharField(primary_key=True, max_length=64)
    size = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    facts = models.JSONField(default=dict)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0) & ~Q(kind=""), name="stored_file_is_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:12]}"
