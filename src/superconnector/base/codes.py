"""Words for the codes of the data: outcomes, states, kinds. One table a code list, for every face."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, "str | Promise"]

OUTCOMES: Words = {
    "open": _("Open to you"),
    "may-be-open": _("May be open"),
    "not-for-you": _("Not for you"),
    "closed": _("Closed"),
}

STATES: Words = {
    "open": _("Open"),
    "unconfirmed": _("Open when last confirmed"),
    "planned": _("Not open yet"),
    "not-stated": _("Status not stated"),
    "closed": _("Closed"),
}

KINDS: Words = {
    "grant": _("Grant"),
    "matching-grant": _("Matching grant"),
    "voucher": _("Voucher"),
    "subsidy": _("Subsidy"),
    "loan-guarantee": _("Loan guarantee"),
    "investment": _("Investment"),
    "co-investment-fund": _("Co-investment fund"),
    "incubation": _("Incubation"),
    "acceleration": _("Acceleration"),
    "tax-measure": _("Tax measure"),
    "talent-admission": _("Talent admission"),
    "talent-subsidy": _("Talent subsidy"),
    "internship": _("Internship"),
    "scholarship": _("Scholarship"),
    "employment": _("Employment"),
    "training": _("Training"),
    "school-programme": _("School programme"),
    "competition": _("Competition"),
    "trial": _("Trial"),
    "joint-research-funding": _("Joint research funding"),
    "tenancy": _("Space"),
    "sandbox": _("Sandbox"),
    "licensing": _("Licensing"),
    "membership": _("Membership"),
    "event-programme": _("Events"),
    "platform": _("Platform"),
    "api-framework": _("API framework"),
    "information-service": _("Information service"),
    "enterprise-attraction": _("Attraction of enterprises"),
    "proof-of-concept": _("Proof of concept"),
    "cross-boundary-funding": _("Cross-boundary funding"),
    "cross-boundary-data": _("Cross-boundary data"),
    "open-data": _("Open data"),
    "institutional-funding": _("Funding of institutions"),
    "research-cluster": _("Research cluster"),
    "fund": _("Fund"),
    "policy-plan": _("Policy plan"),
    "policy-study": _("Policy study"),
    "budget-provision": _("Budget provision"),
    "infrastructure-initiative": _("Infrastructure"),
    "digital-government": _("Digital government"),
    "digital-currency": _("Digital currency"),
    "policy-advice": _("Policy advice"),
    "publication": _("Publication"),
    "survey": _("Survey"),
    "talent-development": _("Talent development"),
    "training-hub": _("Training hub"),
}

GIVES: Words = {
    "money": _("Money"),
    "people": _("People"),
    "loan": _("Loan"),
    "guarantee": _("Guarantee"),
    "equity": _("Equity"),
    "tax-deduction": _("Tax deduction"),
    "place": _("Place to work"),
    "admission": _("Admission"),
    "prize": _("Prize"),
    "service": _("Service"),
}

PARTS: Words = {
    "who": _("who may apply"),
    "gives": _("what it gives"),
    "costs": _("costs"),
    "duration": _("length"),
    "pays": _("how it pays"),
    "projects": _("number of projects"),
    "documents": _("documents"),
    "assessment": _("how it is judged"),
    "intake": _("intake"),
    "parameters": _("figures"),
}

CEILINGS: Words = {
    "application": _("At most, an application"),
    "project": _("At most, a project"),
    "year": _("At most, a year"),
    "month": _("At most, a month"),
    "lifetime": _("At most, over a lifetime"),
    "in-force": _("At most, in force at one time"),
    "person": _("At most, a person"),
    "person-month": _("At most, a person and month"),
    "programme": _("The whole programme"),
}

INTAKES: Words = {
    "year-round": _("All year round."),
    "rolling": _("Rolling."),
    "windows": _("In windows."),
    "by-invitation": _("By invitation."),
    "once": _("Once."),
    "not-stated": _("Not stated."),
}

PAYMENTS: Words = {
    "advance": _("In advance"),
    "instalments": _("In instalments"),
    "reimbursement": _("After you have paid"),
    "direct": _("Directly"),
    "in-kind": _("In kind"),
}

EFFECTS: Words = {
    "excludes": _("Not together with"),
    "same-cost": _("Not for the same cost as"),
    "requires": _("Needs"),
    "prevails": _("Goes before"),
    "stacks": _("Can be combined with"),
    "succeeds": _("Follows"),
    "part-of": _("Part of"),
    "related": _("Related to"),
}

CHANGES: Words = {
    "opened": _("Opened"),
    "closed": _("Closed"),
    "terms": _("Terms changed"),
    "event": _("Event"),
}

SOURCES: Words = {
    "official": _("official"),
    "press": _("press"),
    "third-party": _("third party"),
    "founding-document": _("founding document"),
    "compiled": _("compiled by the project"),
}
