"""A call whose people have deleted their accounts is still read by its chair, in the same pages."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from superconnector.base.accounts.actions import delete_account
from superconnector.base.accounts.models import User
from tests.apps.calls.invariants.sound import a_sound_call
from tests.apps.calls.making import JUDGING_OPEN
from tests.portal.calls.chair.addresses import reads

pytestmark = pytest.mark.django_db
OTHERS = ("chair-judges", "chair-conflicts", "chair-assignment", "chair-certificates", "chair-trials", "call")


def test_every_page_of_the_chair_stands_and_tells_no_name(tmp_path: Path, settings: object) -> None:
    settings.FILES_ROOT = tmp_path  # type: ignore[attr-defined]
    panel = a_sound_call(tmp_path)
    client = Client()
    client.force_login(panel.chair.user)
    for user in User.objects.exclude(pk=panel.chair.user_id).order_by("pk"):
        delete_account(user=user, actor="x", now=JUDGING_OPEN + timedelta(days=60))
    pages = [*reads(panel.entries[0]), *(reverse(name, args=[panel.call.pk]) for name in OTHERS)]
    for path in pages:
        response = client.get(path)
        text = response.content.decode()
        assert response.status_code == 200, path
        assert [word for word in ("removed-", "Leader 0", "Judge 1") if word in text] == [] or (
            "certificates" in path  # which keep the name that they certify
        ), path
    judge = reverse("chair-judge", args=[panel.call.pk, panel.judges[0].pk])
    assert client.get(judge).status_code == 404
    leave = reverse("chair-judge-leave", args=[panel.call.pk, panel.judges[0].pk])
    assert client.post(leave).status_code == 404


def test_a_judge_whose_account_is_gone_is_shown_as_such_where_the_scores_count(
    tmp_path: Path, settings: object
) -> None:
    settings.FILES_ROOT = tmp_path  # type: ignore[attr-defined]
    panel = a_sound_call(tmp_path)
    client = Client()
    client.force_login(panel.chair.user)
    delete_account(user=panel.judges[0].user, actor="x", now=JUDGING_OPEN)
    shown = client.get(f"/calls/{panel.call.pk}/chair/ranking/open/").content.decode()
    assert "Deleted account" in shown
