"""Who somebody is: an account with an e-mail address that was confirmed."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "superconnector.base.accounts"
    label = "accounts"
