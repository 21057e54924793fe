"""What entrants hand in: the entry, its team, answers and files, and each submission as it was received."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from superconnector.apps.calls.models.call import Call
from superconnector.base.files.models import StoredFile


class Entry(models.Model):
    """One team's entry. `number` is random, so that nobody learns how many there are or who came first.

    `version` grows with every change of the team, group, track or title; answers have versions of their own.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        WITHDRAWN = "withdrawn"
        INELIGIBLE = "ineligible"

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="entries")
    number = models.CharField(max_length=12)
    group = models.CharField(max_length=80)
    track = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, default="en")
    organisation = models.CharField(max_length=80, blank=True)  # id in the directory
    organisation_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    state_reason = models.CharField(max_length=1000, blank=True)
    facts = models.JSONField(default=dict, blank=True)  # answers at the door: fact → value
    unsettled = models.JSONField(default=list, blank=True)  # clauses of the group nobody could settle there

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="one_entry_a_number"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=False) | ~Q(state="submitted"),
                name="submitted_entry_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.number}"


class Member(models.Model):
    """A person of a team. `user` is absent where somebody is named who has no account (a pupil, a mentor).

    Of the link by which a guardian consents only the SHA-256 of its secret is kept; it works once. `guardian`
    is the name as the team gave it, and once there is a consent as the guardian or the chair gave it.
    """

    class Consent(models.TextChoices):
        NOT_NEEDED = "not-needed"
        NEEDED = "needed"
        GIVEN = "given"
        REFUSED = "refused"

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=80)
    leads = models.BooleanField(default=False)
    minor = models.BooleanField(null=True, blank=True)
    consent = models.CharField(max_length=10, choices=Consent, default=Consent.NOT_NEEDED)
    guardian = models.CharField(max_length=200, blank=True)
    guardian_email = models.EmailField(blank=True)
    consent_secret = models.CharField(max_length=64, null=True, blank=True, unique=True)
    consent_asked_at = models.DateTimeField(null=True, blank=True)
    consent_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "user"], name="one_place_a_person"),
            models.UniqueConstraint(fields=["entry"], condition=Q(leads=True), name="one_leader_an_entry"),
            models.CheckConstraint(
                condition=~Q(consent="given") | (Q(consent_at__isnull=False) & ~Q(guardian="")),
                name="consent_names_the_guardian",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A link by which one person joins a team. Only the SHA-256 of its secret is kept; it works once."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="invitations")
    secret = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("made_at")), name="invitation_ends_later"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, used_by__isnull=True)
                | Q(used_at__isnull=False, used_by__isnull=False),
                name="used_invitation_names_who",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation to {self.entry_id}"


class Answer(models.Model):
    """The draft answer to one question. A change must name the version it was made from."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=80)
    value = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "question"], name="one_answer_a_question"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.question}"


class EntryFile(models.Model):
    """A file of an entry, with what an archive needs to keep it: rights, licence, origin.

    The checksum, size and format are those of the stored file. A removed file stays, because a receipt
    may name it. `names_nobody`: the team, or a chair, says that it may be shown where judging is blind.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="files")
    question = models.CharField(max_length=80)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    rights_holder = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=80, blank=True)
    creator = models.CharField(max_length=200, blank=True)
    made_on = models.CharField(max_length=40, blank=True)
    description = models.CharField(max_length=1000, blank=True)
    names_nobody = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "question", "stored"],
                condition=Q(removed_at__isnull=True),
                name="one_file_a_content",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Submission(models.Model):
    """What was received, and when, to the microsecond: a row is written once and never changed.

    `digest` is the SHA-256 of `body`, the canonical JSON of everything handed in (files by their digest).
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    received_from = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    in_grace = models.BooleanField(default=False)
    body = models.TextField()
    digest = models.CharField(max_length=64)
    claimed_at = models.DateTimeField(null=True, blank=True)  # by who mails it now; see leases.py
    mailed_at = models.DateTimeField(null=True, blank=True)  # the receipt, to those of the team with accounts

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="one_submission_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.number}"
