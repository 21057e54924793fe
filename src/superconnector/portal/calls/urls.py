"""Addresses of calls. A call that runs and a file of the ecosystem share one space: /calls/<id>/."""

from django.urls import include, path

from superconnector.portal.calls import days, opening, public

STAGES = "superconnector.portal.calls"

urlpatterns = [
    path("calls/", public.calls, name="calls"),
    path("calls/open/", opening.choose, name="call-open"),
    path("calls/open/<slug:definition>/", opening.open_one, name="call-open-file"),
    path("", include(f"{STAGES}.entering.urls")),
    path("", include(f"{STAGES}.naming.urls")),
    path("", include(f"{STAGES}.chair.urls")),  # judging/severity/ comes before judging/<number>/
    path("", include(f"{STAGES}.desk.urls")),
    path("", include(f"{STAGES}.after.urls")),
    path("calls/<slug:call_id>/days.ics", days.calendar, name="call-days"),
    path("calls/<slug:call_id>/", public.call, name="call"),
]
