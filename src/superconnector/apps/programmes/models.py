"""The index of the current edition's programmes, for filters and search; the files stay the authority."""

from django.db import models
from django.db.models import Q


class Programme(models.Model):
    """A row is made from the programme's file when an edition is loaded, and never edited by hand."""

    id = models.CharField(primary_key=True, max_length=80)
    name_en = models.CharField(max_length=2000)
    name_zh_hant = models.CharField(max_length=2000, blank=True)
    name_zh_hans = models.CharField(max_length=2000, blank=True)
    kind = models.CharField(max_length=80, db_index=True)
    operator = models.CharField(max_length=80, blank=True, db_index=True)
    part_of = models.CharField(max_length=80, blank=True)
    applied_for = models.BooleanField()
    checked = models.DateField()
    search = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(id="") & ~Q(name_en=""), name="programme_is_named")
        ]

    def __str__(self) -> str:
        return self.name_en


class Tag(models.Model):
    """What a programme is filed under. For filters only, never for the verdict."""

    class Group(models.TextChoices):
        APPLICANT = "applicant"
        FIELD = "field"
        STAGE = "stage"
        AIM = "aim"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="tags")
    group = models.CharField(max_length=10, choices=Group)
    value = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "value", "programme"], name="one_tag_a_programme")
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.value}"
