"""Ranking one's own slate and comparing pairs, without scripts."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from superconnector.apps.calls.models import Comparison, Reading, Skip, Slate
from superconnector.apps.calls.queries.comparing import standing_of
from superconnector.portal.calls.desk.slate import order_of
from tests.apps.calls.desk.panel import ROUND, Panel, a_panel, open_now
from tests.portal.calls.desk.test_pages import as_, page
from tests.portal.markup import problems

pytestmark = pytest.mark.django_db


def a_desk(mode: str) -> Panel:
    panel = a_panel(judges=1, entries=3, mode=mode)
    open_now(panel.call, timezone.now())
    panel.assign(panel.judges[0], *panel.entries)
    return panel


def places(panel: Panel, *order: int, do: str = "save", seen: tuple[int, int] = (1, 0)) -> dict[str, object]:
    typed = {f"place-{entry.number}": place for entry, place in zip(panel.entries, order, strict=True)}
    return {"number": seen[0], "version": seen[1], "do": do, **typed}


# --- slates ----------------------------------------------------------------------------------------------


def test_numbers_make_an_order() -> None:
    typed = QueryDict("place-A=2&place-B=1&place-C=2&place-D=&place-E=x&place-F=0&other=1&place-G=-1")
    assert order_of(typed) == [["B"], ["A", "C"]]


def test_an_order_is_saved_handed_in_and_reopened() -> None:
    panel = a_desk("slate")
    client = as_(panel.judges[0].user)
    here = reverse("judging-slate", args=[panel.call.pk])
    a, b, c = (entry.number for entry in panel.entries)
    page(client, "judging-slate", panel.call.pk)
    assert client.post(here, places(panel, 2, 1, 2)).status_code == 302
    assert Slate.objects.get().order == [[b], sorted([a, c])]
    assert client.post(here, places(panel, 3, 1, 2, do="finish", seen=(1, 1))).status_code == 302
    assert Slate.objects.get().final
    assert Reading.objects.filter(final=True).count() == 3
    assert "You handed this order in." in page(client, "judging-slate", panel.call.pk)
    assert "3 of 3 handed in" in page(client, "judging", panel.call.pk)
    client.post(reverse("judging-slate-reopen", args=[panel.call.pk]))
    assert 'name="number" value="2"' in page(client, "judging-slate", panel.call.pk)


def test_an_order_that_lacks_an_entry_is_shown_again_as_it_was_typed() -> None:
    panel = a_desk("slate")
    here = reverse("judging-slate", args=[panel.call.pk])
    response = as_(panel.judges[0].user).post(here, {**places(panel, 2, 1, 0), "do": "finish"})
    source = response.content.decode()
    assert (response.status_code, problems(source)) == (422, [])
    assert "Give every entry a place before you hand in." in source
    assert f'name="place-{panel.entries[1].number}" value="1"' in source


def test_an_order_changed_in_another_window_is_shown_beside() -> None:
    panel = a_desk("slate")
    client = as_(panel.judges[0].user)
    here = reverse("judging-slate", args=[panel.call.pk])
    client.post(here, places(panel, 1, 2, 3))
    response = client.post(here, places(panel, 3, 2, 1))
    assert response.status_code == 409
    assert "In the other window" in response.content.decode()
    assert client.post(here, places(panel, 3, 2, 1, seen=(1, 1))).status_code == 302


# --- pairs -----------------------------------------------------------------------------------------------


def test_two_are_compared_and_one_is_skipped() -> None:
    panel = a_desk("pairs")
    judge = panel.judges[0]
    client = as_(judge.user)
    here = reverse("judging-pairs", args=[panel.call.pk])
    left, right = (task.number for task in standing_of(judge, ROUND).pair)
    assert "Which one is better?" in page(client, "judging-pairs", panel.call.pk)
    for _twice in range(2):
        assert client.post(here, {"left": left, "right": right, "better": right}).status_code == 302
    row = Comparison.objects.get()
    assert (row.better.number, row.worse.number) == (right, left)
    assert "1 pair compared" in page(client, "judging", panel.call.pk)
    gone = standing_of(judge, ROUND).pair[1].number
    client.post(here, {"skip": gone})
    assert Skip.objects.get().entry.number == gone
    assert "Nothing is left to compare" in page(client, "judging-pairs", panel.call.pk)


@pytest.mark.parametrize("data", [{}, {"better": "NOSUCH"}, {"skip": "NOSUCH"}, {"left": "a", "right": "b"}])
def test_what_was_not_offered_is_not_taken(data: dict[str, str]) -> None:
    panel = a_desk("pairs")
    here = reverse("judging-pairs", args=[panel.call.pk])
    response = as_(panel.judges[0].user).post(here, data, follow=True)
    assert "These two entries were not offered to you." in response.content.decode()
    assert (Comparison.objects.count(), Skip.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("mode", "missing"), [("scores", ["judging-slate", "judging-pairs"]), ("pairs", ["judging-slate"])]
)
def test_pages_of_another_mode_are_not_there(mode: str, missing: list[str]) -> None:
    panel = a_desk(mode)
    client = as_(panel.judges[0].user)
    for name in missing:
        page(client, name, panel.call.pk, status=404)
