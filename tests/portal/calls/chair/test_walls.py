"""What a chair with a conflict sees is the same, byte for byte, whatever becomes of the hidden entry."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from superconnector.apps.calls.models import (
    Appeal,
    Assignment,
    Decision,
    Entry,
    Member,
    Official,
    Publication,
    Reading,
)
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.chair.judged import (
    APPEALING,
    DECIDING,
    a_judged_panel,
    another_chair,
    decided,
    ranked,
    wall_off,
)
from tests.apps.calls.desk.panel import Panel
from tests.apps.calls.making import JUDGING_OPEN, leader_of
from tests.portal.calls.chair.addresses import reads, writes

MASKED = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"')


def everything(client: Client, panel: Panel) -> dict[str, bytes]:
    """All pages and tables, with those of the hidden entry and of one that does not exist."""
    paths = reads(panel.entries[0])
    for entry in (Entry(number="NOWHERE"), panel.entries[3]):
        paths += [path for path in reads(entry) if entry.number in path]
    found = {}
    for path in paths:
        response = client.get(path)
        found[path] = b"%d %s" % (response.status_code, MASKED.sub(b"", response.content))
    return found


def scores(panel: Panel, hidden: Entry) -> None:
    Reading.objects.filter(assignment__entry=hidden).update(scores={"use": 1, "novelty": 1, "craft": 1})


def comments(panel: Panel, hidden: Entry) -> None:
    Reading.objects.filter(assignment__entry=hidden).update(comment="Secret.", comment_passed=True)


def withdrawn(panel: Panel, hidden: Entry) -> None:
    Entry.objects.filter(pk=hidden.pk).update(state=Entry.State.WITHDRAWN)


def ruled_out(panel: Panel, hidden: Entry) -> None:
    Entry.objects.filter(pk=hidden.pk).update(
        state=Entry.State.INELIGIBLE, state_reason="Secret.", unsettled=["sixteen"]
    )


def decision(panel: Panel, hidden: Entry) -> None:
    Decision.objects.filter(entry=hidden).delete()
    Decision.objects.create(
        entry=hidden, stage="decision", outcome="award", prize="silver", reason="Secret.", made_at=DECIDING,
        made_by=panel.chair.user,
    )  # fmt: skip


def told(panel: Panel, hidden: Entry) -> None:
    publication = Publication.objects.create(
        call=panel.call, at=DECIDING, by=panel.chair.user, preview="0" * 64
    )
    Decision.objects.filter(entry=hidden).update(publication=publication)
    Appeal.objects.create(
        decision=Decision.objects.get(entry=hidden), text="Secret.", made_at=APPEALING,
        made_by=leader_of(hidden),
    )  # fmt: skip


def anew(panel: Panel, hidden: Entry) -> None:
    Appeal.objects.filter(decision__entry=hidden).update(
        state=Appeal.State.UPHELD, answer="Secret.", answered_at=APPEALING, answered_by=panel.chair.user
    )
    Decision.objects.create(
        entry=hidden, stage="decision", outcome="decline", reason="Secret.", made_at=APPEALING,
        made_by=panel.chair.user, revises=Decision.objects.get(entry=hidden),
    )  # fmt: skip


def unread(panel: Panel, hidden: Entry) -> None:
    Reading.objects.filter(assignment__entry=hidden).delete()
    Assignment.objects.filter(entry=hidden).update(reminded_at=JUDGING_OPEN)


def renamed(panel: Panel, hidden: Entry) -> None:
    Entry.objects.filter(pk=hidden.pk).update(title="=Secret", track="care", organisation_name="Secret")
    Member.objects.filter(entry=hidden).update(name="Secret")


FACTS = [scores, comments, withdrawn, ruled_out, decision, told, anew, unread, renamed]


@pytest.fixture
def walled(small_site: Ecosystem, client: Client) -> tuple[Panel, Official]:
    """All is ranked and decided; a second chair with a conflict has a ranking of the rest."""
    panel = a_judged_panel()
    second = another_chair(panel)
    wall_off(second, panel.entries[0])
    ranked(panel)
    decided(panel)
    ranked(panel, second)
    client.force_login(second.user)
    return panel, second


def test_every_page_and_table_is_the_same_with_and_without_each_hidden_fact(
    walled: tuple[Panel, Official], client: Client
) -> None:
    panel, _ = walled
    before = everything(client, panel)
    differs = {}
    for fact in FACTS:
        fact(panel, panel.entries[0])
        after = everything(client, panel)
        differs[fact.__name__] = [path for path in before if before[path] != after[path]]
        assert not any(b"Secret" in page for page in after.values())
    assert differs == {fact.__name__: [] for fact in FACTS}
    assert before["/calls/town-hack/chair/"].startswith(b"200 ")


def test_the_hidden_entry_looks_like_one_that_does_not_exist(
    walled: tuple[Panel, Official], client: Client
) -> None:
    panel, _ = walled
    hidden, nowhere = panel.entries[0], Entry(number="NOWHERE")
    mine, none = writes(hidden), writes(nowhere)
    answers = []
    for sent, entry in ((mine, hidden), (none, nowhere)):
        found = []
        for path, data in sent.items():
            if entry.number in path:
                response = client.post(path, data)
                where = response.get("Location", "").replace(entry.number, "N")
                found.append(
                    (response.status_code, where, [str(m) for m in client.get("/calls/").context["messages"]])
                )
        answers.append(found)
    assert answers[0] == answers[1]
    assert len(answers[0]) == 3
    assert Decision.objects.filter(entry=hidden).count() == 1
    hidden.refresh_from_db()
    assert hidden.state == "submitted"


def test_the_other_chair_does_see_the_difference(walled: tuple[Panel, Official], client: Client) -> None:
    panel, _ = walled
    client.force_login(panel.chair.user)
    before = everything(client, panel)
    renamed(panel, panel.entries[0])
    after = everything(client, panel)
    assert any(b"Secret" in page for page in after.values())
    assert before != after
