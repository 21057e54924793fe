"""All addresses: the API and the machine's own pages without a language, the portal in three."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from superconnector.base.views import healthz
from superconnector.portal.accounts import demo_mail

urlpatterns = [
    path("healthz", healthz),
    path("api/v1/", include("superconnector.api.urls")),
    *i18n_patterns(
        path("account/", include("superconnector.portal.account_urls")),
        path("demo/mail/", demo_mail, name="demo-mail"),
        path("", include("superconnector.portal.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "superconnector.portal.pages.bad_request"
handler429 = "superconnector.portal.accounts.too_many"  # asked for by allauth
handler404 = "superconnector.portal.pages.not_found"
