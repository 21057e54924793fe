"""The account: a person who signs in with an e-mail address. There are no user names."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _


class UserManager(BaseUserManager["User"]):
    """Makes accounts; addresses are kept in lower case, so that one mailbox is one account."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An account, without a usable password if none is given. Raises ValueError without an address."""
        if not email.strip():
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An officer's account; `manage.py createsuperuser` asks for one under this name."""
        return self.create_user(email, password, **{**fields, "is_staff": True})

    def get_by_natural_key(self, username: str | None) -> User:
        """The account of an address, however its letters are written."""
        return self.get(email=(username or "").strip().lower())


def check_time_zone(name: str) -> None:
    """Raises ValidationError unless the name is one of the IANA time zones that this machine knows."""
    if name not in available_timezones():
        raise ValidationError(_("Choose one of the time zones."))


class User(AbstractBaseUser):
    """A person. What a call or an award lets them do is decided by the rows of that app, not here."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=80, blank=True)
    """Id of an organisation of the directory; empty if none or if it is not in the directory."""
    organisation_name = models.CharField(max_length=200, blank=True)
    """In the person's own words, where the directory does not have it."""
    language = models.CharField(max_length=8, blank=True, choices=settings.LANGUAGES)
    time_zone = models.CharField(max_length=64, blank=True, validators=[check_time_zone])
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    """An officer of the ecosystem."""
    date_joined = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    """Since when nobody stands behind the row: kept only because others' rows need it."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_an_address"),
            models.CheckConstraint(condition=~Q(email=""), name="account_has_address"),
            models.CheckConstraint(
                condition=Q(organisation="") | Q(organisation_name=""), name="one_organisation_an_account"
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True)
                | Q(
                    is_active=False,
                    is_staff=False,
                    name="",
                    organisation="",
                    organisation_name="",
                    email__startswith="removed-",
                ),
                name="removed_account_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return _("Deleted account") if self.removed_at else self.name or self.email
