"""The tables of a call, one file for each stage."""

from superconnector.apps.calls.models.after import (
    Ballot,
    Certificate,
    Prototype,
    Trial,
    TrialFeedback,
    TrialIncident,
    TrialPayment,
    TrialReuse,
)
from superconnector.apps.calls.models.call import Call, Nomination, Official, Phase
from superconnector.apps.calls.models.decisions import (
    Appeal,
    Decision,
    Letter,
    Publication,
    RankingRun,
)
from superconnector.apps.calls.models.entries import (
    Answer,
    Entry,
    EntryFile,
    Invitation,
    Member,
    Submission,
)
from superconnector.apps.calls.models.judging import (
    Assignment,
    AssignmentRun,
    Comparison,
    Conflict,
    Reading,
    Skip,
    Slate,
)

__all__ = [
    "Answer",
    "Appeal",
    "Assignment",
    "AssignmentRun",
    "Ballot",
    "Call",
    "Certificate",
    "Comparison",
    "Conflict",
    "Decision",
    "Entry",
    "EntryFile",
    "Invitation",
    "Letter",
    "Member",
    "Nomination",
    "Official",
    "Phase",
    "Prototype",
    "Publication",
    "RankingRun",
    "Reading",
    "Skip",
    "Slate",
    "Submission",
    "Trial",
    "TrialFeedback",
    "TrialIncident",
    "TrialPayment",
    "TrialReuse",
]
