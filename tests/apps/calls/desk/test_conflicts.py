"""Conflicts: found by what two have in common, declared, decided, and never found again as new."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from superconnector.apps.calls.actions import conflicts as actions
from superconnector.apps.calls.actions.conflicts import (
    ConflictError,
    decide_conflicts,
    declare_conflict,
    find_conflicts,
    look_after,
    look_again,
)
from superconnector.apps.calls.actions.submitting import submit
from superconnector.apps.calls.facts.conflicts import families_of, public_domains
from superconnector.apps.calls.models import Conflict, Entry, Official, Reading
from superconnector.apps.calls.queries.conflicts import conflicts_seen_by, counts, grounds, shown_key
from superconnector.apps.calls.queries.reading import pile_of
from superconnector.apps.calls.wall import entries_seen_by, entry_seen_by
from superconnector.base.accounts.exports import everything
from superconnector.base.accounts.models import User
from superconnector.base.models import JournalEntry
from superconnector.ecosystem.schema import Organisation
from tests.apps.calls.desk.panel import ROUND, Panel, a_panel, somebody
from tests.apps.calls.making import ENTRY_OPEN, JUDGING_OPEN, a_member, an_answer, an_entry, leader_of

pytestmark = pytest.mark.django_db
LATER = JUDGING_OPEN + timedelta(hours=1)
Row = tuple[str, str, str]


@pytest.fixture
def panel() -> Panel:
    return a_panel()


def find(panel: Panel, **only: object) -> int:
    return find_conflicts(actor=panel.chair.user, now=JUDGING_OPEN, call=panel.call, **only)  # type: ignore[arg-type]


def rows() -> list[Row]:
    found = Conflict.objects.order_by("kind", "key", "id")
    return list(found.values_list("kind", "key", "state"))


def decide(panel: Panel, state: str, *ids: int) -> int:
    return decide_conflicts(
        actor=panel.chair.user, now=LATER, chair=panel.chair, ids=ids, state=Conflict.State(state)
    )


# --- what is found ---------------------------------------------------------------------------------------


def test_people_who_share_nothing_have_no_conflict(panel: Panel) -> None:
    panel.judge()
    panel.entry()
    assert (find(panel), rows()) == (0, [])


@pytest.mark.parametrize(
    ("judge", "leader", "expected"),
    [
        ({"domain": "acme.example"}, {"domain": "acme.example"}, [("domain", "acme.example", "suspected")]),
        (
            {"domain": "lab.acme.example"},
            {"domain": "acme.example"},
            [("domain", "acme.example", "suspected")],
        ),
        ({"domain": "gmail.com"}, {"domain": "gmail.com"}, []),
        ({"domain": "yahoo.com.hk"}, {"domain": "yahoo.com.hk"}, []),
        (
            {"organisation": "town-hall"},
            {"organisation": "town-hall"},
            [("organisation", "organisation:town-hall", "suspected")],
        ),
        (
            {"organisation_name": "Acme  Ltd"},
            {"organisation_name": "ACME ltd"},
            [("organisation", "name:acme ltd", "suspected")],
        ),
        ({"organisation": "town-hall"}, {"organisation_name": "town-hall"}, []),
        ({}, {}, []),
    ],
)
def test_what_two_have_in_common(panel: Panel, judge: dict, leader: dict, expected: list[Row]) -> None:
    panel.judge(somebody("Judge", **judge))
    panel.entry(somebody("Leader", **leader))
    assert find(panel) == len(expected)
    assert rows() == expected


def test_the_organisation_of_the_entry_counts_as_its_members_do(panel: Panel) -> None:
    panel.judge(somebody(organisation="guild"))
    entry = panel.entry()
    Entry.objects.filter(pk=entry.pk).update(organisation="guild")
    find(panel)
    assert rows() == [("organisation", "organisation:guild", "suspected")]


@pytest.mark.parametrize("tie", ["pat@pupils.example", " PAT@pupils.example "])
def test_a_declared_tie_to_a_person_without_an_account(panel: Panel, tie: str) -> None:
    panel.judge(ties=[tie])
    a_member(panel.entry(), None, name="Pat", email="pat@pupils.example")
    find(panel)
    assert rows() == [("declared", "mail:pat@pupils.example", "suspected")]


def test_a_declared_tie_to_an_organisation_by_id_or_by_name(panel: Panel) -> None:
    panel.judge(ties=["guild", "Acme Ltd"])
    panel.entry(somebody(organisation="guild"))
    panel.entry(somebody(organisation_name="acme ltd"))
    find(panel)
    assert rows() == [
        ("declared", "name:acme ltd", "suspected"),
        ("declared", "organisation:guild", "suspected"),
    ]


def test_who_is_in_another_team_together(panel: Panel) -> None:
    judge, mate = somebody("Judge"), somebody("Mate")
    shared = panel.entry(somebody(), members=[judge, mate])
    other = panel.entry(mate)
    panel.judge(judge)
    find(panel)
    found = set(Conflict.objects.order_by("id").values_list("entry_id", "kind", "key", "state"))
    assert found == {
        (shared.pk, "member", f"account:{judge.pk}", "confirmed"),
        (shared.pk, "member", f"mail:{judge.email}", "confirmed"),
        (other.pk, "comembership", f"team:{shared.pk}", "suspected"),
    }


def an_organisation(name: str, part_of: str | None = None, **relations: str) -> Organisation:
    tied = [
        {"type": kind.replace("_", "-"), "target": target, "source": "guild-page"}
        for kind, target in relations.items()
    ]
    return Organisation.model_validate(
        {"id": name, "names": {"en": name}, "kind": "company", "part_of": part_of, "relations": tied}
    )


def test_families_reach_upwards_to_the_top() -> None:
    found = families_of(
        [
            an_organisation("lab", part_of="school"),
            an_organisation("school", subsidiary_of="university"),
            an_organisation("university", parent_of="company", works_with="bank"),
            an_organisation("company"),
            an_organisation("ring-a", affiliate_of="ring-b"),
            an_organisation("ring-b", affiliate_of="ring-a"),
        ]
    )
    assert found["lab"] == {"lab", "school", "university"}
    assert found["company"] == {"company", "university"}
    assert found["ring-a"] == found["ring-b"] == {"ring-a", "ring-b"}
    assert "bank" not in found


def test_public_domains_are_lower_case_and_more_than_a_few() -> None:
    assert {"gmail.com", "qq.com", "yahoo.com.hk", "netvigator.com"} < public_domains()
    assert all(each == each.lower().strip() and "." in each for each in public_domains())


# --- what stays ------------------------------------------------------------------------------------------


def test_looking_again_changes_nothing_that_was_decided(panel: Panel) -> None:
    for _ in range(3):
        panel.entry(somebody(domain="acme.example"))
    panel.judge(somebody(domain="acme.example"))
    assert find(panel) == 3
    first, second, _third = Conflict.objects.order_by("id").values_list("pk", flat=True)
    assert (decide(panel, "confirmed", first), decide(panel, "dismissed", second)) == (1, 1)
    assert find(panel) == 0
    assert [state for _, _, state in rows()] == ["confirmed", "dismissed", "suspected"]
    decided = Conflict.objects.get(pk=second)
    assert (decided.decided_by, decided.decided_at) == (panel.chair.user, LATER)


def test_only_those_who_are_asked_for_are_looked_at(panel: Panel) -> None:
    one, two = (panel.judge(somebody(domain="acme.example")) for _ in range(2))
    near, far = (panel.entry(somebody(domain="acme.example")) for _ in range(2))
    find(panel, officials=Official.objects.filter(pk=one.pk), entries=Entry.objects.filter(pk=near.pk))
    assert pairs() == {(one.pk, near.pk)}
    find(panel, entries=Entry.objects.filter(pk=far.pk))
    assert pairs() == {(one.pk, near.pk), (one.pk, far.pk), (two.pk, far.pk)}


def pairs() -> set[tuple[int, int]]:
    return set(Conflict.objects.order_by("id").values_list("official_id", "entry_id"))


def test_the_queries_do_not_grow_with_the_rows(panel: Panel) -> None:
    counted = []
    for _ in range(2):
        panel.judge(somebody(domain="acme.example"))
        panel.entry(somebody(domain="acme.example"))
        panel.entry()
        with CaptureQueriesContext(connection) as queries:
            find(panel)
        counted.append(len(queries))
    assert counted[0] == counted[1] > 0


# --- assignments -----------------------------------------------------------------------------------------


def test_a_conflict_takes_the_entry_away_and_its_dismissal_gives_it_back(panel: Panel) -> None:
    judge = panel.judge(somebody(domain="acme.example"))
    entry = panel.entry(somebody(domain="acme.example"))
    panel.assign(judge, entry)
    panel.hand_in(judge, entry)
    find(panel)
    assert (panel.pairs(), pile_of(judge, ROUND).tasks) == (set(), ())
    assert Reading.objects.count() == 1
    (pk,) = Conflict.objects.order_by("id").values_list("pk", flat=True)
    decide(panel, "dismissed", pk)
    assert panel.pairs() == {(judge.pk, entry.number)}
    assert pile_of(judge, ROUND).done == 1
    decide(panel, "confirmed", pk)
    assert panel.pairs() == set()


def test_of_two_conflicts_both_must_be_dismissed(panel: Panel) -> None:
    judge = panel.judge(somebody(domain="acme.example", organisation="guild"))
    entry = panel.entry(somebody(domain="acme.example", organisation="guild"))
    panel.assign(judge, entry)
    find(panel)
    first, second = Conflict.objects.order_by("id").values_list("pk", flat=True)
    decide(panel, "dismissed", first)
    assert panel.pairs() == set()
    decide(panel, "dismissed", second)
    assert panel.pairs() == {(judge.pk, entry.number)}


def test_a_dismissal_gives_nothing_to_a_judge_who_left(panel: Panel) -> None:
    judge = panel.judge(somebody(domain="acme.example"))
    entry = panel.entry(somebody(domain="acme.example"))
    panel.assign(judge, entry)
    find(panel)
    Official.objects.filter(pk=judge.pk).update(left_at=JUDGING_OPEN)
    decide(panel, "dismissed", Conflict.objects.get().pk)
    assert panel.pairs() == set()


# --- declared --------------------------------------------------------------------------------------------


def declare(panel: Panel, judge: Official, number: str, reason: str = "") -> None:
    declare_conflict(actor=judge.user, now=LATER, judge=judge, number=number, reason=reason)


def test_a_declared_conflict_holds_at_once(panel: Panel) -> None:
    judge, entry = panel.judge(), panel.entry()
    panel.assign(judge, entry)
    declare(panel, judge, entry.number, " My sister's firm. ")
    row = Conflict.objects.get()
    assert (row.kind, row.state, row.reason) == ("declared", "confirmed", "My sister's firm.")
    assert (row.source, row.decided_by, row.found_at) == (f"account:{judge.user.pk}", judge.user, LATER)
    assert (panel.pairs(), entry_seen_by(judge, entry.number)) == (set(), None)


def test_declaring_again_after_a_dismissal_holds_again(panel: Panel) -> None:
    judge, entry = panel.judge(), panel.entry()
    declare(panel, judge, entry.number)
    decide(panel, "dismissed", Conflict.objects.get().pk)
    assert entry_seen_by(judge, entry.number) == entry
    declare(panel, judge, entry.number, "It is so.")
    assert rows() == [("declared", "self", "confirmed")]


@pytest.mark.parametrize("number", ["NOSUCH", ""])
def test_nothing_can_be_declared_of_an_entry_that_is_not_there(panel: Panel, number: str) -> None:
    judge = panel.judge()
    hidden = panel.entry()
    declare(panel, judge, hidden.number)
    for each in (number, hidden.number):
        with pytest.raises(ConflictError) as caught:
            declare(panel, judge, each)
        assert caught.value.code == "not-there"


# --- the chair -------------------------------------------------------------------------------------------


def a_chair_in_conflict(panel: Panel) -> Entry:
    """An entry that the chair must not know of; a judge has a conflict with it too."""
    User.objects.filter(pk=panel.chair.user.pk).update(email="chair@acme.example")
    panel.chair.user.refresh_from_db()
    panel.judge(somebody(domain="acme.example"))
    entry = panel.entry(somebody(domain="acme.example"))
    find(panel)
    assert Conflict.objects.filter(entry=entry).count() == 2
    return entry


def test_a_chair_sees_no_conflict_of_an_entry_behind_the_wall(panel: Panel) -> None:
    hidden = a_chair_in_conflict(panel)
    seen = panel.entry()
    declare(panel, panel.judges[0], seen.number)
    assert list(conflicts_seen_by(panel.chair).order_by("id").values_list("entry_id", flat=True)) == [seen.pk]
    assert counts(panel.chair) == {"suspected": 0, "confirmed": 1, "dismissed": 0}
    assert grounds(panel.chair, "suspected") == ()
    assert hidden not in entries_seen_by(panel.chair)


def test_a_chair_decides_nothing_behind_the_wall(panel: Panel) -> None:
    a_chair_in_conflict(panel)
    for pk in [*Conflict.objects.order_by("id").values_list("pk", flat=True), 10**9]:
        with pytest.raises(ConflictError) as caught:
            decide(panel, "dismissed", pk)
        assert caught.value.code == "not-there"
    assert {state for _, _, state in rows()} == {"suspected"}


def test_a_chair_does_not_decide_about_themselves(panel: Panel) -> None:
    a_chair_in_conflict(panel)
    Conflict.objects.filter(official=panel.chair).update(state="dismissed")
    own = Conflict.objects.get(official=panel.chair)
    with pytest.raises(ConflictError) as caught:
        decide(panel, "confirmed", own.pk)
    assert caught.value.code == "own"


def test_nothing_is_decided_in_part(panel: Panel) -> None:
    judge, entry = panel.judge(), panel.entry()
    declare(panel, judge, entry.number)
    with pytest.raises(ConflictError):
        decide(panel, "dismissed", Conflict.objects.get().pk, 10**9)
    assert rows() == [("declared", "self", "confirmed")]
    with pytest.raises(ConflictError):
        decide(panel, "suspected", Conflict.objects.get().pk)
    with pytest.raises(ConflictError):
        decide(panel, "dismissed")


def test_a_wall_of_one_office_holds_in_the_other(panel: Panel) -> None:
    judge = panel.judge(panel.chair.user)
    entry = panel.entry()
    declare(panel, judge, entry.number)
    assert entry_seen_by(panel.chair, entry.number) is None


def test_a_team_mate_is_walled_off_before_anybody_looked(panel: Panel) -> None:
    entry = panel.entry(panel.chair.user)
    assert not Conflict.objects.exists()
    assert entry_seen_by(panel.chair, entry.number) is None
    assert list(entries_seen_by(panel.chair)) == []


def test_conflicts_are_shown_by_what_is_in_common(panel: Panel) -> None:
    for _ in range(2):
        panel.entry(somebody(domain="acme.example"))
    panel.judge(somebody(domain="acme.example"))
    find(panel)
    (ground,) = grounds(panel.chair, "suspected")
    assert (ground.kind, ground.key, len(ground.rows)) == ("domain", "acme.example", 2)


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("mail:ann@x.example", "ann@x.example"),
        ("organisation:guild", "guild"),
        ("self", ""),
        ("team:4", ""),
        ("acme.example", "acme.example"),
    ],
)
def test_a_key_is_shown_as_people_read_it(key: str, shown: str) -> None:
    assert shown_key(key) == shown


# --- after a hand-in -------------------------------------------------------------------------------------


def test_a_hand_in_is_looked_at_with_everybody_in_office(panel: Panel) -> None:
    judge, gone = panel.judge(somebody(domain="acme.example")), panel.judge(somebody(domain="acme.example"))
    Official.objects.filter(pk=gone.pk).update(left_at=JUDGING_OPEN)
    entry, other = (panel.entry(somebody(domain="acme.example")) for _ in range(2))
    panel.assign(judge, entry, other)
    look_again(now=LATER, entry=entry)
    assert pairs() == {(judge.pk, entry.pk)}
    assert panel.pairs() == {(judge.pk, other.number)}
    look_again(now=LATER, entry=entry)
    assert [(row.actor, row.detail) for row in told()] == [("system", {"new": 1})]


def told() -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(verb="conflicts.found").order_by("at", "pk"))


def test_nobody_of_the_team_is_told_by_their_own_data(panel: Panel) -> None:
    panel.judge(somebody(domain="acme.example"))
    entry = panel.entry(somebody(domain="acme.example"))
    leader = leader_of(entry)
    before = everything(leader)
    look_again(now=LATER, entry=entry)
    assert (Conflict.objects.count(), everything(leader)) == (1, before)


def test_a_draft_is_not_looked_at(panel: Panel) -> None:
    panel.judge(somebody(domain="acme.example"))
    look_again(now=LATER, entry=an_entry(panel.call, somebody(domain="acme.example")))
    assert rows() == []


def test_a_second_hand_in_is_looked_at_only_where_something_new_could_be_found(panel: Panel) -> None:
    entry = panel.entry(somebody("Leader", domain="acme.example"))
    judge = somebody("Judge")
    panel.judge(judge)
    User.objects.filter(pk=judge.pk).update(email="judge@acme.example")  # nobody looked since
    an_answer(entry, "makers", "We")
    for number, organisation, found in ((2, "", 0), (3, "Acme", 1)):
        Entry.objects.filter(pk=entry.pk).update(organisation_name=organisation)
        row = submit(actor=leader_of(entry), now=ENTRY_OPEN, entry=entry)
        look_after(now=LATER, submission=row)
        assert (row.number, Conflict.objects.count()) == (number, found)


def test_a_team_that_changes_before_it_hands_in_again_is_looked_at(panel: Panel) -> None:
    judge, entry = panel.judge(somebody(domain="acme.example")), panel.entry()
    Entry.objects.filter(pk=entry.pk).update(state=Entry.State.DRAFT)  # withdrawn, and that taken back
    a_member(entry, somebody(domain="acme.example"))
    look_again(now=LATER, entry=entry)
    assert pairs() == {(judge.pk, entry.pk)}


def test_what_cannot_be_looked_for_costs_no_hand_in(
    panel: Panel, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    panel.judge(somebody(domain="acme.example"))
    entry = panel.entry(somebody(domain="acme.example"))
    monkeypatch.setattr(actions, "public_domains", lambda: None)
    look_again(now=LATER, entry=entry)
    assert (rows(), "No conflicts were looked for" in caplog.text) == ([], True)


def test_looking_after_a_hand_in_reads_what_is_at_hand_alone(panel: Panel) -> None:
    """The same queries whatever stands in the table, and none of them brings other pairs."""
    judge = panel.judge(somebody(domain="acme.example"))
    entry = panel.entry(somebody(domain="acme.example"))
    counted = []
    for _ in range(2):
        look_again(now=LATER, entry=entry)
        for _ in range(3):
            find(panel, entries=Entry.objects.filter(pk=panel.entry(somebody(domain="acme.example")).pk))
        with CaptureQueriesContext(connection) as queries:
            look_again(now=LATER, entry=entry)
        counted.append(len(queries))
    assert counted[0] == counted[1] > 0
    last = queries.captured_queries[-1]["sql"]
    with connection.cursor() as cursor:
        cursor.execute(last)
        found = cursor.fetchall()
    assert [(row[0], row[1]) for row in found] == [(judge.pk, entry.pk)]
