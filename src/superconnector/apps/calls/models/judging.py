"""Conflicts, who reads what, and what the judges said. What a judge handed in never changes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from superconnector.apps.calls.models.call import Call, Official
from superconnector.apps.calls.models.entries import Entry


class Conflict(models.Model):
    """Why an official must not see how an entry fares. Suspected and confirmed wall off, dismissed not."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation"
        FAMILY = "family"
        DOMAIN = "domain"
        DECLARED = "declared"
        COMEMBERSHIP = "comembership"
        MEMBER = "member"

    class State(models.TextChoices):
        SUSPECTED = "suspected"
        CONFIRMED = "confirmed"
        DISMISSED = "dismissed"

    official = models.ForeignKey(Official, on_delete=models.CASCADE, related_name="conflicts")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="conflicts")
    kind = models.CharField(max_length=12, choices=Kind)
    key = models.CharField(max_length=200)  # what both have: the organisation, the domain
    source = models.CharField(max_length=200)  # who says so: "found", or a person's id
    reason = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=State)
    found_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["official", "entry", "kind", "key"], name="one_row_a_conflict"),
        ]

    def __str__(self) -> str:
        return f"{self.official_id} {self.kind} {self.entry_id}"


class AssignmentRun(models.Model):
    """A proposal of who reads what; applied once, or never. `proposal` holds the diff that was shown."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="assignment_runs")
    stage = models.CharField(max_length=80)  # the phase in which it is judged
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    problem = models.CharField(max_length=64)  # digest of what it was computed from
    proposal = models.JSONField()
    applied_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.call_id} {self.made_at:%Y-%m-%d %H:%M}"


class Assignment(models.Model):
    """A judge is to read an entry. A removed one stays for the record."""

    judge = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="assignments")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="assignments")
    stage = models.CharField(max_length=80)  # the phase in which it is judged
    run = models.ForeignKey(AssignmentRun, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_because = models.CharField(max_length=200, blank=True)
    reminder_claimed_at = models.DateTimeField(null=True, blank=True)  # by who mails it now; see leases.py
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["judge", "entry", "stage"],
                condition=Q(removed_at__isnull=True),
                name="one_assignment_a_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.judge_id} reads {self.entry_id}"


class Reading(models.Model):
    """What a judge says of an entry: scores by criterion, a comment for the entrant, a note for the chair.

    A draft changes as the judge types; a final one never does. To change a final one, a new version is made.
    `tab` is the page that saved it last: one that lost the answer to its save may save again.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="readings")
    number = models.PositiveIntegerField(default=1)  # of this assignment: the highest final one counts
    version = models.PositiveIntegerField(default=1)  # of the draft: a change must name the one it saw
    tab = models.CharField(max_length=40, blank=True)
    final = models.BooleanField(default=False)
    scores = models.JSONField(default=dict)
    comment = models.TextField(blank=True, max_length=5000)
    note = models.TextField(blank=True, max_length=5000)
    saved_at = models.DateTimeField()
    final_at = models.DateTimeField(null=True, blank=True)
    comment_passed = models.BooleanField(default=False)  # by a chair, to the entrant

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "number"], name="one_reading_a_number"),
            models.CheckConstraint(
                condition=Q(final=False) | Q(final_at__isnull=False), name="final_reading_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.number}"


class Slate(models.Model):
    """A judge's own order of the entries read: lists of entry numbers, best first, equals together."""

    judge = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="slates")
    stage = models.CharField(max_length=80)  # the phase in which it is judged
    number = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    order = models.JSONField()
    final = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["judge", "stage", "number"], name="one_slate_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.judge_id} {self.number}"


class Comparison(models.Model):
    """A judge at an expo found `better` better than `worse`."""

    judge = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="comparisons")
    stage = models.CharField(max_length=80)  # the phase in which it is judged
    better = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    worse = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(better=F("worse")), name="two_entries_are_compared"),
        ]

    def __str__(self) -> str:
        return f"{self.judge_id} {self.better_id} > {self.worse_id}"


class Skip(models.Model):
    """A judge at an expo passed an entry over; it is not offered to that judge again."""

    judge = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="skips")
    stage = models.CharField(max_length=80)  # the phase in which it is judged
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["judge", "entry", "stage"], name="one_skip_a_pair")]

    def __str__(self) -> str:
        return f"{self.judge_id} skips {self.entry_id}"
