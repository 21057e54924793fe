"""Editions of the ecosystem's files, kept by content, and the journal of who did what when."""

from django.db import models
from django.db.models import Q


class Content(models.Model):
    """The text of a file, stored once however many editions hold it."""

    digest = models.CharField(primary_key=True, max_length=64)
    text = models.TextField()

    def __str__(self) -> str:
        return self.digest


class Edition(models.Model):
    """One loaded state of the ecosystem folder. One is current; the others stay, so terms can be pinned."""

    ecosystem = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    current = models.BooleanField(default=False)
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["current"], condition=Q(current=True), name="one_current_edition"
            ),
            models.CheckConstraint(condition=~Q(digest=""), name="edition_has_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.ecosystem} {self.digest[:12]}"


class EditionFile(models.Model):
    """A file of an edition: its path in the folder and its content."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=400)
    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "path"], name="one_file_a_path")]

    def __str__(self) -> str:
        return self.path


class JournalEntry(models.Model):
    """One act: who (`actor`) did what (`verb`: `ecosystem.loaded`) to what (`subject`), and when."""

    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=200)
    verb = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(actor="") & ~Q(verb="") & ~Q(subject=""), name="entry_is_whole"
            ),
        ]
        indexes = [models.Index(fields=["subject", "verb"], name="journal_by_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb} {self.subject}"


class PopulationReport(models.Model):
    """What the rules do to a population, as `population evaluate` wrote it. `digest` is that of the body."""

    digest = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=200)
    on = models.DateField()
    created_at = models.DateTimeField()
    body = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(digest="") & ~Q(title=""), name="report_is_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.on})"
