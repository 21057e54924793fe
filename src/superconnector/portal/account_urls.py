"""Addresses of accounts: our own pages, then those of allauth, in our templates."""

from django.urls import include, path

from superconnector.portal import accounts

urlpatterns = [
    path("", accounts.account, name="account"),
    path("profile/", accounts.profile, name="account-profile"),
    path("data.json", accounts.data, name="account-data"),
    path("delete/", accounts.delete, name="account-delete"),
    path("", include("allauth.urls")),
]
