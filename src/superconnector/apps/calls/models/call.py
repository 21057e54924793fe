"""One running of a call: its pinned definition, its phases and the people who run it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from superconnector.base.models import Content


class Call(models.Model):
    """A call that was opened from a file of `calls/`; the file's text is pinned and never changes for it.

    What no source states and the organiser sets stands here: `weights` (criterion → whole number),
    `scales` (criterion → least, most, step), `readings` for each entry, `blind`, `top` (group → places).
    Absent there and in the file, it is not stated, and judging cannot open.
    """

    id = models.SlugField(primary_key=True, max_length=80)
    definition = models.CharField(max_length=80, db_index=True)  # the name of the file, without .yaml
    pinned = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="+")
    rehearsal = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    weights = models.JSONField(default=dict, blank=True)
    scales = models.JSONField(default=dict, blank=True)
    readings = models.PositiveSmallIntegerField(null=True, blank=True)
    blind = models.BooleanField(null=True, blank=True)
    top = models.JSONField(default=dict, blank=True)
    lottery = models.BooleanField(default=False)
    seed = models.CharField(max_length=80)
    settings_version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(id="") & ~Q(seed=""), name="call_is_named"),
            models.CheckConstraint(
                condition=Q(readings__isnull=True) | Q(readings__gte=1), name="call_is_read"
            ),
        ]

    def __str__(self) -> str:
        return self.id


class Phase(models.Model):
    """A stretch of time of a call. The chair may move it; each move is in the journal.

    Open from `opens_at` (included) to `closes_at` (excluded); what arrives within `grace_seconds` after the
    close is taken and marked. The server's time of receipt decides.

    A phase that is judged may have `readings` for each entry and `top` (group → places) of its own; absent,
    the call's hold.
    """

    class Kind(models.TextChoices):
        ENTRY = "entry"
        SCREENING = "screening"
        JUDGING = "judging"
        PITCH = "pitch"
        DECISION = "decision"
        SHOWCASE = "showcase"
        VOTE = "vote"
        TRIAL = "trial"
        APPEAL = "appeal"

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="phases")
    name = models.CharField(max_length=80)  # the id of the phase in the definition
    kind = models.CharField(max_length=10, choices=Kind)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    grace_seconds = models.PositiveIntegerField(default=0)
    readings = models.PositiveSmallIntegerField(null=True, blank=True)
    top = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "name"], name="one_phase_a_name"),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="phase_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.name}"


class Official(models.Model):
    """Somebody who runs or judges a call. The judge's fields are read by the assignment only.

    `tracks`, `topics` and `languages` are lists of ids; an empty list of tracks means any.
    """

    class Role(models.TextChoices):
        CHAIR = "chair"
        JUDGE = "judge"

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="officials")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="offices")
    role = models.CharField(max_length=5, choices=Role)
    since = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    at_least = models.PositiveIntegerField(default=0)
    at_most = models.PositiveIntegerField(default=0)
    groups = models.JSONField(default=list, blank=True)
    tracks = models.JSONField(default=list, blank=True)
    topics = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    ties = models.JSONField(default=list, blank=True)  # declared: organisations and e-mail addresses

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "user", "role"], name="one_office_a_role"),
            models.CheckConstraint(condition=Q(at_most__gte=F("at_least")), name="floor_below_cap"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.role} {self.user_id}"


class Nomination(models.Model):
    """Somebody without an account is asked to judge, by mail. Whoever confirms the address may accept.

    `desk` is what the judge is asked to take on, as the fields of Official.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="nominations")
    email = models.EmailField()
    language = models.CharField(max_length=10)
    desk = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)  # by who mails it now; see leases.py
    mailed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # accepted, declined or taken back
    official = models.OneToOneField(
        Official, on_delete=models.PROTECT, null=True, blank=True, related_name="nomination"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "email"], condition=Q(ended_at__isnull=True), name="one_nomination_an_address"
            ),
            models.CheckConstraint(
                condition=Q(official__isnull=True) | Q(ended_at__isnull=False),
                name="accepted_nomination_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} asks {self.email}"
