"""Addresses of the judge's desk, of nominations, and of the chair's pages on judges and assignment."""

from django.urls import path

from superconnector.portal.calls.desk import (
    assignment,
    conflicts,
    judges,
    judging,
    nominations,
    pairs,
    sheet,
    sheet_file,
    slate,
)

DESK = "calls/<slug:call_id>/judging/"
CHAIR = "calls/<slug:call_id>/chair/"

urlpatterns = [
    path(DESK, judging.desk, name="judging"),
    path(f"{DESK}slate/", slate.slate, name="judging-slate"),
    path(f"{DESK}slate/reopen/", slate.reopen, name="judging-slate-reopen"),
    path(f"{DESK}pairs/", pairs.pairs, name="judging-pairs"),
    path(f"{DESK}<slug:number>/", sheet.entry, name="judging-entry"),
    path(f"{DESK}<slug:number>/reopen/", sheet.reopen, name="judging-reopen"),
    path(f"{DESK}<slug:number>/conflict/", sheet.conflict, name="judging-conflict"),
    path(f"{DESK}<slug:number>/files/<slug:digest>/", sheet_file.file, name="judging-file"),
    path(f"{CHAIR}judges/", judges.judges, name="chair-judges"),
    path(f"{CHAIR}judges/<int:judge_id>/", judges.judge, name="chair-judge"),
    path(f"{CHAIR}judges/<int:judge_id>/leave/", judges.leave, name="chair-judge-leave"),
    path(f"{CHAIR}nominations/<int:nomination_id>/again/", nominations.again, name="chair-nomination-again"),
    path(
        f"{CHAIR}nominations/<int:nomination_id>/take-back/",
        nominations.take_back,
        name="chair-nomination-take-back",
    ),
    path("calls/<slug:call_id>/nomination/", nominations.nomination, name="nomination"),
    path("calls/<slug:call_id>/nomination/decline/", nominations.decline, name="nomination-decline"),
    path(f"{CHAIR}conflicts/", conflicts.conflicts, name="chair-conflicts"),
    path(f"{CHAIR}conflicts/find/", conflicts.find, name="chair-conflicts-find"),
    path(f"{CHAIR}assignment/", assignment.assignment, name="chair-assignment"),
    path(f"{CHAIR}assignment/propose/", assignment.propose, name="chair-assignment-propose"),
    path(f"{CHAIR}assignment/<int:run_id>/apply/", assignment.apply, name="chair-assignment-apply"),
]
