"""One row an organisation of the current edition, for lists and search; the file stays the authority."""

from django.db import models
from django.db.models import Q


class Organisation(models.Model):
    """A row is made from the organisation's file when an edition is loaded, and never edited by hand."""

    id = models.CharField(primary_key=True, max_length=80)
    name_en = models.CharField(max_length=2000)
    name_zh_hant = models.CharField(max_length=2000, blank=True)
    name_zh_hans = models.CharField(max_length=2000, blank=True)
    kind = models.CharField(max_length=80, db_index=True)
    part_of = models.CharField(max_length=80, blank=True)
    search = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(id="") & ~Q(name_en=""), name="organisation_is_named")
        ]

    def __str__(self) -> str:
        return self.name_en
