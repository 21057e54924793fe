"""Addresses of entering a call."""

from django.urls import path

from superconnector.portal.calls.entering import consent, door, files, handing_in, question, task_list, team

ENTRY = "calls/<slug:call_id>/entries/<slug:number>/"

urlpatterns = [
    path("calls/join/<str:secret>/", team.join, name="call-join"),
    path("calls/consent/yes/", consent.answered, {"what": "yes"}, name="guardian-said-yes"),
    path("calls/consent/no/", consent.answered, {"what": "no"}, name="guardian-said-no"),
    path("calls/consent/<str:secret>/", consent.consent, name="guardian-consent"),
    path(
        "calls/<slug:call_id>/chair/entries/<slug:number>/consent/<int:member_id>/",
        consent.paper,
        name="chair-paper-consent",
    ),
    path("calls/<slug:call_id>/enter/", door.enter, name="call-enter"),
    path("calls/<slug:call_id>/enter/<slug:group_id>/", door.door, name="call-door"),
    path("calls/<slug:call_id>/enter/<slug:group_id>/start/", door.start, name="entry-start"),
    path(ENTRY, task_list.entry, name="entry"),
    path(f"{ENTRY}about/", task_list.about, name="entry-about"),
    path(f"{ENTRY}withdraw/", task_list.withdrawal, name="entry-withdraw"),
    path(f"{ENTRY}reinstate/", task_list.reinstate, name="entry-reinstate"),
    path(f"{ENTRY}team/", team.team, name="entry-team"),
    path(f"{ENTRY}team/invite/", team.invite, name="entry-invite"),
    path(f"{ENTRY}team/add/", team.add, name="entry-person-add"),
    path(f"{ENTRY}team/invitations/<int:invitation_id>/revoke/", team.revoke, name="entry-revoke"),
    path(f"{ENTRY}team/<int:member_id>/", team.change, name="entry-person"),
    path(f"{ENTRY}team/<int:member_id>/guardian/", consent.ask, name="entry-guardian"),
    path(f"{ENTRY}team/<int:member_id>/remove/", team.remove, name="entry-person-remove"),
    path(f"{ENTRY}team/<int:member_id>/lead/", team.hand_over, name="entry-hand-over"),
    path(f"{ENTRY}questions/<slug:question_id>/", question.question, name="entry-question"),
    path(f"{ENTRY}questions/<slug:question_id>/files/", files.add, name="entry-file-add"),
    path(f"{ENTRY}files/<int:file_id>/", files.download, name="entry-file"),
    path(f"{ENTRY}files/<int:file_id>/rights/", files.rights, name="entry-file-rights"),
    path(f"{ENTRY}files/<int:file_id>/remove/", files.remove, name="entry-file-remove"),
    path(f"{ENTRY}check/", handing_in.check, name="entry-check"),
    path(f"{ENTRY}receipts/<int:receipt>/", handing_in.receipt, name="entry-receipt"),
    path(f"{ENTRY}receipts/<int:receipt>/content.json", handing_in.content, name="entry-content"),
]
