"""Words that only the portal needs, beside those of all faces in `base.codes`."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from superconnector.base.codes import OUTCOMES, Words
from superconnector.core.rules.verdict import Outcome

ORGANISATIONS: Words = {
    "association": _("Associations"),
    "government": _("Government"),
    "university": _("Universities"),
    "rd-centre": _("R&D centres"),
    "rd-centre-group": _("Groups of R&D centres and laboratories"),
    "company": _("Companies"),
    "ranking-publisher": _("Publishers of rankings"),
    "park-operator": _("Operators of parks"),
    "academy": _("Academies"),
    "financial-regulator": _("Financial regulators"),
    "international": _("International bodies"),
    "statutory-body": _("Statutory bodies"),
    "investor": _("Investors"),
}

TIES: Words = {
    "runs": _("runs"),
    "operates": _("operates"),
    "funds": _("funds"),
    "hosts": _("hosts"),
    "hosted-by": _("hosted by"),
    "advises": _("advises"),
    "supports": _("supports"),
    "part-of": _("part of"),
    "parent-of": _("parent of"),
    "subsidiary-of": _("subsidiary of"),
    "affiliate-of": _("affiliate of"),
    "founded-by": _("founded by"),
    "secretariat-of": _("secretariat of"),
    "member-of": _("member of"),
    "has-member": _("has as a member"),
    "partner-of": _("partner of"),
    "participates-in": _("takes part in"),
    "works-with": _("works with"),
    "held-talks-with": _("held talks with"),
    "signed-memorandum-with": _("signed a memorandum with"),
    "signed-arrangement-with": _("signed an arrangement with"),
    "delegation-to": _("sent a delegation to"),
}

YES_NO: Words = {"yes": _("Yes"), "no": _("No")}


def outcome_counts(counts: Mapping[Outcome, int]) -> dict[str, int]:
    """The counts by code, in the order in which they are shown."""
    return {code: counts[Outcome(code)] for code in OUTCOMES}
