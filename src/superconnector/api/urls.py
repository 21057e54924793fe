"""The addresses of the API."""

from django.urls import path

from superconnector.api.root import api
from superconnector.api.views import docs, nothing, openapi

urlpatterns = [
    path("openapi.json", openapi, name="openapi"),
    path("docs", docs, name="api-docs"),
    path("", api.urls),
    path("<path:rest>", nothing),
]
