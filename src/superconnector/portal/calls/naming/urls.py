"""Addresses of what is said about names where judging is blind."""

from django.urls import path

from superconnector.portal.calls.naming import views

CALL = "calls/<slug:call_id>/"

urlpatterns = [
    path(
        f"{CALL}entries/<slug:number>/files/<int:file_id>/nameless/",
        views.of_team,
        name="entry-file-nameless",
    ),
    path(f"{CALL}chair/entries/<slug:number>/nameless/", views.of_chair, name="chair-file-nameless"),
    path(f"{CALL}judging/<slug:number>/names-team/", views.of_judge, name="judging-names-team"),
]
