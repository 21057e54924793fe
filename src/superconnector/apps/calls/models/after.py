"""After the decision: the public vote, certificates, and trials as rows that can be counted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from superconnector.apps.calls.models.call import Call
from superconnector.apps.calls.models.entries import Entry, Member
from superconnector.base.files.models import StoredFile


class Ballot(models.Model):
    """What the server offered one person in one group, and what the person chose. One each, by constraint."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="ballots")
    group = models.CharField(max_length=80)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    offered = models.JSONField()  # entry numbers in the order shown
    issued_at = models.DateTimeField()
    choice = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="votes")
    cast_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "group", "user"], name="one_ballot_a_person"),
            models.CheckConstraint(
                condition=Q(choice__isnull=True, cast_at__isnull=True)
                | Q(choice__isnull=False, cast_at__isnull=False),
                name="cast_ballot_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.group} {self.user_id}"


class Certificate(models.Model):
    """Says that a member took part or won; anyone can verify it by its code.

    One a member is in force. A decision that is revised revokes it and another one is issued.
    """

    REVISED = "decision-revised"
    """The reason by code, where nobody wrote one."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="certificates")
    code = models.CharField(max_length=20, unique=True)
    issued_at = models.DateTimeField()
    body = models.JSONField()  # what it says: name, entry, call, outcome
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(revoked_at__isnull=True), name="one_certificate_in_force"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Prototype(models.Model):
    """A state of what an entry builds: its version, the day on which it was made, what changed, its file.

    Written once and never changed: the next state is the next row.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="prototypes")
    version = models.CharField(max_length=40)
    made_on = models.DateField()
    changed = models.TextField(max_length=5000)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)  # of the file
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "version"], name="one_prototype_a_version"),
            models.CheckConstraint(
                condition=Q(stored__isnull=True, name="") | (Q(stored__isnull=False) & ~Q(name="")),
                name="file_of_a_prototype_has_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.version}"


class Trial(models.Model):
    """An entry's solution tried out at one site of one host. Numbers of people are counted, not estimated.

    `before` and `after` are values of `measure` in its unit; absent: not measured.
    """

    class State(models.TextChoices):
        PLANNED = "planned"
        RUNNING = "running"
        ENDED = "ended"
        STOPPED = "stopped"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="trials")
    host = models.CharField(max_length=80, blank=True)  # id in the directory
    host_name = models.CharField(max_length=200)
    site = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    planned_users = models.PositiveIntegerField()
    actual_users = models.PositiveIntegerField(null=True, blank=True)
    measure = models.CharField(max_length=200)
    unit = models.CharField(max_length=40)
    higher_is_better = models.BooleanField(default=True)
    acceptance = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    before = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    after = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    outcome = models.TextField(blank=True, max_length=5000)
    next_step = models.CharField(max_length=1000, blank=True)
    conflict = models.CharField(max_length=1000, blank=True)  # between supplier and host, if there is one
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "host_name", "site", "starts_on"], name="one_trial_a_site_and_day"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="trial_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | (Q(actual_users__isnull=False) & Q(ends_on__isnull=False)),
                name="ended_trial_counts_its_users",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} at {self.host_name}"


class TrialIncident(models.Model):
    """Something went wrong at a trial."""

    class Severity(models.TextChoices):
        MINOR = "minor"
        MAJOR = "major"
        CRITICAL = "critical"

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="incidents")
    on = models.DateField()
    severity = models.CharField(max_length=8, choices=Severity)
    text = models.TextField(max_length=5000)
    resolved_on = models.DateField(null=True, blank=True)
    resolution = models.TextField(blank=True, max_length=5000)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_on__isnull=True) | Q(resolved_on__gte=F("on")),
                name="resolved_after_it_happened",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trial_id} {self.on}"


class TrialFeedback(models.Model):
    """What one end user said, with consent; no name is kept."""

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="feedback")
    given_at = models.DateTimeField()
    consent = models.BooleanField()
    rating = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True, max_length=2000)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(consent=True), name="feedback_has_consent"),
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=5), name="rating_of_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.trial_id} {self.rating}"


class TrialReuse(models.Model):
    """Another host uses what a trial found, without a trial of its own.

    One that belongs to the supplier is flagged by `conflict` and does not count as another organisation.
    """

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="reuses")
    host = models.CharField(max_length=80, blank=True)  # id in the directory
    host_name = models.CharField(max_length=200)
    on = models.DateField()
    purpose = models.CharField(max_length=1000)
    conflict = models.CharField(max_length=1000, blank=True)  # between supplier and host, if there is one
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trial", "host_name"], name="one_reuse_a_host"),
        ]

    def __str__(self) -> str:
        return f"{self.host_name} reuses {self.trial_id}"


class TrialPayment(models.Model):
    """Money due at a milestone of a trial, in whole cents of one currency."""

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="payments")
    milestone = models.CharField(max_length=200)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    due_on = models.DateField()
    reached_on = models.DateField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trial", "milestone"], name="one_payment_a_milestone"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_positive"),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True) | Q(reached_on__isnull=False),
                name="paid_after_the_milestone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trial_id} {self.milestone}"
