"""Addresses of the portal. They are stable: an id never changes its meaning, an alias leads to the id."""

from django.urls import include, path, re_path

from superconnector.portal import directory, find, pages, planner, population, programmes

urlpatterns = [
    path("", pages.home, name="home"),
    path("about/", pages.about, name="about"),
    path("patterns/", pages.patterns, name="patterns"),
    path("find/", find.start, name="find"),
    path("find/answers/", find.answers, name="answers"),
    path("find/clear/", find.clear, name="clear"),
    path("find/count/", find.count, name="count"),
    path("find/<str:fact_id>/", find.question, name="question"),
    path("results/", find.results, name="results"),
    path("plan/", planner.plan, name="plan"),
    path("plan/result/", planner.result, name="plan-result"),
    re_path(r"^plan/result\.(?P<kind>yaml|csv|ics|pdf)$", planner.export, name="plan-export"),
    path("programmes/", programmes.catalogue, name="catalogue"),
    path("programmes/<str:programme_id>/", programmes.programme, name="programme"),
    path("changes/", programmes.changes, name="changes"),
    path("changes/feed.atom", programmes.feed, name="feed"),
    path("population/", population.reports, name="population"),
    path("population/<int:report_id>/", population.report, name="population-report"),
    re_path(
        r"^population/(?P<report_id>[0-9]{1,18})/results\.(?P<kind>csv|json|parquet)$",
        population.export,
        name="population-export",
    ),
    path("population/<int:report_id>/remove/", population.remove, name="population-remove"),
    path("population/<int:report_id>/<str:programme_id>/", population.programme, name="population-programme"),
    path("", include("superconnector.portal.calls.urls")),
    path("organisations/", directory.organisations, name="organisations"),
    path("organisations/<str:organisation_id>/", directory.organisation, name="organisation"),
    path("sources/", directory.sources, name="sources"),
]
