"""Addresses of the chair's desk, of the letter to an entrant, and of a judge's own severity."""

from django.urls import path

from superconnector.portal.calls.chair import (
    appeals,
    chairs,
    comments,
    deciding,
    exports,
    letter,
    overview,
    publishing,
    ranking,
    reminding,
    rules,
    rules_rounds,
    screening,
    severity,
    trying,
)

CHAIR = "calls/<slug:call_id>/chair/"
RANKING = f"{CHAIR}ranking/<slug:group_id>/"
DECISIONS = f"{CHAIR}decisions/<slug:group_id>/<slug:stage>/"
CASE = f"{DECISIONS}entries/<slug:number>/"

urlpatterns = [
    path(CHAIR, overview.overview, name="chair"),
    path(f"{CHAIR}remind/", reminding.reminder, name="chair-remind"),
    path(f"{CHAIR}rules/", rules.rules, name="chair-rules"),
    path(f"{CHAIR}rules/<slug:stage>/", rules_rounds.round_rules, name="chair-round"),
    path(f"{CHAIR}phases/", rules.phases, name="chair-phases"),
    path(f"{CHAIR}phases/add/", rules.add, name="chair-phase-add"),
    path(f"{CHAIR}phases/<slug:name>/", rules.phase, name="chair-phase"),
    path(f"{CHAIR}chairs/", chairs.chairs, name="chair-chairs"),
    path(f"{CHAIR}chairs/<int:chair_id>/leave/", chairs.leave, name="chair-chair-leave"),
    path(f"{CHAIR}entries/", screening.entries, name="chair-screening"),
    path(f"{CHAIR}entries/<slug:number>/", screening.entry, name="chair-entry"),
    path(RANKING, ranking.ranking, name="chair-ranking"),
    path(f"{RANKING}compute/", ranking.compute, name="chair-ranking-compute"),
    path(f"{RANKING}what-if/", trying.what_if, name="chair-what-if"),
    path(f"{RANKING}next-readings/", trying.next_readings, name="chair-next-readings"),
    path(f"{CHAIR}comments/<slug:group_id>/", comments.comments, name="chair-comments"),
    path(DECISIONS, deciding.decisions, name="chair-decisions"),
    path(f"{DECISIONS}proposal/", deciding.proposal, name="chair-proposal"),
    path(f"{DECISIONS}letters/", publishing.letters, name="chair-letters"),
    path(CASE, deciding.decision, name="chair-decision"),
    path(f"{CASE}undecide/", deciding.undecide, name="chair-undecide"),
    path(f"{CHAIR}appeals/", appeals.appeals, name="chair-appeals"),
    path(f"{CHAIR}appeals/<int:appeal_id>/", appeals.reply, name="chair-appeal"),
    path(f"{CHAIR}appeals/<int:appeal_id>/decision/", appeals.revision, name="chair-revision"),
    path(f"{CHAIR}export/<slug:table>.csv", exports.export, name="chair-export"),
    path("calls/<slug:call_id>/entries/<slug:number>/letter/", letter.letter, name="entry-letter"),
    path("calls/<slug:call_id>/judging/severity/", severity.severity, name="judging-severity"),
]
