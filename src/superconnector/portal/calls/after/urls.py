"""Addresses of what comes after the decision."""

from django.urls import path

from superconnector.portal.calls.after import (
    certificates,
    feedback,
    prototypes,
    shapes,
    showcase,
    trials,
    trials_chair,
    trials_rows,
    vote,
)

CALL = "calls/<slug:call_id>/"
SHOWN = f"{CALL}showcase/<slug:number>/"
FILE = f"{SHOWN}files/<slug:digest>/"
BUILT = f"{CALL}entries/<slug:number>/prototypes/"
TRIAL = f"{CALL}chair/trials/<int:trial_id>/"

urlpatterns = [
    path(f"{CALL}showcase/", showcase.gallery, name="showcase"),
    path(SHOWN, showcase.shown, name="showcase-entry"),
    path(f"{SHOWN}preservation.json", showcase.preservation, name="showcase-preservation"),
    path(FILE, showcase.file, name="showcase-file"),
    path(f"{FILE}viewer/", shapes.viewer, name="showcase-viewer"),
    path(f"{FILE}model.glb", shapes.model, name="showcase-model"),
    path(f"{CALL}vote/<slug:group>/", vote.vote, name="vote"),
    path(f"{CALL}vote/<slug:group>/cast/", vote.cast, name="vote-cast"),
    path(f"{CALL}trials/", trials.public, name="trials"),
    path(f"{CALL}trials/<int:trial_id>/", trials.report, name="trial-report"),
    path(f"{CALL}chair/trials/", trials_chair.trials, name="chair-trials"),
    path(TRIAL, trials_chair.trial, name="chair-trial"),
    path(f"{TRIAL}report/", trials.whole_report, name="chair-trial-report"),
    path(f"{TRIAL}incidents/", trials_rows.report, name="chair-trial-incident"),
    path(f"{TRIAL}incidents/<int:row_id>/", trials_rows.resolve, name="chair-trial-resolve"),
    path(f"{TRIAL}payments/", trials_rows.agree, name="chair-trial-payment"),
    path(f"{TRIAL}payments/<int:row_id>/", trials_rows.pay, name="chair-trial-paid"),
    path(f"{TRIAL}reuses/", trials_rows.reuse, name="chair-trial-reuse"),
    path(f"{TRIAL}reuses/<int:row_id>/", trials_rows.strike, name="chair-trial-strike"),
    path(BUILT, prototypes.team, name="entry-prototypes"),
    path(f"{BUILT}<int:row_id>/file/", prototypes.team_file, name="entry-prototype-file"),
    path(f"{CALL}chair/prototypes/", prototypes.chair, name="chair-prototypes"),
    path(f"{CALL}chair/prototypes/<int:row_id>/file/", prototypes.chair_file, name="chair-prototype-file"),
    path("feedback/<str:token>/", feedback.feedback, name="trial-feedback"),
    path(f"{CALL}chair/certificates/", certificates.issue, name="chair-certificates"),
    path(
        f"{CALL}chair/certificates/<int:certificate_id>/revoke/",
        certificates.revoke,
        name="chair-certificate-revoke",
    ),
    path("certificates/", certificates.look_up, name="certificates"),
    path("certificates/<str:code>/", certificates.verify, name="certificate"),
    path("certificates/<str:code>/certificate.pdf", certificates.pdf, name="certificate-pdf"),
]
