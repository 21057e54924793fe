"""From the ranking to the letters: computed, pending, previewed, published, appealed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from superconnector.apps.calls.models.call import Call
from superconnector.apps.calls.models.entries import Entry


class RankingRun(models.Model):
    """A ranking as it was computed. `body` is canonical JSON; `recompute` must give it again byte for byte.

    `readings` names the readings (or slates, or comparisons) it was computed from, so that later ones do
    not change it. `partial`: made by a chair who does not see all entries of the group, so that no decision
    may rest on it.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="rankings")
    stage = models.CharField(max_length=80)  # the phase in which it is judged
    group = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seed = models.CharField(max_length=80)
    settings = models.JSONField()  # mode, weights, ties, top, as they were
    readings = models.JSONField()
    partial = models.BooleanField(default=False)
    body = models.TextField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.call_id} {self.group} {self.digest[:12]}"


class Publication(models.Model):
    """One act of publishing: all its decisions and letters in one transaction, after a preview was seen.

    `preview` is the SHA-256 of the preview that the chair confirmed.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="publications")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    preview = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.call_id} {self.at:%Y-%m-%d %H:%M}"


class Decision(models.Model):
    """What becomes of an entry at a stage: pending until published, and then fixed.

    A published one is never changed. Where an appeal was upheld, another one `revises` it and counts instead
    from its own publication on.
    """

    class Outcome(models.TextChoices):
        AWARD = "award"
        ADVANCE = "advance"
        RESERVE = "reserve"
        DECLINE = "decline"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="decisions")
    stage = models.CharField(max_length=80)  # the id of the phase that it ends
    outcome = models.CharField(max_length=8, choices=Outcome)
    prize = models.CharField(max_length=80, blank=True)
    place = models.PositiveIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    by_lot = models.BooleanField(default=False)
    ranking = models.ForeignKey(RankingRun, on_delete=models.PROTECT, null=True, related_name="decisions")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    revises = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="revised_by"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "stage"], condition=Q(revises__isnull=True), name="one_decision_a_stage"
            ),
            models.CheckConstraint(
                condition=Q(publication__isnull=True) | Q(ranking__isnull=False) | ~Q(reason=""),
                name="published_decision_has_grounds",
            ),
            models.CheckConstraint(condition=Q(prize="") | Q(outcome="award"), name="prize_is_awarded"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.outcome}"


class Letter(models.Model):
    """What was told to one member of a team. Written when the decision is published, sent afterwards."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="letters")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="letters")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="letters")
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    claimed_at = models.DateTimeField(null=True, blank=True)  # by who sends it now; see leases.py
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "to"], name="one_letter_a_person")]

    def __str__(self) -> str:
        return self.subject


class Appeal(models.Model):
    """A team objects to a published decision; a chair without a conflict answers. Nothing is deleted."""

    class State(models.TextChoices):
        OPEN = "open"
        UPHELD = "upheld"
        REJECTED = "rejected"

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="appeals")
    text = models.TextField(max_length=5000)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    answer = models.TextField(blank=True, max_length=5000)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(state="open"), name="one_open_appeal_a_decision"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="closed_appeal_is_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"appeal {self.pk}"
